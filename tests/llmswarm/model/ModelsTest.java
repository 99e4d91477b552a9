package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.ModelSpec;
import llmswarm.config.layer.Layer.Origin;
import llmswarm.guard.Stop;
import llmswarm.model.choice.Models;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {
    private static final URI CLOUD = URI.create("https://api.example.com/v1");
    private static final String NONE_FOUND = "2. Start a local server, such as Ollama, LM Studio, llama.cpp or vLLM; none was found on its usual port.";
    private static final String OTHER = "3. Use any other OpenAI-compatible server: give 'planner' its 'base-url' and 'model' in .swarm/models.yaml.";

    private final List<String> said = new ArrayList<>();

    @Test
    void aModelWithItsKeySetIsUsable() {
        var planner = Given.planner(CLOUD);
        assertSame(planner, models(Given.ENV, planner).usable("planner"));
        assertEquals(List.of(), said);
    }

    @Test
    void aServerThatWantsNoKeyIsUsable() {
        var local = openai("local", Optional.empty(), Optional.empty(), Origin.PROJECT);
        assertSame(local, models(Map.of(), local).usable("local"));
    }

    @Test
    void aReplacementIsSaidOnce() {
        var planner = Given.planner(CLOUD);
        var models = models(Given.ENV, planner, Given.jlama("coder", "owner/name", Optional.of("planner")));
        assertSame(planner, models.usable("coder"));
        assertSame(planner, models.usable("coder"));
        assertEquals(List.of("coder: 'owner/name' is not on disk; using planner (gpt-x) instead."), said);
    }

    @Test
    void aLocalModelThatIsThereButCannotRunIsNotReplaced(@TempDir Path folder) {
        assertStop("coder: %s has no config.json; name the folder of a whole model.".formatted(folder),
                () -> models(Given.ENV, Given.planner(CLOUD),
                Given.jlama("coder", folder.toString(), Optional.of("planner"))).usable("coder"));
        assertEquals(List.of(), said);
    }

    @Test
    void replacementsAreFollowedOneAfterAnotherAndNotInCircles() {
        var first = openai("first", Optional.of("FIRST_KEY"), Optional.of("second"), Origin.USER);
        var second = openai("second", Optional.of("SECOND_KEY"), Optional.of("planner"), Origin.USER);
        models(Given.ENV, first, second, Given.planner(CLOUD)).usable("first");
        assertEquals(List.of("first: FIRST_KEY is not set; using planner (gpt-x) instead."), said);

        var circle = openai("second", Optional.of("SECOND_KEY"), Optional.of("first"), Origin.USER);
        var stop = assertThrows(Stop.class, () -> models(Map.of(), first, circle).usable("first"));
        assertEquals("No model can be used for 'first': FIRST_KEY is not set; SECOND_KEY is not set. Choose one:",
                stop.lines().getFirst());
    }

    @Test
    void withoutAKeyTheChoicesAreTold() {
        var stop = assertThrows(Stop.class, () ->
                models(Map.of("OPENAI_API_KEY", " "), Given.planner(CLOUD)).usable("planner"));
        assertEquals(List.of("No model can be used for 'planner': OPENAI_API_KEY is not set. Choose one:",
                "1. Set the key: export OPENAI_API_KEY=...", NONE_FOUND, OTHER), stop.lines());
        assertEquals(Stop.USAGE, stop.exit());
    }

    @Test
    void aLocalServerThatIsFoundIsOfferedWithTheLinesToAdd() throws Exception {
        try (var ollama = StubServer.answering(StubAnswer.text("")); var mute =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var endless = RawServer.closing(out -> {
                    out.write(RawServer.bytes(RawServer.STREAM));
                    for (var more = RawServer.bytes("[".repeat(1 << 16)); ; ) out.write(more);
                })) {
            var servers = List.of(LocalServer.LM_STUDIO.at(mute.getLocalPort()),
                    LocalServer.OLLAMA.at(ollama.baseUrl().getPort()),
                    LocalServer.LLAMA_CPP.at(endless.baseUrl().getPort()));
            var coder = Given.jlama("coder", "owner/name", Optional.of("planner"));
            var stop = assertThrows(Stop.class, () ->
                    models(Map.of(), settings(false, any -> true, servers), coder, Given.planner(CLOUD))
                    .usable("coder"));
            assertEquals(List.of("No model can be used for 'coder': 'owner/name' is not on disk; OPENAI_API_KEY is not set. Choose one:",
                    "1. Fetch the model: ./jbang swarm.java models pull coder",
                    "2. Set the key: export OPENAI_API_KEY=...",
                    """
                    3. Use Ollama, which is running on this machine, started again with a larger context (OLLAMA_CONTEXT_LENGTH=32768 ollama serve), by these lines in .swarm/models.yaml:
                       models:
                         planner: {provider: openai, model: "stub", base-url: "%s", context: 32768, parallel: 1, timeout: 30m}"""
                            .formatted(ollama.baseUrl()), OTHER.replace("3.", "4.")), stop.lines());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            131072 | is running on this machine, by these lines in .swarm/models.yaml: | context: 131072,
            4096   | , started again with a larger context (vllm serve MODEL --max-model-len 32768), by these lines in .swarm/models.yaml: | context: 32768,
            """)
    void theContextThatALocalServerTellsIsOfferedWhereAPromptFitsIntoIt(int tells, String how, String line) throws Exception {
        var listed = "{\"data\": [{\"id\": \"big\", \"max_model_len\": %d}]}".formatted(tells);
        try (var server = new RawServer(
                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(listed.length(), listed))) {
            var servers = List.of(LocalServer.VLLM.at(server.baseUrl().getPort()));
            var stop = assertThrows(Stop.class, () ->
                    models(Map.of(), settings(false, any -> true, servers), Given.planner(CLOUD)).usable("planner"));
            var offer = stop.lines().stream().filter(choice -> choice.contains("Use vLLM")).findFirst().orElseThrow();
            assertTrue(offer.contains(how) && offer.contains(line), offer);
        }
    }

    @Test
    void localOnlyForbidsEveryAddressThatIsNot() {
        for (var address : List.of("https://api.example.com/v1", "http://8.8.8.8/v1",
                "https://localhost.example.com/v1")) {
            var planner = Given.planner(URI.create(address));
            var models = models(Given.ENV, localOnly(), planner);
            for (var door : List.<Runnable>of(() -> models.usable("planner"), () -> models.endpoint(planner))) {
                assertEquals("No model can be used for 'planner': --local-only forbids %s. Choose one:".formatted(address),
                        assertThrows(Stop.class, door::run).lines().getFirst());
            }
        }
        for (var address : List.of("http://localhost:11434/v1", "http://127.0.0.1:1/v1", "http://[::1]:1/v1",
                "http://192.168.1.7/v1")) {
            var planner = Given.planner(URI.create(address));
            assertSame(planner, models(Given.ENV, localOnly(), planner).usable("planner"));
        }
    }

    @Test
    void aProjectsFileCannotSendTheKeyElsewhere() throws Exception {
        try (var server = StubServer.answering(StubAnswer.text("hi"))) {
            for (var kind : List.of(Origin.PROJECT, Origin.OPTION)) {
                var foreign = Given.openai("planner", server.baseUrl(), Optional.of("OPENAI_API_KEY"), 1,
                        Duration.ofSeconds(9), Optional.empty(), kind);
                var untrusted = models(Given.ENV, settings(false, spec -> false, List.of()), foreign);
                var sentence = "%s/models.yaml wants the key in OPENAI_API_KEY sent to %s; look at it and run again with --trust."
                        .formatted(foreign.layer().shown(), server.baseUrl());
                for (var door : List.<Runnable>of(() -> untrusted.usable("planner"), () ->
                        untrusted.endpoint(foreign))) {
                    var stop = assertThrows(Stop.class, door::run);
                    assertEquals(List.of(sentence), stop.lines());
                    assertEquals(Stop.UNTRUSTED, stop.exit());
                }
                assertEquals("hi", models(Given.ENV, foreign).endpoint(foreign).ask(Given.question(), text -> { })
                        .text());
            }
            var own = Given.planner(server.baseUrl());
            models(Given.ENV, settings(false, spec -> false, List.of()), own).endpoint(own)
                    .ask(Given.question(), text -> { });
        }
    }

    /** Or a working folder could have a costly model, or one elsewhere, asked what the user asks of another one. */
    @Test
    void aProjectsFileCannotChooseAnotherOfTheUsersModels() {
        var own = Given.planner(CLOUD);
        var untrusting = settings(false, spec -> spec.layer().kind() != Origin.PROJECT, List.of());
        var foreign = openai("coder", Optional.of("NOT_SET"), Optional.of("planner"), Origin.PROJECT);
        var stop = assertThrows(Stop.class, () -> models(Given.ENV, untrusting, own, foreign).usable("coder"));
        assertEquals(List.of("%s/models.yaml wants what is asked of 'coder' sent to the model 'planner'; look at it and run again with --trust."
                .formatted(foreign.layer().shown())), stop.lines());
        assertSame(own, models(Given.ENV, own, foreign).usable("coder"), "whom the user trusts may");
        var mine = openai("coder", Optional.of("NOT_SET"), Optional.of("planner"), Origin.USER);
        assertSame(own, models(Given.ENV, untrusting, own, mine).usable("coder"));
        var theirs = openai("planner", Optional.of("OPENAI_API_KEY"), Optional.empty(), Origin.PROJECT);
        assertSame(theirs, models(Given.ENV, theirs, foreign).usable("coder"), "its own is asked about by its address");
    }

    @Test
    void whatCannotBeAskedIsToldInOneSentence() {
        var planner = Given.planner(CLOUD);
        assertStop("OPENAI_API_KEY is not set; planner needs it.", () -> models(Map.of(), planner).endpoint(planner));
        assertStop("OPENAI_API_KEY holds characters that no key has; set it again.",
                () -> models(Map.of("OPENAI_API_KEY", "sk\r\nHost: x"), planner).endpoint(planner));
        assertStop("models.yaml has no model 'writer'.", () -> models(Given.ENV, planner).usable("writer"));
        var coder = Given.jlama("coder", "owner/name", Optional.empty());
        assertStop("coder: 'owner/name' is not on disk; fetch it with: ./jbang swarm.java models pull coder", () ->
                models(Given.ENV, coder).endpoint(coder));
        var folder = Given.jlama("coder", "/no/such/folder", Optional.empty());
        assertStop("coder: '/no/such/folder' is no folder; correct 'model' in models.yaml.", () ->
                models(Given.ENV, folder).endpoint(folder));
    }

    private static void assertStop(String sentence, Runnable call) {
        assertEquals(List.of(sentence), assertThrows(Stop.class, call::run).lines());
    }

    private Models models(Map<String, String> env, ModelSpec... specs) {
        return models(env, Given.quick(), specs);
    }

    private Models models(Map<String, String> env, Settings settings, ModelSpec... specs) {
        return new Models(Arrays.stream(specs).collect(Collectors.toMap(ModelSpec::alias, Function.identity())), env,
                said::add, settings);
    }

    private static Settings localOnly() {
        return settings(true, any -> true, List.of());
    }

    private static Settings settings(boolean localOnly, Predicate<ModelSpec> keyAllowed, List<LocalServer> servers) {
        var quick = Given.quick();
        return new Settings(localOnly, keyAllowed, quick.firstWait(), quick.idle(), quick.clock(), servers,
                quick.log(), quick.kept(),
                Duration.ZERO, false);
    }

    private static ModelSpec openai(String alias, Optional<String> key, Optional<String> absent, Origin kind) {
        return Given.openai(alias, CLOUD, key, 1, Duration.ofSeconds(5), absent, kind);
    }
}
