package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmswarm.Command;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.cli.runs.RunsCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A user's keys, which a server repeats, and which stand in questions, come nowhere. */
class SecretsTest {
    /**
     * The first by no name that says so, the second by its name, the third in another file that a nearer one hides, the
     * fourth in an address.
     */
    private static final Map<String, String> KEYS =
            Map.of("ACME_CREDENTIALZ", "acmecredvalue778899", "OTHER_API_KEY", "zzotherkeyvalue1234",
            "HIDDEN_ACCESS", "hiddenaccessvalue55", "HTTPS_PROXY", "http://me:" + "proxypassvalue66@127.0.0.1:9");
    private static final String ALL = "acmecredvalue778899 zzotherkeyvalue1234 hiddenaccessvalue55 proxypassvalue66";
    private static final String MODELS = """
            models:
              planner: {provider: openai, model: stub, base-url: "%s", api-key-env: %s, context: 128000}
              coder: {provider: openai, model: stub, base-url: "%1$s", api-key-env: %2$s, context: 128000}
            """;

    @TempDir
    Path folder;
    private Workshop shop;
    private Map<String, String> env;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        env = new HashMap<>(shop.env);
        env.putAll(KEYS);
    }

    @CommandLine.Command(subcommands = {PlanCommand.class, RunsCommand.class, AskCommand.class, AgentsCommand.class,
            ModelsCommand.class, DoctorCommand.class})
    private static final class Root {
    }

    /** A command in this process, at a desk with those keys. */
    private Command.Result run(Workshop at, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var desk = Desk.of(at.folder, env, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int exit = Commands.execute(desk, new Root(), words);
        return new Command.Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void models(StubServer server) {
        shop.file("../CONFIG/llm-swarm/models.yaml", MODELS.formatted(server.baseUrl(), "HIDDEN_ACCESS"));
        shop.file("config/models.yaml", MODELS.formatted(server.baseUrl(), "ACME_CREDENTIALZ"));
    }

    /** No piece of a key longer than a third of it is anywhere below the folder or in what was printed. */
    private void nowhere(Command.Result result) {
        unhurt(result.out());
        unhurt(result.err());
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("/.git/objects/")) unhurt(new String(Files.readAllBytes(file),
                        StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unhurt(String text) {
        for (var key : ALL.split(" ")) {
            for (int from = 0; from
                    + 7 <= key.length(); from++) assertFalse(text.contains(key.substring(from, from + 7)), () -> key
                    + " is told: " + text);
        }
    }

    @Test
    void aStreamedAnswerHoldsNoneWhereverItsPiecesPart() {
        for (int piece : new int[] {1, 5, 7, 1000}) {
            var text = "Your keys: %s.\n### notes.txt\n```\nkeys %1$s\npassword = \"secret\"\n```\n".formatted(ALL);
            try (var server = StubServer.answering(StubAnswer.text(text).inPiecesOf(piece))) {
                models(server);
                var clean = text.replace(ALL, "[redacted] [redacted] [redacted] [redacted]");
                var result = run(shop, "ask", "backend", "?", "--config", "config", "--trust");
                assertEquals(0, result.exit(), result.err());
                assertEquals(clean, result.out());
                assertTrue(result.err().contains("the answer held a secret"), result.err());
                nowhere(result);
                var json = run(shop, "ask", "backend", "?", "--json", "--config", "config", "--trust");
                assertEquals(0, json.exit(), json.err());
                nowhere(json);
            }
        }
    }

    @Test
    void whatIsAskedReachesNeitherTheServerNorTheCommit() {
        try (var server = StubServer.answering(StubAnswer.text("### notes-%s.txt\n```\nkeys %1$s\npassword = \"secret\"\n```\n".formatted(ALL.replace(" ", "-"))).inPiecesOf(3))) {
            models(server);
            var project = new Workshop(folder.resolve("project"));
            var result = run(project, "ask", "backend", "Remember %s \u001b]0;x\u0007 and %1$s\nfor me".formatted(ALL),
                    "--write", "--config", shop.folder.resolve("config").toString(), "--trust");
            assertEquals(0, result.exit(), result.err());
            nowhere(result);
            unhurt(server.requests().getFirst().body().toString());
            var log = Workshop.output(project.folder, "git", "log", "-p", "--format=%B");
            unhurt(log);
            assertTrue(log.startsWith("Remember [redacted] [redacted] [redacted] [redacted] \\u001b]0;x\\u0007"), log);
            assertTrue(log.contains("+password = \"secret\"\n"), log);
        }
    }

    @Test
    void theWordsOfAServerThatRefusesAreToldWithoutThem() {
        var padding = "x".repeat(60) + " ";
        try (var server = StubServer.answering(StubAnswer.status(400, padding + ALL),
                new StubAnswer.Garbage("text/plain", padding.repeat(1) + ALL),
                StubAnswer.status(400, padding.repeat(3) + ALL.replace(" ", "/")))) {
            models(server);
            for (int time = 0; time < 3; time++) {
                var result = run(shop, "ask", "backend", "?", "--config", "config", "--trust", "--verbose");
                assertEquals(3, result.exit(), result.err());
                nowhere(result);
            }
        }
    }

    @Test
    void aShellAListAndADoctorTellNone() {
        try (var server = StubServer.answering(StubAnswer.text("keys " + ALL).inPiecesOf(2))) {
            models(server);
            shop.file(".swarm/models.yaml",
                    "models:\n  other: {provider: openai, model: \"zzotherkeyvalue1234\", base-url: \"https://x.example/v1?key=zzotherkeyvalue1234\"}\n");
            for (var words : new String[][] {{"models"}, {"models", "--json"}, {"doctor"}, {"doctor", "--json"},
                    {"agents"}, {"zzotherkeyvalue1234"}, {"models", "check", "coder", "--trust"},
                    {"ask", "zzotherkeyvalue1234", "?"}, {"--zzotherkeyvalue1234"}, {"plan", "acmecredvalue778899.md"},
                    {"runs", "zzotherkeyvalue1234"}}) {
                var all = new ArrayList<>(List.of(words));
                if (!words[0].equals("runs") && !words[0].startsWith("-")) all.addAll(List.of("--config", "config"));
                var result = run(shop, all.toArray(String[]::new));
                assertFalse(result.out().isEmpty() && result.err().isEmpty());
                // What is not named like a key is known to be one only once the configuration is read.
                unhurt(result.out() + result.err().replace("acmecredvalue778899.md", ""));
            }
            var doctor = run(shop, "doctor", "--config", "config");
            assertTrue(doctor.out().replaceAll("\\s+", " ")
                    .contains("secrets replaces the values of ACME_CREDENTIALZ, "), doctor.out());
        }
    }
}
