package llmswarm.model.architecture;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Keys of config.json that change the arithmetic of some model, and are computed for none or for some types only. */
final class Uncomputed {
    /** Off when they are absent, null, false, zero, empty or named so. */
    private static final Set<String> ZERO = Set.of("add_cross_attention", "alibi", "attention_bias",
            "attention_chunk_size", "attention_multiplier", "attn_logit_softcapping", "attn_temperature_tuning",
            "clip_qkv", "final_logit_softcapping", "first_k_dense_replace", "interleave_moe_layer_step",
            "is_encoder_decoder", "kv_lora_rank", "logits_soft_cap", "mlp_bias", "moe_intermediate_size", "moe_layers",
            "moe_topk", "n_routed_experts", "n_shared_experts", "no_rope_layer_interval", "no_rope_layers",
            "nope_layer_interval", "num_experts", "num_experts_per_tok", "num_kv_shared_layers", "num_local_experts",
            "num_shared_experts", "parallel_attn", "parallel_residual", "position_embedding_type", "pruned_heads",
            "q_lora_rank", "qk_layernorm", "qk_norm", "qk_rope_head_dim", "qkv_bias", "quantization_config",
            "query_pre_attn_scalar", "rope_interleave", "rope_interleaved", "rope_local_base_freq", "text_config",
            "use_alibi", "use_bias", "use_bidirectional_attention", "use_mrope", "use_parallel_residual",
            "use_qk_norm", "use_qkv_bias", "use_scaled_rope", "vision_config");
    /** Off also when they are one. */
    private static final Set<String> ONE = Set.of("attention_in_multiplier", "attention_out_multiplier",
            "embedding_multiplier", "embedding_scale", "key_multiplier", "lm_head_multiplier", "logit_scale",
            "logits_scaling", "partial_rotary_factor", "residual_multiplier", "residual_scale", "rope_pct",
            "rope_ratio", "rotary_pct", "rotary_percent", "scale_depth", "scale_emb", "scale_embedding");
    private static final Map<ModelArchitecture, Set<String>> COMPUTED = new EnumMap<>(Map.of(
            ModelArchitecture.GEMMA2, Set.of("attn_logit_softcapping", "final_logit_softcapping", "query_pre_attn_scalar"),
            ModelArchitecture.GRANITE, Set.of("attention_multiplier", "embedding_multiplier", "logits_scaling",
                    "residual_multiplier"),
            // Transformers has these biases in every Qwen2, whatever the key says
            ModelArchitecture.QWEN2, Set.of("attention_bias", "qkv_bias", "use_qkv_bias")));
    private static final Set<String> OFF = Set.of("", "default", "none", "null", "rope", "rotary");
    /** What {@link Hyperparameters} reads. */
    private static final Set<String> READ = Set.of("head_dim", "hidden_act", "hidden_activation", "hidden_size",
            "intermediate_size", "layer_types", "max_position_embeddings", "max_window_layers", "model_type",
            "num_attention_heads", "num_hidden_layers", "num_key_value_heads", "original_max_position_embeddings",
            "rms_norm_eps", "rope_parameters", "rope_scaling", "rope_theta", "sliding_window", "tie_word_embeddings",
            "use_sliding_window", "vocab_size");
    /** About training, sampling, the task, the classes or files of other programs: not about the arithmetic. */
    private static final Set<String> APART = Set.of("_attn_implementation", "_attn_implementation_autoset",
            "_flash_attn_2_enabled", "_name_or_path", "architectures", "attention_dropout",
            "attention_probs_dropout_prob", "attn_dropout", "attn_implementation", "attn_pdrop", "auto_map",
            "bad_words_ids", "begin_suppress_tokens", "bos_token_id", "cache_implementation",
            "chunk_size_feed_forward", "classifier_dropout", "cross_attention_hidden_size", "custom_pipelines",
            "decoder_start_token_id", "diversity_penalty", "do_sample", "dropout", "dtype", "early_stopping",
            "embd_pdrop", "encoder_no_repeat_ngram_size", "eos_token_id", "exponential_decay_length_penalty",
            "finetuning_task", "forced_bos_token_id", "forced_eos_token_id", "hidden_dropout", "hidden_dropout_prob",
            "id2label", "initializer_range", "is_decoder", "label2id", "length_penalty", "mask_token_id", "max_length",
            "max_sequence_length", "min_length", "model_max_length", "name_or_path", "no_repeat_ngram_size",
            "num_beam_groups", "num_beams", "num_labels", "num_return_sequences", "output_attentions",
            "output_hidden_states", "output_router_logits", "output_scores", "pad_token_id", "prefix",
            "pretraining_tp", "problem_type", "remove_invalid_values", "repetition_penalty", "resid_pdrop",
            "return_dict", "return_dict_in_generate", "router_aux_loss_coef", "router_jitter_noise", "sep_token_id",
            "sliding_window_pattern", "suppress_tokens", "task_specific_params", "temperature", "tf_legacy_loss",
            "tie_encoder_decoder", "tokenizer_class", "top_k", "top_p", "torch_dtype", "torchscript",
            "transformers.js_config", "transformers_version", "typical_p", "unk_token_id", "unsloth_fixed",
            "unsloth_version", "use_bfloat16", "use_cache", "use_flash_attention", "use_flash_attn");

    private Uncomputed() {
    }

    /** Throws {@link NotComputed} for the first key that this type does not compute and that is not off. */
    static void check(ModelArchitecture architecture, JsonNode config) {
        var computed = COMPUTED.getOrDefault(architecture, Set.of());
        for (var entry : config.properties()) {
            var key = entry.getKey();
            var listed = ZERO.contains(key) || ONE.contains(key);
            if (listed && !computed.contains(key) && !neutral(entry.getValue(), ONE.contains(key) ? 1 : 0)) {
                throw NotComputed.value(key, entry.getValue());
            }
        }
    }

    /** Keys that are on, and that nobody here knows. */
    static List<String> unknown(JsonNode config) {
        return config.propertyStream().filter(entry -> !neutral(entry.getValue(), 0, 1)).map(Map.Entry::getKey)
                .filter(key -> !ZERO.contains(key) && !ONE.contains(key) && !READ.contains(key)
                        && !APART.contains(key)).toList();
    }

    /**
     * Whether the value says that there is nothing special.
     *
     * @param numbers those that say so
     */
    static boolean neutral(JsonNode value, double... numbers) {
        if (value.isNumber()) return Arrays.stream(numbers).anyMatch(number -> number == value.doubleValue());
        if (value.isTextual()) return OFF.contains(value.textValue().toLowerCase(Locale.ROOT));
        if (value.isBoolean()) return !value.booleanValue();
        return value.isEmpty();
    }
}
