package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tjake.jlama.tensor.KvBufferCache;
import llmswarm.TinyArchitecture;
import llmswarm.model.architecture.ModelArchitecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each key of config.json that the engine computes, held against the arithmetic of Transformers. */
class ArchitectureTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int[] TOKENS = IntStream.range(0, 43).map(i -> i * 7919 % 384).toArray();
    /** What single precision loses, as a share of the largest figure; what another setting must change at least. */
    private static final double EQUAL = 2e-4, OTHER = 2e-2;

    @TempDir
    Path folder;
    private int made;

    @Test
    void everyTypeIsComputedAsTransformersDoes() throws Exception {
        for (var type : ModelArchitecture.modelTypes()) same(type, TinyArchitecture.config(type));
    }

    @Test
    void everyTypeIsComputedWithTheDefaultsOfKeysThatAreNotThere() throws Exception {
        for (var type : List.of("granite", "llama", "mistral", "qwen2")) {
            var config = TinyArchitecture.config(type);
            config.remove(List.of("head_dim", "rms_norm_eps", "rope_theta", "hidden_act", "max_position_embeddings"));
            same(type, config);
            config.putNull("num_key_value_heads");
            same(type, config);
        }
    }

    @Test
    void positionsAreTurnedAsTheConfigurationSays() throws Exception {
        for (var type : ModelArchitecture.modelTypes()) {
            var other = changed(type, "{'rope_theta': 5000.0}");
            differs(type, "{'rope_theta': 5000.0}");
            assertEquals(largest(engine(other)), largest(engine(changed(type,
                    "{'rope_theta': 'DEL', 'rope_parameters': {'rope_theta': 5000.0, 'rope_type': 'default'}}"))));
            differs(type, "{'rope_scaling': {'type': 'linear', 'factor': 4.0}}");
            differs(type, "{'rope_scaling': {'rope_type': 'linear', 'factor': '4'}}");
            differs(type, "{'rope_scaling': {'rope_type': 'llama3', 'factor': 8.0, 'low_freq_factor': 1.0, "
                    + "'high_freq_factor': 4.0, 'original_max_position_embeddings': 32}}");
            differs(type, "{'rope_parameters': {'rope_type': 'llama3', 'factor': 8.0, 'low_freq_factor': 1.0, "
                    + "'high_freq_factor': 4.0, 'original_max_position_embeddings': 64, 'rope_theta': 300.0}}");
        }
    }

    @Test
    void headsMayBeLongerOrShorterTogetherThanTheHiddenSize() throws Exception {
        for (var type : ModelArchitecture.modelTypes()) {
            for (var heads : List.of("'num_attention_heads': 4, 'head_dim': 32", "'num_attention_heads': 2, 'head_dim': 16")) {
                for (var keyHeads : List.of(1, 2)) {
                    same(type, changed(type, "{%s, 'num_key_value_heads': %d}".formatted(heads, keyHeads)));
                }
            }
            same(type, changed(type, "{'num_key_value_heads': 4, 'head_dim': 32}"));
        }
    }

    @Test
    void whatOnlySomeTypesHaveIsComputedForThem() throws Exception {
        differs("granite", "{'attention_multiplier': 0.0625}");
        differs("granite", "{'embedding_multiplier': 12.0}");
        differs("granite", "{'residual_multiplier': 0.22}");
        differs("granite", "{'logits_scaling': 8.0}");
        differs("gemma2", "{'query_pre_attn_scalar': 4}");
        differs("gemma2", "{'attn_logit_softcapping': 0.5}");
        differs("gemma2", "{'final_logit_softcapping': 1.5}");
        for (var key : List.of("final_logit_softcapping", "attn_logit_softcapping")) {
            same("gemma2", changed("gemma2", "{'%s': null}".formatted(key)));
        }
    }

    @Test
    void whatAllTypesHaveIsComputedForAll() throws Exception {
        for (var type : ModelArchitecture.modelTypes()) {
            differs(type, "{'rms_norm_eps': 0.5}");
            if (!type.startsWith("gemma")) {
                differs(type, "{'hidden_act': 'gelu_pytorch_tanh'}");
                differs(type, "{'tie_word_embeddings': true}");
            }
        }
        same("gemma", changed("gemma", "{'hidden_act': 'gelu'}"));
        same("gemma", changed("gemma", "{'hidden_act': 'gelu', 'hidden_activation': null}"));
    }

    @Test
    void anOutputLayerThatATiedModelHasNeverthelessIsNotTheModels() throws Exception {
        var tied = TinyArchitecture.config("llama").put("tie_word_embeddings", true);
        var made = TinyArchitecture.make(folder.resolve("both"), tied, true);
        assertClose(new ReferenceModel(made).logits(TOKENS), engine(made), "both");
        assertEquals(largest(engine(tied)), largest(engine(made)));
    }

    private void same(String type, ObjectNode config) throws Exception {
        var model = model(config);
        assertClose(new ReferenceModel(model).logits(TOKENS), engine(model), type + " " + config);
    }

    /** It is computed, and is not what it would be without that setting. */
    private void differs(String type, String change) throws Exception {
        var config = changed(type, change);
        same(type, config);
        assertTrue(distance(new ReferenceModel(model(TinyArchitecture.config(type))).logits(TOKENS),
                engine(config)) > OTHER, () -> type + " " + change);
    }

    private static ObjectNode changed(String type, String change) throws IOException {
        var config = TinyArchitecture.config(type);
        config.setAll((ObjectNode) JSON.readTree(change.replace('\'', '"')));
        config.properties().removeIf(entry -> entry.getValue().asText().equals("DEL"));
        return config;
    }

    private Path model(ObjectNode config) {
        return TinyArchitecture.make(folder.resolve("m" + made++), config);
    }

    private double[] engine(ObjectNode config) throws Exception {
        return engine(model(config));
    }

    /** The figures after all tokens, computed in batches; one by one gives the same. */
    private static double[] engine(Path model) throws Exception {
        var files = ModelFiles.read("coder", model);
        Arithmetic.start(Arithmetic.nativeRight(files.arithmetic()));
        try (var weights = new Weights(files, 128)) {
            var loaded = weights.instance();
            var found = new ArrayList<double[]>();
            for (int step : List.of(TOKENS.length, 1)) {
                var instance = new Instance(loaded);
                var sequence = new Sequence(new KvBufferCache(loaded).getEphemeralKvBuffer(), 128);
                for (int from = 0; from < TOKENS.length; from += step) {
                    instance.forward(sequence, Arrays.copyOfRange(TOKENS, from, from + step), () -> { });
                }
                instance.best();
                var floats = new float[weights.config().vocabularySize];
                MemorySegment.copy(instance.logits().getMemorySegment(), ValueLayout.JAVA_FLOAT, 0, floats, 0,
                        floats.length);
                found.add(IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray());
            }
            assertClose(found.getFirst(), found.getLast(), "in batches");
            return found.getFirst();
        }
    }

    private static void assertClose(double[] wanted, double[] found, String what) {
        assertTrue(distance(wanted, found) < EQUAL, () -> distance(wanted, found) + ": " + what);
    }

    private static double distance(double[] wanted, double[] found) {
        assertEquals(wanted.length, found.length);
        double most = 0;
        for (int i = 0; i < wanted.length; i++) most = Math.max(most, Math.abs(wanted[i] - found[i]));
        return most / Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
    }

    private static double largest(double[] figures) {
        return Arrays.stream(figures).max().orElseThrow();
    }
}
