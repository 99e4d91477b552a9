package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Workshop;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.KeptHabits;
import llmswarm.model.hub.Folders;
import llmswarm.model.hub.HubText;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Progress;
import llmswarm.model.hub.Speed;
import llmswarm.model.hub.Speeds;
import llmswarm.model.hub.StubHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    @TempDir
    Path folder;
    private Workshop shop;
    private KeptDesk at;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.file("config/models.yaml", """
                models:
                  planner: {provider: openai, model: gpt-x, base-url: "http://127.0.0.1:1/v1", api-key-env: NO_SUCH_KEY, context: 128000, parallel: 8, timeout: 5m}
                  coder: {provider: jlama, model: acme/tiny, context: 16384, parallel: 1, timeout: 30m, absent: planner}
                  huge: {provider: jlama, model: acme/huge, context: 1000, parallel: 1, timeout: 30m}
                  mine: {provider: jlama, model: ./not here, context: 1000, parallel: 2, timeout: 30m}
                """);
        shop.env.putAll(Map.of("LLM_SWARM_MODELS", folder.resolve("models").toString(), "TERM", "xterm"));
        shop.env.keySet().removeIf(name -> name.startsWith("HF_"));
        at = new KeptDesk(shop);
    }

    /** A folder with 20 billion parameters that take no space. */
    private void huge(Path place) throws Exception {
        Folders.model(place, Folders.CONFIG.replace("\"num_hidden_layers\": 8", "\"num_hidden_layers\": 2000000000"),
                "Q4", 1_000_000);
    }

    @Test
    void theListTellsWhatEachAliasMeansOnThisMachine() throws Exception {
        var store = ModelStore.of(shop.env, shop.folder);
        Folders.model(store.place("acme/tiny"), Folders.CONFIG, "BF16", 2_500_000);
        huge(store.place("acme/huge"));
        Speeds.of(shop.env, Machine.here()).put(ModelStore.describe(store.place("acme/tiny")).digest(), "acme/tiny",
                new Speed(24, 6.25));
        assertEquals(0, at.run(new ModelsListCommand(at.desk)));
        var memory = HubText.bytes(Machine.here().memory());
        assertEquals("""
                planner  openai gpt-x at http://127.0.0.1:1/v1, key in NO_SUCH_KEY (not set), context 128,000, 8 at once
                coder    jlama acme/tiny, 2.5 MB on disk, 3M parameters in BF16, context 16,384 (made for 4,096), wants 547.8 MB of %1$s memory, 6.3 tokens/s, 1 at once, else planner
                huge     jlama acme/huge, 1.0 MB on disk, 1M parameters in Q4, context 1,000, wants 512000.5 GB, too much for the %1$s of memory here, 1 at once
                mine     jlama ./not here, no such folder, context 1,000, 2 at once
                """.formatted(memory).replace("6.3 tokens", HubText.rate(6.25) + " tokens"), at.out());
    }

    @Test
    void aModelThatIsNotOnDiskOrIsNoneIsListedAsSuch() throws Exception {
        var broken = Files.createDirectories(folder.resolve("models/acme/huge"));
        at.run(new ModelsListCommand(at.desk));
        assertTrue(at.out().contains("coder    jlama acme/tiny, not on disk: ./jbang swarm.java models pull coder, context 16,384, 1 at once, else planner\n"), at.out());
        assertTrue(at.out().contains("huge     jlama acme/huge, %s has no config.json, so it is no model folder, context 1,000, 1 at once\n".formatted(broken)), at.out());
    }

    @Test
    void whatEarlierRunsLearntOfAServerIsTold() throws Exception {
        try (var swarm = shop.swarmTrusted()) {
            KeptHabits.of(shop.env).put(swarm.models().get("planner"), List.of(new Habit.NoSchema(), new Habit.AnswerLimit(4096)));
        }
        at.run(new ModelsListCommand(at.desk));
        assertTrue(at.out().lines().findFirst().orElseThrow().endsWith(
                ", 8 at once, asked with the schema in words, answers of at most 4096 tokens, as learnt before"), at.out());
        at.run(new ModelsListCommand(at.desk), "--json");
        assertTrue(at.out().contains("\"learnt\":[\"the schema in words\",\"answers of at most 4096 tokens\"]"), at.out());
    }

    @Test
    void asJsonTheListIsAnObjectALine() throws Exception {
        Folders.model(folder.resolve("models/acme/tiny"), Folders.CONFIG, "BF16", 2_500_000);
        at.run(new ModelsListCommand(at.desk), "--json");
        var lines = at.out().lines().toList();
        assertEquals("{\"name\":\"planner\",\"provider\":\"openai\",\"model\":\"gpt-x\",\"base-url\":\"http://127.0.0.1:1/v1\","
                + "\"api-key-env\":\"NO_SUCH_KEY\",\"key-set\":false,\"context\":128000,\"parallel\":8}",
                lines.getFirst());
        var coder = new JsonMapper().readTree(lines.get(1));
        assertEquals("true 2500010 BF16 true", "%s %s %s %s".formatted(coder.get("on-disk"), coder.get("parameters"),
                coder.get("quantisation").textValue(), coder.get("fits")));
        assertFalse(new JsonMapper().readTree(lines.get(2)).get("on-disk").booleanValue());
    }

    @Test
    void anAliasIsPulledAndItsFolderIsTheResult() throws Exception {
        try (var hub = StubHub.withModel()) {
            shop.env.put("HF_ENDPOINT", hub.address().toString());
            assertEquals(0, at.run(new ModelsPullCommand(at.desk), "coder"));
            assertEquals(folder.resolve("models/acme/tiny") + "\n", at.out());
            assertEquals("acme/tiny is here: 5 KB in 3 files\n", at.err());
            assertEquals(0, at.run(new ModelsPullCommand(at.desk), "acme/tiny", "--json"));
            assertEquals("{\"model\":\"acme/tiny\",\"folder\":\"%s\",\"files\":3,\"bytes\":5025,\"was-here\":true}\n"
                    .formatted(folder.resolve("models/acme/tiny")), at.out());
        }
    }

    @Test
    void whatCannotBePulledIsTold() {
        assertEquals("'planner' runs on a server; only models with 'provider: jlama' are fetched.",
                at.stopped(new ModelsPullCommand(at.desk), "planner"));
        assertEquals("'mine' means the folder ./not here, which is yours to fill.",
                at.stopped(new ModelsPullCommand(at.desk), "mine"));
        assertEquals("There is no model 'tiny' in models.yaml; write one of planner, coder, huge, mine, or a repository as owner/name.",
                at.stopped(new ModelsPullCommand(at.desk), "tiny"));
    }

    private static Progress progress(long done, double rate, Optional<Duration> left) {
        return new Progress("model-00001-of-00002.safetensors", 3, 9, done, 3_100_000_000L, rate, left);
    }

    @Test
    void aPullsLineFitsItsTerminal() {
        var half = progress(1_400_000_000, 12_300_000, Optional.of(Duration.ofSeconds(140)));
        assertEquals("model-00001-of-00002.safetensors (3 of 9) 45% 1.4 GB of 3.1 GB 12.3 MB/s 2m20s left",
                PullLines.line(half, 90));
        assertEquals("45% 1.4 GB of 3.1 GB 12.3 MB/s 2m20s left", PullLines.line(half, 79));
        assertEquals("45% 1.4 GB of 3.1 GB 12.3 MB/s 2m20s", PullLines.line(half, 39));
        assertEquals("45% 1.4 GB of 3.1 GB 2m20s", PullLines.line(half, 30));
        assertEquals("45% 1.4 GB", PullLines.line(half, 10));
        assertEquals("0% 0 B of 3.1 GB", PullLines.line(progress(0, 0, Optional.empty()), 39));
    }

    @Test
    void withoutATerminalALineIsPrintedEveryFewSecondsWithoutEscapeCodes() {
        var now = new long[1];
        try (var lines = new PullLines(at.desk.err(), false, () -> 40, () -> now[0])) {
            for (int second = 0; second <= 12; second++) {
                now[0] = Duration.ofSeconds(second).toNanos();
                lines.progress(progress(second * 100_000_000L, 0, Optional.empty()));
            }
            lines.say("the connection \u001b[31mbroke off");
        }
        assertEquals("""
                16% 500.0 MB of 3.1 GB
                32% 1.0 GB of 3.1 GB
                the connection \\u001b[31mbroke off
                """.replaceAll("(?m)^(\\d)", "model-00001-of-00002.safetensors (3 of 9) $1"), at.err());
    }

    @Test
    void onATerminalOneLineIsDrawnOverItselfAndWipedAtTheEnd() {
        try (var lines = new PullLines(at.desk.err(), true, () -> 40, System::nanoTime)) {
            lines.progress(progress(0, 0, Optional.empty()));
            lines.progress(progress(1_550_000_000, 0, Optional.empty()));
            lines.say("trying again");
        }
        assertEquals("\r\u001b[K0% 0 B of 3.1 GB\r\u001b[K50% 1.6 GB of 3.1 GB\r\u001b[Ktrying again\n", at.err());
    }
}
