package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmswarm.TinyModel;
import llmswarm.TinyModel.Shape;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Shown;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFaultsTest {
    @TempDir
    Path folder;
    private final List<String> said = new ArrayList<>();
    private Path model;

    @BeforeEach
    void make() {
        model = TinyModel.random(folder.resolve("m"), Shape.TINY);
    }

    @Test
    void aWrongFolderIsTold() {
        assertStop("coder: '%s/none' is no folder; correct 'model' in models.yaml.".formatted(folder),
                Locals.spec(folder.resolve("none"), 512, 1));
        assertStop("coder: 'owner/name' is not on disk; fetch it with: ./jbang swarm.java models pull coder",
                Locals.spec("coder", "owner/name", 512, 1));
    }

    @Test
    void aMissingFileIsTold() throws IOException {
        for (var name : List.of("model.safetensors", "tokenizer.json", "config.json")) {
            Files.delete(model.resolve(name));
            assertStop("coder: %s has no %s; name the folder of a whole model.".formatted(model, name),
                    Locals.spec(model, 512, 1));
        }
    }

    @Test
    void anUnknownArchitectureIsTold() throws IOException {
        replace("config.json", "\"llama\"", "\"qwen3\"");
        assertStop("coder: %s holds a model of type 'qwen3', which cannot run here; those of type gemma, gemma2, granite, llama, mistral, qwen2 can."
                .formatted(model), Locals.spec(model, 512, 1));
    }

    @Test
    void aModelWithoutChatTemplateIsTold() throws IOException {
        Files.delete(model.resolve("tokenizer_config.json"));
        assertStop("coder: %s has no chat template, so it cannot take instructions; take a model made for chat, such as one named Instruct."
                .formatted(model), Locals.spec(model, 512, 1));
    }

    @Test
    void anUnknownTokenizerIsTold() throws IOException {
        replace("tokenizer.json", "\"BPE\"", "\"Unigram\"");
        assertStop("coder: the tokenizer in %s is of a kind that is not known here ('Unigram'); use another model.".formatted(model),
                Locals.spec(model, 512, 1));
    }

    @Test
    void damagedFilesAreTold() throws IOException {
        replace("config.json", "\"num_hidden_layers\":2", "\"num_hidden_layers\":3");
        assertStop("coder: the files in %s are damaged or incomplete; fetch the model anew.".formatted(model),
                Locals.spec(model, 512, 1));
        Files.writeString(model.resolve("config.json"), "{");
        assertStop("coder: %s/config.json is no JSON object; fetch the model anew.".formatted(model),
                Locals.spec(model, 512, 1));
    }

    @Test
    void tooLittleMemoryIsToldBeforeAnythingIsLoaded() {
        var spec = Locals.spec(model, 512, 1);
        try (var models = new JlamaModels(List.of(spec), ModelStore.of(Map.of()), said::add, () -> 100_000_000)) {
            var stop = assertThrows(Stop.class, () -> models.model(spec));
            assertEquals("coder: %s wants %s of memory and 100.0 MB is free; lower 'context' or 'parallel' of coder in models.yaml, or use a smaller model."
                    .formatted(model, Shown.bytes(ModelStore.describe(model).memory(512, 1))), stop.getMessage());
        }
        assertEquals(List.of(), said);
    }

    @Test
    void aContextThatTheModelWasNotMadeForIsTold() {
        assertStop("coder: 'context' is 5000, but %s was made for 4096 tokens; lower it in models.yaml.".formatted(model), Locals.spec(model, 5000, 1));
    }

    @Test
    void moreAnswersAtOnceThanBuffersAllowAreTold() {
        var spec = Locals.spec(model, 4000, 10_000_000);
        var sentence = "coder: a context of 4000 wants [0-9.]+ GB and Java may use [0-9.]+ [GM]B; lower 'context' or 'parallel' of coder in models.yaml\\.";
        try (var models = Locals.models(said, spec)) {
            var stop = assertThrows(Stop.class, () -> models.model(spec));
            assertTrue(stop.getMessage().matches(sentence), stop.getMessage());
        }
    }

    @Test
    void sizesThatTheNativeLibraryGetsWrongAreRefusedWhileItIsInUse() {
        var other = Locals.spec("other", TinyModel.random(folder.resolve("odd"), Shape.TINY.odd()).toString(), 512, 1);
        try (var models = Locals.models(said, Locals.spec(model, 512, 1), other)) {
            models.model(Locals.spec(model, 512, 1));
            var stop = assertThrows(Stop.class, () -> models.model(other));
            assertEquals("other: Jlama's native library computes a model of these sizes wrongly, and it is already in use by another "
                    + "model; run with only one of the two.", stop.getMessage());
        }
    }

    private void replace(String name, String from, String by) throws IOException {
        var text = Files.readString(model.resolve(name));
        assertTrue(text.contains(from));
        Files.writeString(model.resolve(name), text.replace(from, by));
    }

    private void assertStop(String sentence, ModelSpec spec) {
        try (var models = Locals.models(said, spec)) {
            assertEquals(List.of(sentence), assertThrows(Stop.class, () -> models.model(spec)).lines());
        }
    }
}
