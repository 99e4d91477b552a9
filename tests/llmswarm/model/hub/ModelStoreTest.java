package llmswarm.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
    @TempDir
    Path folder;
    private ModelStore store;

    @BeforeEach
    void store() {
        store = ModelStore.of(Map.of("HOME", folder.resolve("home").toString(), "LLM_SWARM_MODELS", "~/models"),
                folder.resolve("work"));
    }

    private static String refused(Path folder) {
        return assertThrows(Stop.class, () -> ModelStore.describe(folder)).getMessage();
    }

    @Test
    void modelsLieInTheNamedFolderElseInTheCache() {
        assertEquals(folder.resolve("home/models"), store.root());
        assertEquals(folder.resolve("cache/llm-swarm/models"),
                ModelStore.of(Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString())).root());
        assertEquals(folder.resolve("home/models/acme/tiny"), store.place("acme/tiny"));
    }

    @Test
    void aModelIsFoundByItsRepositoryOrAsAFolder() throws Exception {
        assertEquals(Optional.empty(), store.find("acme/tiny"));
        for (var place : new String[] {"work/acme/tiny", "work/mine",
                "home/models/acme/tiny"}) Files.createDirectories(folder.resolve(place));
        assertEquals(Optional.of(folder.resolve("home/models/acme/tiny")), store.find("acme/tiny"));
        assertEquals(Optional.of(folder.resolve("work/acme/tiny")), store.find("./acme/tiny"));
        assertEquals(Optional.of(folder.resolve("work/mine")), store.find("mine"));
        assertEquals(Optional.of(folder.resolve("home/models/acme")), store.find("~/models/acme"));
        assertEquals(Optional.of(folder.resolve("work/mine")), store.find(folder.resolve("work/mine").toString()));
        assertEquals(Optional.empty(), store.find("a\0b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny", "a/b/c", "../tiny", ".partial/tiny", "acme/..", "acme/", "acme/ti ny",
            "acme/\u001b[2J"})
    void aNameThatNoRepositoryHasIsNoPlace(String name) {
        assertEquals("'%s' is no repository; write owner/name, such as Qwen/Qwen2.5-Coder-1.5B-Instruct.".formatted(name.replace("\u001b", "\\u001b")),
                assertThrows(Stop.class, () -> store.place(name)).getMessage());
    }

    @Test
    void aNameThatNotEverySystemCanStoreIsNoPlace() {
        assertEquals("'con/tiny' uses a name that Windows keeps for a device, so no model can lie there.",
                assertThrows(Stop.class, () -> store.place("con/tiny")).getMessage());
    }

    @Test
    void aModelIsDescribedFromItsOwnFiles() {
        var place = Folders.model(folder.resolve("m"), Folders.CONFIG, "Q4", 100_000);
        var model = ModelStore.describe(place);
        assertEquals(new LocalModel(place, "Qwen2ForCausalLM", "qwen2", OptionalLong.of(100_010), 4096,
                Optional.of("Q4"), ModelStore.size(place), 2048, model.digest()), model);
        assertEquals(model.bytes() + 2048L * 1000 * 2 + (512L << 20), model.memory(1000, 2));
        assertEquals(model.memory(4096, 1), model.memory(9999, 1));
    }

    @Test
    void theDigestTellsModelsApart() {
        var one = ModelStore.describe(Folders.model(folder.resolve("1"), Folders.CONFIG, "Q4", 100_000)).digest();
        assertEquals(one, ModelStore.describe(Folders.model(folder.resolve("2"), Folders.CONFIG, "Q4", 100_000))
                .digest());
        assertNotEquals(one, ModelStore.describe(Folders.model(folder.resolve("3"), Folders.CONFIG, "F32", 100_000))
                .digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "no json at all",
            "{\"w\": {\"dtype\": \"F32\", \"shape\": [9000000000, 9000000000]}}"})
    void weightsWithoutAReadableHeadAreNotCounted(String head) throws Exception {
        var place = Folders.model(folder.resolve("m"), Folders.CONFIG, "Q4", 100);
        Files.write(place.resolve("model.safetensors"), Folders.weights(head, 10));
        assertEquals(OptionalLong.empty(), ModelStore.describe(place).parameters());
        Files.write(place.resolve("model.safetensors"), new byte[] {-1, -1, -1, -1, -1, -1, -1, 127});
        assertEquals(OptionalLong.empty(), ModelStore.describe(place).parameters());
    }

    @Test
    void whatIsNoModelFolderIsTold() throws Exception {
        assertEquals("%s has no config.json, so it is no model folder.".formatted(folder), refused(folder));
        Files.writeString(folder.resolve("config.json"), "{");
        assertEquals("%s/config.json is no JSON; fetch the model anew.".formatted(folder), refused(folder));
        Files.writeString(folder.resolve("config.json"), "[]");
        assertEquals("%s/config.json holds no JSON object; fetch the model anew.".formatted(folder), refused(folder));
    }
}
