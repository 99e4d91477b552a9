package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.TinyArchitecture;
import llmswarm.TinyModel;
import llmswarm.TinyModel.Shape;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.model.hub.Folders;
import llmswarm.model.hub.HubText;
import llmswarm.model.hub.ModelStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFaultsTest {
    private static final JsonMapper JSON = new JsonMapper();

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
    void aSettingThatIsNotComputedIsToldByItsName() throws IOException {
        replace("config.json", "{\"arch", "{\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":4},\"attention_bias\":true,\"arch");
        assertStop("coder: %s: config.json sets 'attention_bias' to true, which cannot be computed here; use another model."
                .formatted(model), Locals.spec(model, 512, 1));
        replace("config.json", "\"attention_bias\":true", "\"attention_bias\":false");
        assertStop("coder: %s: config.json sets 'rope_scaling.rope_type' to \"yarn\", which cannot be computed here; use another model."
                .formatted(model), Locals.spec(model, 512, 1));
        replace("config.json", "\"yarn\"", "\"default\"");
        assertRuns(512);
        replace("config.json", "\"num_key_value_heads\":2", "\"num_key_value_heads\":4");
        assertStop("coder: %s: its weights have 'model.layers.0.self_attn.k_proj.weight' of shape [64, 128], but by config.json it has shape [128, 128]; use another model."
                .formatted(model), Locals.spec(model, 512, 1));
    }

    @Test
    void aSizeThatNobodyComputesRightlyIsTold() {
        var made = TinyArchitecture.make(folder.resolve("h"), TinyArchitecture.config("llama").put("head_dim", 20));
        assertStop("coder: %s: 'head_dim' is 20, and sizes that are no multiple of 16 cannot be computed here; use another model."
                .formatted(made), Locals.spec(made, 128, 1));
    }

    @Test
    void aMixtureOfExpertsIsNotComputed() throws IOException {
        replace("config.json", "\"llama\"", "\"mixtral\"");
        assertTrue(stop(Locals.spec(model, 512, 1)).contains("a model of type 'mixtral', which cannot run here"));
    }

    @Test
    void aContextBeyondAWindowIsToldAndOneWithinItRuns() throws IOException {
        replace("config.json", "\"llama\"", "\"mistral\",\"sliding_window\":256");
        assertStop("coder: 'context' is 512, but what 'sliding_window' of %s does beyond 256 tokens cannot be computed here; lower 'context' in models.yaml."
                .formatted(model), Locals.spec(model, 512, 1));
        assertRuns(256);
        replace("config.json", "\"sliding_window\":256", "\"sliding_window\":null");
        assertRuns(512);
    }

    @Test
    void aKeyThatNobodyKnowsIsSaidOnceAndTheModelRuns() throws IOException {
        replace("config.json", "{\"arch", "{\"swirl_factor\":0.5,\"use_cache\":true,\"whirl\":null,\"arch");
        assertRuns(512);
        assertEquals("coder: config.json of %s has 'swirl_factor', which nobody here knows; should it change what the model computes, its answers are wrong"
                .formatted(model), said.getFirst());
        assertEquals(1, said.stream().filter(line -> line.contains("swirl")).count());
    }

    @Test
    void aChatTemplateThatCannotBeReadIsToldBeforeAnythingIsLoaded() throws IOException {
        Files.writeString(model.resolve("chat_template.jinja"), "{{ bos_token }}\n{% include 'tools' %}");
        assertStop("coder: the chat template in %s cannot be rendered: line 2: the block 'include' is not known; use another model."
                .formatted(model), Locals.spec(model, 512, 1));
        assertEquals(List.of(), said);
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

    /** What a head of weights promises holds before anything is computed with it. */
    @Test
    void weightsWhoseHeadIsWrongAreTold() throws IOException {
        var start = "coder: %s: its weights have 'model.norm.weight' of ".formatted(model);
        var right = Files.readAllBytes(model.resolve("model.safetensors"));
        for (var wrong : List.of("{\"data_offsets\": [0, 4]}", "{\"data_offsets\": [0]}", "{\"data_offsets\": [4, 0]}",
                "{\"data_offsets\": [0, 99999999]}", "{\"data_offsets\": [-512, 0]}", "{\"data_offsets\": null}",
                "{\"dtype\": \"F99\"}", "{\"dtype\": 12345}", "{\"dtype\": \"BF16\"}", "{\"shape\": []}")) {
            norm(wrong);
            var said = stop(Locals.spec(model, 512, 1));
            assertTrue(said.startsWith(start) && said.endsWith("; use another model."), wrong + ": " + said);
            Files.write(model.resolve("model.safetensors"), right);
        }
        assertRuns(512);
    }

    @Test
    void aModelThatComputesNoNumbersIsToldWhenItAnswers() throws IOException {
        var file = model.resolve("model.safetensors");
        var bytes = Files.readAllBytes(file);
        int size = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        var place = JSON.readTree(bytes, 8, size).path("model.norm.weight").path("data_offsets");
        Arrays.fill(bytes, 8 + size + place.path(0).asInt(), 8 + size + place.path(1).asInt(), (byte) 0xff);
        Files.write(file, bytes);
        var spec = Locals.spec(model, 512, 1);
        try (var models = Locals.models(said, spec)) {
            var failed = Locals.hear(models.model(spec), Locals.ask("Hi", Locals.most(1))).error;
            assertEquals("coder: the files in %s are damaged or incomplete; fetch the model anew.".formatted(model),
                    failed.getMessage());
        }
    }

    @Test
    void moreTensorsThanAnyModelHasAreToldAtOnce() throws IOException {
        var head = new StringBuilder("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
        for (int i = 0; i < 60_000; i++) head.append(",\"%d\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}".formatted(i));
        Files.write(model.resolve("model.safetensors"), Folders.weights(head + "}", 0));
        assertEquals("%s: a file of weights has no head that can be read, or they have more than 50000 tensors; fetch the model anew."
                .formatted(model), stop(Locals.spec(model, 512, 1)));
    }

    /** Changes what the head tells of one tensor. */
    private void norm(String change) throws IOException {
        var file = model.resolve("model.safetensors");
        var bytes = Files.readAllBytes(file);
        int size = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        var head = JSON.readTree(bytes, 8, size);
        ((ObjectNode) head.path("model.norm.weight")).setAll((ObjectNode) JSON.readTree(change));
        var written = Folders.weights(head.toString(), bytes.length - 8 - size);
        System.arraycopy(bytes, 8 + size, written, written.length - (bytes.length - 8 - size), bytes.length - 8 - size);
        Files.write(file, written);
    }

    @Test
    void tooLittleMemoryIsToldBeforeAnythingIsLoaded() {
        var spec = Locals.spec(model, 512, 1);
        try (var models = new JlamaModels(List.of(spec), ModelStore.of(Map.of()), said::add, () -> 100_000_000)) {
            var stop = assertThrows(Stop.class, () -> models.model(spec));
            assertEquals("coder: %s wants %s of memory and 100.0 MB is free; lower 'context' or 'parallel' of coder in models.yaml, or use a smaller model."
                    .formatted(model, HubText.bytes(ModelStore.describe(model).memory(512, 1))), stop.getMessage());
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

    private void assertRuns(int context) {
        var spec = Locals.spec(model, context, 1);
        try (var models = Locals.models(said, spec)) {
            assertTrue(Locals.hear(models.model(spec), Locals.ask("Hi", Locals.most(1))).whole() != null);
        }
    }

    private String stop(ModelSpec spec) {
        try (var models = Locals.models(said, spec)) {
            return assertThrows(Stop.class, () -> models.check(spec)).getMessage();
        }
    }

    private void assertStop(String sentence, ModelSpec spec) {
        try (var models = Locals.models(said, spec)) {
            assertEquals(List.of(sentence), assertThrows(Stop.class, () -> models.model(spec)).lines());
        }
    }
}
