package llmswarm.model.architecture;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.TinyArchitecture;
import org.junit.jupiter.api.Test;

/** Keys of config.json, type by type: what is refused, and what says that there is nothing special. */
class HyperparametersTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CANNOT = ", which cannot be computed here";

    /** What no type of model computes; each change alone. */
    private static final List<String> REFUSED = List.of("'rope_scaling': {'rope_type': 'yarn', 'factor': 4.0}",
            "'rope_scaling': {'type': 'yarn', 'factor': 4.0}",
            "'rope_scaling': {'type': 'longrope', 'short_factor': [1.0, 1.1], 'long_factor': [1.0, 2.0]}",
            "'rope_scaling': {'type': 'su', 'short_factor': [1.0], 'long_factor': [1.0]}",
            "'rope_scaling': {'type': 'mrope', 'mrope_section': [16, 24, 24]}", "'rope_scaling': 4.0", "'rope_scaling': {'type': 'linear', 'factor': 0}",
            "'rope_parameters': {'rope_type': 'yarn', 'factor': 4.0, 'rope_theta': 10000.0}",
            "'rope_parameters': {'rope_type': 'default', 'partial_rotary_factor': 0.5}",
            "'rope_parameters': {'full_attention': {'rope_theta': 1e6}, 'sliding_attention': {'rope_theta': 1e4}}",
            "'rope_parameters': {'rope_type': 'default'}, 'rope_scaling': {'type': 'linear', 'factor': 2.0}",
            "'partial_rotary_factor': 0.25", "'rotary_pct': 0.25", "'rope_interleaved': true",
            "'rope_local_base_freq': 10000.0", "'mlp_bias': true", "'use_bias': true", "'clip_qkv': 8.0",
            "'logit_scale': 0.0625", "'use_qk_norm': true", "'qk_layernorm': true", "'alibi': true",
            "'no_rope_layers': [1, 1, 1, 0]", "'attention_chunk_size': 8192", "'parallel_attn': true",
            "'num_local_experts': 8", "'num_experts': 64", "'use_bidirectional_attention': true",
            "'is_encoder_decoder': true", "'pruned_heads': {'0': [1]}", "'scale_emb': 12", "'kv_lora_rank': 512",
            "'quantization_config': {'quant_method': 'awq', 'bits': 4}", "'vision_config': {'depth': 32}",
            "'layer_types': ['full_attention', 'chunked_attention']", "'num_key_value_heads': 3", "'head_dim': 5",
            "'position_embedding_type': 'alibi'", "'rope_theta': 0", "'rope_theta': -1e4", "'rms_norm_eps': -1e-6",
            "'rope_parameters': {'rope_type': 'default', 'rope_theta': 0}", "'num_hidden_layers': 2000000000",
            "'rope_scaling': {'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 4, 'high_freq_factor': 4, 'original_max_position_embeddings': 64}",
            "'rope_scaling': {'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 1, 'high_freq_factor': 4, 'original_max_position_embeddings': 0}");
    /** What only those types compute that stand behind it. */
    private static final Map<String, List<String>> SOME = Map.of(
            "'attention_bias': true", List.of("qwen2"), "'qkv_bias': true", List.of("qwen2"),
            "'attn_logit_softcapping': 50.0", List.of("gemma2"), "'final_logit_softcapping': 30.0", List.of("gemma2"),
            "'query_pre_attn_scalar': 256", List.of("gemma2"), "'attention_multiplier': 0.0078125",
            List.of("granite"), "'embedding_multiplier': 12.0", List.of("granite"), "'residual_multiplier': 0.22",
            List.of("granite"), "'logits_scaling': 8.0", List.of("granite"),
            "'hidden_act': 'gelu'", List.of("gemma", "gemma2"));
    /** What leaves every type as it is. */
    private static final List<String> NOTHING_SPECIAL = List.of("'rope_scaling': null", "'rope_scaling': 'default'",
            "'rope_scaling': {}", "'rope_scaling': {'rope_type': 'default'}", "'rope_scaling': {'type': 'default'}",
            "'rope_scaling': false", "'rope_parameters': null", "'rope_parameters': {'rope_type': 'default'}",
            "'rope_parameters': {'full_attention': {'rope_theta': 1e6}, 'sliding_attention': {'rope_theta': 1e6}}",
            "'rope_scaling': {'type': 'linear', 'factor': 2.0}, 'rope_parameters': {'rope_type': 'linear', 'factor': 2}",
            "'rope_scaling': {'type': 'dynamic', 'factor': 4.0}", "'rope_scaling': {'rope_type': null, 'type': null}",
            "'partial_rotary_factor': 1.0", "'partial_rotary_factor': 1", "'rotary_pct': 1.0", "'logit_scale': 1.0",
            "'embedding_multiplier': 1", "'residual_multiplier': 1.0", "'logits_scaling': 1.0",
            "'attention_bias': false", "'mlp_bias': false", "'mlp_bias': null", "'attention_multiplier': null",
            "'attn_logit_softcapping': null", "'final_logit_softcapping': null", "'query_pre_attn_scalar': null",
            "'quantization_config': null", "'quantization_config': {}", "'pruned_heads': {}", "'no_rope_layers': []",
            "'use_qk_norm': false", "'clip_qkv': null", "'num_local_experts': 0", "'alibi': false",
            "'sliding_window': null", "'use_sliding_window': false", "'position_embedding_type': 'rope'",
            "'layer_types': ['full_attention', 'full_attention']", "'layer_types': []", "'layer_types': null",
            "'is_encoder_decoder': false", "'add_cross_attention': false", "'pretraining_tp': 1",
            "'attention_dropout': 0.1", "'torch_dtype': 'bfloat16'", "'dtype': 'float32'", "'use_cache': false",
            "'head_dim': null", "'rms_norm_eps': null", "'rms_norm_eps': 0", "'rope_theta': 5e7", "'rope_theta': '1e6'",
            "'max_position_embeddings': 10485760",
            "'rope_scaling': {'rope_type': 'llama3', 'factor': 8.0, 'low_freq_factor': 1.0, 'high_freq_factor': 4.0, 'original_max_position_embeddings': 8192}", "'tie_word_embeddings': null", "'auto_map': {'a': 'b'}",
            "'eos_token_id': [1, 2]", "'bos_token_id': null", "'unsloth_version': '2024.9'",
            "'transformers.js_config': {'dtype': 'q4'}", "'id2label': {'0': 'LABEL_0'}");

    @Test
    void whatNoTypeComputesIsRefusedByItsName() throws IOException {
        for (var type : ModelArchitecture.values()) {
            for (var change : REFUSED) refused(type, change);
        }
    }

    @Test
    void whatOnlySomeTypesComputeIsRefusedForTheOthers() throws IOException {
        for (var type : ModelArchitecture.values()) {
            for (var change : SOME.entrySet()) {
                if (change.getValue().contains(type.modelType())) {
                    assertDoesNotThrow(() -> of(type, change.getKey()), () -> type + " " + change);
                } else {
                    refused(type, change.getKey());
                }
            }
        }
    }

    @Test
    void whatSaysNothingSpecialIsTaken() {
        for (var type : ModelArchitecture.values()) {
            for (var change : NOTHING_SPECIAL) {
                var read = assertDoesNotThrow(() -> of(type, change), () -> type + " " + change);
                assertEquals(List.of(), read.unknown(), change);
            }
        }
    }

    @Test
    void aFaultNamesTheKeyAndTheValue() {
        assertFault("config.json sets 'rope_scaling.type' to \"longrope\"" + CANNOT,
                "'rope_scaling': {'type': 'longrope', 'short_factor': [1.0], 'long_factor': [1.0]}");
        assertFault("config.json sets 'rope_parameters.rope_type' to \"yarn\"" + CANNOT,
                "'rope_parameters': {'rope_type': 'yarn'}");
        assertFault("config.json sets 'attention_bias' to true" + CANNOT, "'attention_bias': true");
        assertFault("config.json sets 'hidden_act' to \"relu\"" + CANNOT, "'hidden_act': 'relu'");
        assertFault("config.json sets 'quantization_config' to {\"quant_method\":\"gptq\",\"bits\":4,\"desc_act\":true,\"group_size\"..." + CANNOT,
                "'quantization_config': {'quant_method': 'gptq', 'bits': 4, 'desc_act': true, 'group_size': 128}");
    }

    @Test
    void aKeyOfAnotherKindIsAFault() {
        assertFault("config.json has no count for 'hidden_size'", "'hidden_size': null");
        assertFault("config.json has no count for 'num_hidden_layers'", "'num_hidden_layers': 2.5");
        assertFault("config.json has no count for 'num_attention_heads'", "'num_attention_heads': 0");
        assertFault("config.json has no number for 'rms_norm_eps'", "'rms_norm_eps': 'small'");
        assertFault("config.json has no number for 'rope_scaling.factor'", "'rope_scaling': {'type': 'linear'}");
        assertFault("config.json has no true or false for 'tie_word_embeddings'", "'tie_word_embeddings': 'no'");
    }

    @Test
    void aWindowBoundsTheContextWhereSomeLayerHasOne() throws IOException {
        assertEquals(128, of(ModelArchitecture.MISTRAL, "'sliding_window': 128").context());
        assertEquals("sliding_window", of(ModelArchitecture.MISTRAL, "'sliding_window': 128").contextKey());
        assertEquals(4096, of(ModelArchitecture.MISTRAL, "'max_position_embeddings': 32768").context());
        assertEquals(32_768, of(ModelArchitecture.MISTRAL, "'max_position_embeddings': 32768, 'sliding_window': null")
                .context());
        assertEquals(4096, of(ModelArchitecture.GEMMA2, "'max_position_embeddings': 8192").context());
        assertEquals(8192, of(ModelArchitecture.GEMMA2,
                "'max_position_embeddings': 8192, 'layer_types': ['full_attention', 'full_attention']").context());
        assertEquals(256, of(ModelArchitecture.QWEN2, "'sliding_window': 128").context());
        assertEquals(256, of(ModelArchitecture.QWEN2, "'sliding_window': 128, 'use_sliding_window': true, 'max_window_layers': 2")
                .context());
        assertEquals(128, of(ModelArchitecture.QWEN2, "'sliding_window': 128, 'use_sliding_window': true, 'max_window_layers': 1")
                .context());
        assertEquals(128, of(ModelArchitecture.LLAMA, "'sliding_window': 128").context());
    }

    @Test
    void aGrowingBaseBoundsTheContextWhereItBeginsToGrow() throws IOException {
        assertEquals(256, of(ModelArchitecture.LLAMA, "'rope_scaling': {'type': 'dynamic', 'factor': 4.0}").context());
        var sooner = of(ModelArchitecture.LLAMA, "'rope_scaling': {'type': 'dynamic', 'factor': 4.0, 'original_max_position_embeddings': 64}");
        assertEquals(64, sooner.context());
        assertEquals("original_max_position_embeddings", sooner.contextKey());
    }

    @Test
    void aKeyThatNobodyKnowsIsNamedUnlessItIsOff() throws IOException {
        assertEquals(List.of("swirl", "twirl_factor"), of(ModelArchitecture.LLAMA,
                "'swirl': true, 'twirl_factor': 0.5, 'whirl': false, 'curl': null, 'furl': 1.0, 'hurl': 'none'")
                .unknown());
    }

    @Test
    void aTensorThatWouldBeLeftOutIsRefusedByItsName() throws IOException {
        var model = of(ModelArchitecture.LLAMA, "'num_hidden_layers': 1");
        for (var name : List.of("self_attn.q_norm.weight", "self_attn.q_proj.bias", "mlp.up_proj.bias")) {
            assertTensors("its weights have 'model.layers.0.%s', which cannot be computed here in a model of type llama".formatted(name), model, "model.layers.0." + name, List.of(64));
        }
        assertTensors("its weights have 'model.layers.0.self_attn.k_proj.weight' of shape [64, 64], but by config.json it has shape [32, 64]", model, "model.layers.0.self_attn.k_proj.weight", List.of(64, 64));
        assertTensors("its weights have 'lm_head.weight' of shape [385, 64], but by config.json it has shape [384, 64]", model, "lm_head.weight", List.of(385, 64));
        assertTensors("config.json sets 'tie_word_embeddings' to false, and the output layer lm_head.weight of a model of type gemma cannot be computed here",
                of(ModelArchitecture.GEMMA, "'tie_word_embeddings': false"), "lm_head.weight", List.of(384, 64));
    }

    @Test
    void aTensorThatFollowsFromTheConfigurationOrBelongsToNoLayerIsTaken() throws IOException {
        Tensors.check(of(ModelArchitecture.QWEN2, "'num_hidden_layers': 1"), Map.of(
                "model.layers.0.self_attn.rotary_emb.inv_freq", stored(8), "model.layers.1.eh_proj.weight",
                stored(64, 128), "model.layers.0.self_attn.q_proj.bias", stored(64), "lm_head.weight",
                stored(384, 64)));
        Tensors.check(of(ModelArchitecture.GEMMA, "'num_hidden_layers': 1"), Map.of("lm_head.weight", stored(384, 64)));
    }

    /** Whose word the number of layers is: what it costs to look at a model does not grow with it. */
    @Test
    void aTensorOfTheLastOfManyLayersIsKnownAndOneOfMoreLayersThanAnyModelHasIsNot() throws IOException {
        var model = of(ModelArchitecture.LLAMA, "'num_hidden_layers': 1024");
        Tensors.check(model, Map.of("model.layers.1023.input_layernorm.weight", stored(64),
                "model.layers.1024.anything", stored(3)));
        for (var name : List.of("model.layers.01.input_layernorm.weight", "model.layers.7.lm_head.weight",
                "model.layers.-1.input_layernorm.weight", "layers.7.input_layernorm.weight")) {
            assertTensors("its weights have '%s', which cannot be computed here in a model of type llama".formatted(name),
                    model, name, List.of(64));
        }
        for (var key : List.of("num_hidden_layers", "num_attention_heads", "num_key_value_heads", "head_dim",
                "hidden_size", "intermediate_size", "vocab_size", "max_position_embeddings", "sliding_window")) {
            for (var count : List.of("2000000000", "20000000000000000000000")) {
                assertFault("config.json sets '%s' to %s%s".formatted(key, count, CANNOT),
                        "'use_sliding_window': true, '%s': %s".formatted(key, count));
            }
        }
    }

    @Test
    void aTensorWithoutAllItsNumbersIsRefused() throws IOException {
        var model = of(ModelArchitecture.LLAMA, "'num_hidden_layers': 1");
        var shape = List.of(64);
        for (var type : List.of("F64", "f32", "", "Q5")) {
            assertTensor("its weights have 'model.norm.weight' of type '%s', which cannot be computed here".formatted(type),
                    model, "model.norm.weight", new StoredTensor(type, shape, 256));
        }
        for (long bytes : new long[] {-1, 0, 128, 255, 257, 512}) {
            assertTensor("its weights have 'model.norm.weight' of shape [64], but not as many numbers of type F32",
                    model, "model.norm.weight", new StoredTensor("F32", shape, bytes));
        }
        for (var type : Map.of("F32", 256L, "F16", 128L, "BF16", 128L, "Q4", 32L).entrySet()) {
            Tensors.check(model, Map.of("model.norm.weight", new StoredTensor(type.getKey(), shape, type.getValue())));
        }
    }

    private static StoredTensor stored(Integer... shape) {
        return new StoredTensor("F32", List.of(shape), 4L * List.of(shape).stream().reduce(1, (a, b) -> a * b));
    }

    private static void assertTensors(String sentence, Hyperparameters model, String name, List<Integer> shape) {
        assertTensor(sentence, model, name, stored(shape.toArray(Integer[]::new)));
    }

    private static void assertTensor(String sentence, Hyperparameters model, String name, StoredTensor tensor) {
        assertEquals(sentence, assertThrows(NotComputed.class, () -> Tensors.check(model, Map.of(name, tensor)))
                .getMessage());
    }

    private static void assertFault(String sentence, String change) {
        assertEquals(sentence, assertThrows(NotComputed.class, () -> of(ModelArchitecture.LLAMA, change)).getMessage());
    }

    private static void refused(ModelArchitecture type, String change) throws IOException {
        var fault = assertThrows(NotComputed.class, () -> of(type, change), () -> type + " " + change).getMessage();
        var named = new ArrayList<String>();
        object(change).fieldNames().forEachRemaining(named::add);
        assertTrue(fault.endsWith(CANNOT) && named.stream().anyMatch(key -> fault.contains("'" + key)), fault);
    }

    private static Hyperparameters of(ModelArchitecture type, String change) throws IOException {
        var config = TinyArchitecture.config(type.modelType());
        config.setAll((ObjectNode) object(change));
        return Hyperparameters.of(type, config);
    }

    private static JsonNode object(String change) throws IOException {
        return JSON.readTree("{" + change.replace('\'', '"') + "}");
    }
}
