package llmswarm.model.architecture;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What config.json says about the arithmetic of a model, with the defaults of its type. Empty multipliers and caps mean
 * that there is none.
 *
 * @param keyHeads       heads of keys and values
 * @param headSize       numbers of a head; all heads together may be longer or shorter than {@code hidden}
 * @param epsilon        added to the mean square in a norm
 * @param tanh           whether the activation is GELU by tanh, not SiLU
 * @param attentionScale what scores are multiplied by
 * @param tied           whether the output layer is the table of embeddings
 * @param context        tokens of prompt and answer that are computed as the model was made for
 * @param contextKey     what says so in config.json
 * @param unknown        keys whose meaning is not known
 */
public record Hyperparameters(ModelArchitecture architecture, int vocabulary, int hidden, int intermediate, int layers,
                              int heads, int keyHeads, int headSize, double epsilon, boolean tanh, Rope rope,
                              double attentionScale, OptionalDouble attentionCap, OptionalDouble finalCap,
                              OptionalDouble residualMultiplier, OptionalDouble embeddingMultiplier,
                              OptionalDouble logitDivisor, boolean tied, int context, String contextKey,
                              List<String> unknown) {
    /** As it stands in config.json. */
    public static final String MADE_FOR = "max_position_embeddings";

    private static final String WINDOW = "sliding_window", LAYER_TYPES = "layer_types";
    private static final Set<String> SILU = Set.of("silu", "swish");
    private static final Set<String> TANH = Set.of("gelu_pytorch_tanh", "gelu_new", "gelu_fast");

    /** Takes a copy of the list. */
    public Hyperparameters {
        unknown = List.copyOf(unknown);
    }

    /** Throws {@link NotComputed} when a key says what the engine does not compute. */
    public static Hyperparameters of(ModelArchitecture architecture, JsonNode config) {
        Uncomputed.check(architecture, config);
        var keys = new Keys("", config);
        int hidden = keys.count("hidden_size");
        int heads = keys.count("num_attention_heads");
        int layers = keys.count("num_hidden_layers");
        int headSize = keys.count("head_dim", keys.names("head_dim") ? hidden / heads
                : architecture.headSize(hidden, heads));
        int keyHeads = keys.count("num_key_value_heads", keys.names("num_key_value_heads") ? heads
                : architecture.keyHeads(heads));
        if (keyHeads > heads || heads % keyHeads != 0) throw keys.notComputed("num_key_value_heads");
        if (headSize < 2 || headSize % 2 != 0) throw keys.notComputed("head_dim");
        var rope = Rope.of(keys);
        var window = window(architecture, keys, layers);
        int context = keys.count(MADE_FOR, architecture.context());
        var contextKey = MADE_FOR;
        if (rope.limit().orElse(context) < context) {
            context = rope.limit().getAsInt();
            contextKey = "original_max_position_embeddings";
        }
        if (window.orElse(context) < context) {
            context = window.getAsInt();
            contextKey = WINDOW;
        }
        var gemma2 = architecture == ModelArchitecture.GEMMA2;
        return new Hyperparameters(architecture, keys.count("vocab_size"), hidden, keys.count("intermediate_size"),
                layers, heads, keyHeads, headSize, epsilon(keys), tanh(architecture, keys),
                rope, attentionScale(architecture, keys, headSize),
                gemma2 ? cap(keys, "attn_logit_softcapping", 50) : OptionalDouble.empty(),
                gemma2 ? cap(keys, "final_logit_softcapping", 30) : OptionalDouble.empty(),
                multiplier(architecture, keys, "residual_multiplier"),
                multiplier(architecture, keys, "embedding_multiplier"),
                multiplier(architecture, keys, "logits_scaling"),
                keys.flag("tie_word_embeddings", architecture.gemma()), context, contextKey,
                Uncomputed.unknown(config));
    }

    /** None at all would divide by nothing where all numbers are zero, which no model trained so has. */
    private static double epsilon(Keys keys) {
        double epsilon = keys.number("rms_norm_eps").orElse(1e-6);
        if (epsilon < 0) throw keys.notComputed("rms_norm_eps");
        return epsilon;
    }

    private static double attentionScale(ModelArchitecture architecture, Keys keys, int headSize) {
        return switch (architecture) {
            case GRANITE -> keys.number("attention_multiplier").orElse(1);
            case GEMMA2 -> 1 / Math.sqrt(keys.above(0, "query_pre_attn_scalar").orElse(256));
            default -> 1 / Math.sqrt(headSize);
        };
    }

    private static OptionalDouble cap(Keys keys, String key, double absent) {
        return keys.names(key) ? keys.above(0, key) : OptionalDouble.of(absent);
    }

    private static OptionalDouble multiplier(ModelArchitecture architecture, Keys keys, String key) {
        return architecture == ModelArchitecture.GRANITE ? keys.above(0, key) : OptionalDouble.empty();
    }

    /** Gemma was published with {@code gelu}, and meant the approximation that {@code hidden_activation} names. */
    private static boolean tanh(ModelArchitecture architecture, Keys keys) {
        var key = architecture.gemma() && keys.has("hidden_activation") ? "hidden_activation" : "hidden_act";
        var name = keys.text(key).orElse(architecture.gemma() ? "gelu_pytorch_tanh" : "silu");
        if (TANH.contains(name) || architecture.gemma() && name.equals("gelu")) return true;
        if (SILU.contains(name)) return false;
        throw keys.notComputed(key);
    }

    /** Tokens that a layer looks back on, where some layer does not see all; up to so many all are computed alike. */
    private static OptionalInt window(ModelArchitecture architecture, Keys keys, int layers) {
        if (keys.value(LAYER_TYPES).isArray() && !keys.value(LAYER_TYPES).isEmpty()) {
            var sliding = false;
            for (var type : keys.value(LAYER_TYPES)) {
                sliding |= type.asText().equals("sliding_attention");
                if (!Set.of("full_attention", "sliding_attention").contains(type.asText())) {
                    throw keys.notComputed(LAYER_TYPES);
                }
            }
            if (!sliding) return OptionalInt.empty();
        } else if (!slides(architecture, keys, layers)) {
            return OptionalInt.empty();
        }
        if (keys.names(WINDOW) && Uncomputed.neutral(keys.value(WINDOW), 0)) return OptionalInt.empty();
        if (!keys.names(WINDOW) && architecture.window() == 0) return OptionalInt.empty();
        return OptionalInt.of(keys.count(WINDOW, architecture.window()));
    }

    private static boolean slides(ModelArchitecture architecture, Keys keys, int layers) {
        return switch (architecture) {
            case MISTRAL, GEMMA2 -> true;
            case QWEN2 -> keys.flag("use_sliding_window", false) && keys.count("max_window_layers", 28) < layers;
            default -> keys.flag("use_sliding_window", true);
        };
    }
}
