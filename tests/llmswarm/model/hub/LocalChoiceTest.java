package llmswarm.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalChoiceTest {
    private static final ModelSpec CLOUD = Folders.spec("planner", Provider.OPENAI, "gpt-x");
    private static final ModelSpec SMALL = Folders.spec("small", "acme/small"), LARGE =
            Folders.spec("large", "acme/large");
    private static final Machine ROOMY = new Machine(8_000_000_000L, "test"), TIGHT = new Machine(670_000_000, "test");

    @TempDir
    Path folder;
    private Map<String, String> env;
    private ModelStore store;
    private String unfit = "";

    @BeforeEach
    void store() {
        env = Map.of("LLM_SWARM_MODELS", folder.resolve("models").toString(), "XDG_STATE_HOME",
                folder.resolve("state").toString());
        store = ModelStore.of(env);
    }

    private void onDisk(String repository, int numbers) {
        Folders.model(store.place(repository), Folders.CONFIG, "BF16", numbers);
    }

    private LocalChoice choice(Machine machine, ModelSpec... models) {
        return LocalChoice.of(List.of(models), store, this::check, machine, Speeds.of(env, machine));
    }

    private void check(ModelSpec spec) {
        if (spec.model().equals(unfit)) throw Stop.usage(spec.alias() + " cannot run here");
    }

    private String none(Machine machine, ModelSpec... models) {
        return assertThrows(Stop.class, () -> choice(machine, models)).getMessage();
    }

    @Test
    void theLargestModelOnDiskThatFitsIsChosen() {
        onDisk("acme/small", 1_000_000);
        onDisk("acme/large", 2_000_000);
        assertEquals(LARGE, choice(ROOMY, CLOUD, SMALL, LARGE).spec());
        assertEquals(SMALL, choice(new Machine(675_500_000, "test"), CLOUD, SMALL, LARGE).spec());
    }

    @Test
    void itIsToldInOneLineWithTheMinutesOnceTheyAreMeasured() {
        onDisk("acme/small", 1_000_000);
        var choice = choice(ROOMY, SMALL);
        assertEquals("local: small (acme/small, 1M parameters, 1.0 MB on disk) for everything; not measured yet: run ./jbang swarm.java models check small",
                choice.sentence());
        Speeds.of(env, ROOMY).put(choice.model().digest(), "acme/small", new Speed(24, 6));
        assertEquals("local: small (acme/small, 1M parameters, 1.0 MB on disk) for everything; about 50 min for a project of 8 tasks",
                choice(ROOMY, SMALL).sentence());
        assertEquals(Optional.empty(), choice(new Machine(ROOMY.memory(), "other"), SMALL).speed());
    }

    @Test
    void withoutOneTheCommandThatFetchesItIsTold() {
        assertEquals("No local model is on disk; fetch one with: ./jbang swarm.java models pull small (acme/small)",
                none(ROOMY, CLOUD, SMALL, LARGE));
        assertEquals("models.yaml has no local model; add an alias with 'provider: jlama'.", none(ROOMY, CLOUD));
        assertEquals("No local model is on disk; '~/my models' of mine is no folder.",
                none(ROOMY, Folders.spec("mine", "~/my models")));
    }

    @Test
    void tooLittleMemoryIsToldWithWhatEachModelWants() {
        onDisk("acme/small", 1_000_000);
        onDisk("acme/large", 2_000_000);
        assertEquals("No local model fits the 670.0 MB of memory of this machine: small wants 539.9 MB, large wants 540.9 MB; "
                + "lower its 'context' or 'parallel' in models.yaml, or add a smaller one.", none(TIGHT, SMALL, LARGE));
    }

    @Test
    void aFolderThatIsNoModelDoesNotHideOneThatIs() throws Exception {
        Files.createDirectories(store.place("acme/small"));
        assertEquals("%s has no config.json, so it is no model folder.".formatted(store.place("acme/small")),
                none(ROOMY, SMALL, LARGE));
        onDisk("acme/large", 1_000_000);
        assertEquals(LARGE, choice(ROOMY, SMALL, LARGE).spec());
    }

    @Test
    void aModelThatCannotRunHereDoesNotHideOneThatCan() {
        onDisk("acme/large", 2_000_000);
        unfit = "acme/large";
        assertEquals("large cannot run here", none(ROOMY, SMALL, LARGE));
        onDisk("acme/small", 1_000_000);
        assertEquals(SMALL, choice(ROOMY, SMALL, LARGE).spec());
    }

    @Test
    void aDamagedMeasurementCountsAsNone() throws Exception {
        Speeds.of(env, ROOMY).put("d", "m", new Speed(1, 2));
        try (var files = Files.list(folder.resolve("state/llm-swarm/speeds"))) {
            var only = files.toList().getFirst();
            assertTrue(Files.readString(only).contains("\"output-per-second\" : 2.0"));
            Files.writeString(only, "{\"output-per-second\": -1");
        }
        assertEquals(Optional.empty(), Speeds.of(env, ROOMY).of("d"));
    }

    @Test
    void theFormulaIsShownWithItsNumbers() {
        assertEquals("8 tasks x (3,000 prompt tokens / 24.0 a second + 1,500 output tokens / 6.2 a second) = 49 min",
                new Speed(24, 6.2).formula());
        assertEquals("2 h 17 min", HubText.minutes(8 * 1024));
    }
}
