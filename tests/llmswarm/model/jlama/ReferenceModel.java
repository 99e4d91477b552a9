package llmswarm.model.jlama;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * What Transformers computes, written down as {@code modeling_llama.py}, {@code modeling_qwen2.py}, {@code
 * modeling_gemma.py}, {@code modeling_gemma2.py} and {@code modeling_granite.py} have it: slowly, in doubles, from
 * config.json and F32 weights, sharing nothing with the program. Windows are not computed.
 */
final class ReferenceModel {
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode config;
    private final Map<String, float[]> weights = new HashMap<>();
    private final boolean gemma;
    private final boolean gemma2;
    private final int heads;
    private final int keyHeads;
    private final int headSize;

    ReferenceModel(Path folder) throws IOException {
        config = JSON.readTree(folder.resolve("config.json").toFile());
        var bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("model.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        for (var tensor : JSON.readTree(bytes.array(), 8, length).properties()) {
            int from = tensor.getValue().path("data_offsets").path(0).asInt();
            var numbers = new float[(tensor.getValue().path("data_offsets").path(1).asInt() - from) / 4];
            bytes.slice(8 + length + from, numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()
                    .get(numbers);
            weights.put(tensor.getKey(), numbers);
        }
        gemma = type().startsWith("gemma");
        gemma2 = type().equals("gemma2");
        heads = config.path("num_attention_heads").asInt();
        keyHeads = config.path("num_key_value_heads").asInt(heads);
        headSize = config.path("head_dim").asInt(config.path("hidden_size").asInt() / heads);
    }

    /** How likely each token is after those, as unscaled logarithms. */
    double[] logits(int[] tokens) {
        var states = Arrays.stream(tokens).mapToObj(this::embedding).toArray(double[][]::new);
        double residual = granite("residual_multiplier");
        for (int layer = 0; layer < config.path("num_hidden_layers").asInt(); layer++) {
            var at = "model.layers.%d.".formatted(layer);
            var attended = attention(at + "self_attn.", all(states, state -> norm(state, at + "input_layernorm")));
            if (gemma2) attended = all(attended, state -> norm(state, at + "post_attention_layernorm"));
            add(states, attended, residual);
            var before = at + (gemma2 ? "pre_feedforward_layernorm" : "post_attention_layernorm");
            var fed = all(states, state -> feedForward(at + "mlp.", norm(state, before)));
            if (gemma2) fed = all(fed, state -> norm(state, at + "post_feedforward_layernorm"));
            add(states, fed, residual);
        }
        var last = norm(states[states.length - 1], "model.norm");
        var tied = config.path("tie_word_embeddings").asBoolean(gemma) || !weights.containsKey("lm_head.weight");
        var logits = times(tied ? "model.embed_tokens" : "lm_head", last);
        for (int i = 0; i < logits.length; i++) {
            logits[i] /= granite("logits_scaling");
            if (gemma2) logits[i] = capped(logits[i], "final_logit_softcapping", 30);
        }
        return logits;
    }

    private interface Step {
        double[] apply(double[] state);
    }

    private static double[][] all(double[][] states, Step step) {
        return Arrays.stream(states).map(step::apply).toArray(double[][]::new);
    }

    private static void add(double[][] states, double[][] more, double factor) {
        for (int at = 0; at < states.length; at++) {
            for (int i = 0; i < states[at].length; i++) states[at][i] += factor * more[at][i];
        }
    }

    private double[] embedding(int token) {
        int hidden = config.path("hidden_size").asInt();
        // Gemma's factor is a number of type BF16, which has 8 bits of precision
        double factor = gemma ? Float.intBitsToFloat(Float.floatToIntBits((float) Math.sqrt(hidden)) + 0x8000
                & 0xFFFF0000) : granite("embedding_multiplier");
        var row = new double[hidden];
        for (int i = 0; i < hidden; i++) row[i] = factor * weights.get("model.embed_tokens.weight")[token * hidden + i];
        return row;
    }

    private double[] norm(double[] state, String name) {
        double mean = Arrays.stream(state).map(number -> number * number).sum() / state.length;
        double scale = 1 / Math.sqrt(mean + config.path("rms_norm_eps").asDouble(1e-6));
        var weight = weights.get(name + ".weight");
        var out = new double[state.length];
        for (int i = 0; i < out.length; i++) out[i] = state[i] * scale * ((gemma ? 1 : 0) + weight[i]);
        return out;
    }

    private double[] times(String name, double[] in) {
        var weight = weights.get(name + ".weight");
        var bias = weights.get(name + ".bias");
        var out = new double[weight.length / in.length];
        for (int row = 0; row < out.length; row++) {
            if (bias != null) out[row] = bias[row];
            for (int i = 0; i < in.length; i++) out[row] += weight[row * in.length + i] * in[i];
        }
        return out;
    }

    private double[] feedForward(String at, double[] in) {
        var gate = times(at + "gate_proj", in);
        var up = times(at + "up_proj", in);
        for (int i = 0; i < gate.length; i++) up[i] *= activated(gate[i]);
        return times(at + "down_proj", up);
    }

    private double activated(double x) {
        if (gemma || config.path("hidden_act").asText().startsWith("gelu")) {
            return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
        }
        return x / (1 + Math.exp(-x));
    }

    private double[][] attention(String at, double[][] in) {
        var queries = all(in, state -> times(at + "q_proj", state));
        var keys = all(in, state -> times(at + "k_proj", state));
        var values = all(in, state -> times(at + "v_proj", state));
        for (int position = 0; position < in.length; position++) {
            turn(queries[position], position);
            turn(keys[position], position);
        }
        var out = new double[in.length][heads * headSize];
        for (int head = 0; head < heads; head++) {
            int from = head * headSize, keyFrom = head / (heads / keyHeads) * headSize;
            for (int position = 0; position < in.length; position++) {
                var scores = new double[position + 1];
                for (int other = 0; other <= position; other++) {
                    for (int i = 0; i < headSize; i++) scores[other] += queries[position][from + i]
                            * keys[other][keyFrom + i];
                    scores[other] *= scale();
                    if (gemma2) scores[other] = capped(scores[other], "attn_logit_softcapping", 50);
                }
                double most = Arrays.stream(scores).max().orElseThrow();
                double sum = Arrays.stream(scores).map(score -> Math.exp(score - most)).sum();
                for (int other = 0; other <= position; other++) {
                    for (int i = 0; i < headSize; i++) out[position][from + i] += Math.exp(scores[other] - most) / sum
                            * values[other][keyFrom + i];
                }
            }
        }
        return all(out, state -> times(at + "o_proj", state));
    }

    private double scale() {
        if (type().equals("granite")) return granite("attention_multiplier");
        return Math.pow(gemma2 ? config.path("query_pre_attn_scalar").asDouble(256) : headSize, -0.5);
    }

    private void turn(double[] state, int position) {
        for (int from = 0; from < state.length; from += headSize) {
            for (int i = 0; i < headSize / 2; i++) {
                double angle = position * frequency(i);
                double a = state[from + i], b = state[from + i + headSize / 2];
                state[from + i] = a * Math.cos(angle) - b * Math.sin(angle);
                state[from + i + headSize / 2] = b * Math.cos(angle) + a * Math.sin(angle);
            }
        }
    }

    private double frequency(int i) {
        var rope = config.path(config.path("rope_parameters").isObject() ? "rope_parameters" : "rope_scaling");
        double theta = rope.path("rope_theta").asDouble(config.path("rope_theta").asDouble(10_000));
        double plain = 1 / Math.pow(theta, 2.0 * i / headSize), factor = rope.path("factor").asDouble();
        return switch (rope.path("rope_type").asText(rope.path("type").asText())) {
            case "linear" -> plain / factor;
            case "llama3" -> {
                double wave = 2 * Math.PI / plain;
                double original = rope.path("original_max_position_embeddings").asDouble();
                double low = rope.path("low_freq_factor").asDouble(), high = rope.path("high_freq_factor").asDouble();
                if (wave > original / low) yield plain / factor;
                if (wave < original / high) yield plain;
                double smooth = (original / wave - low) / (high - low);
                yield (1 - smooth) * plain / factor + smooth * plain;
            }
            default -> plain;
        };
    }

    private double capped(double x, String key, double absent) {
        if (config.has(key) && config.path(key).isNull()) return x;
        double cap = config.path(key).asDouble(absent);
        return cap * Math.tanh(x / cap);
    }

    private double granite(String key) {
        return type().equals("granite") ? config.path(key).asDouble(1) : 1;
    }

    private String type() {
        return config.path("model_type").asText();
    }
}
