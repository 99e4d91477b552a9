package llmswarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.TinyModel.Numbers;
import llmswarm.TinyModel.Shape;
import llmswarm.TinyWeights.Fill;
import llmswarm.TinyWeights.Tensor;

/**
 * Makes model folders of any configuration, with random weights so large that each part of the arithmetic shows in what
 * comes out.
 */
public final class TinyArchitecture {
    /** Tokens that the tokenizer knows, so the least value of {@code vocab_size}. */
    public static final int VOCABULARY = Shape.TINY.vocabulary();

    private static final JsonMapper JSON = new JsonMapper();

    private TinyArchitecture() {
    }

    /** A whole configuration of that {@code model_type}, small and without anything special. */
    public static ObjectNode config(String type) {
        var config = JSON.createObjectNode().put("model_type", type).put("vocab_size", VOCABULARY)
                .put("hidden_size", 64).put("intermediate_size", 128).put("num_hidden_layers", 2)
                .put("num_attention_heads", 4).put("num_key_value_heads", 2).put("head_dim", 16)
                .put("max_position_embeddings", 256).put("rms_norm_eps", 1e-5).put("rope_theta", 100.0);
        if (!type.startsWith("gemma")) config.put("hidden_act", "silu");
        return config;
    }

    /** Writes the model, the same for the same configuration; returns the folder, which is made. */
    public static Path make(Path folder, ObjectNode config) {
        return make(folder, config, !config.path("tie_word_embeddings").asBoolean(gemma(config)));
    }

    /** @param head whether the files have an output layer */
    public static Path make(Path folder, ObjectNode config, boolean head) {
        TinyModel.random(folder, Shape.TINY);
        try {
            Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(config));
            Files.delete(folder.resolve("model.safetensors"));
            TinyWeights.write(folder.resolve("model.safetensors"), Numbers.F32, 7, tensors(config, head));
            return folder;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private static boolean gemma(JsonNode config) {
        return config.path("model_type").asText().startsWith("gemma");
    }

    private static List<Tensor> tensors(JsonNode config, boolean head) {
        int hidden = config.path("hidden_size").asInt(), inner = config.path("intermediate_size").asInt();
        int heads = config.path("num_attention_heads").asInt();
        int headSize = config.path("head_dim").asInt(hidden / heads);
        int keys = config.path("num_key_value_heads").asInt(heads) * headSize, queries = heads * headSize;
        var norm = new Fill.Noise(gemma(config) ? 0 : 1, 1);
        var tensors = new ArrayList<Tensor>();
        tensors.add(matrix("model.embed_tokens", config.path("vocab_size").asInt(), hidden, 2));
        for (int layer = 0; layer < config.path("num_hidden_layers").asInt(); layer++) {
            var at = "model.layers.%d.".formatted(layer);
            for (var name : List.of("q", "k", "v")) {
                int rows = name.equals("q") ? queries : keys;
                tensors.add(matrix(at + "self_attn." + name + "_proj", rows, hidden, 4));
                if (config.path("model_type").asText().equals("qwen2")) tensors.add(new Tensor(
                        at + "self_attn." + name + "_proj.bias", 0, rows, new Fill.Noise(0, 1)));
            }
            tensors.add(matrix(at + "self_attn.o_proj", hidden, queries, 4));
            tensors.add(matrix(at + "mlp.gate_proj", inner, hidden, 4));
            tensors.add(matrix(at + "mlp.up_proj", inner, hidden, 4));
            tensors.add(matrix(at + "mlp.down_proj", hidden, inner, 4));
            for (var name : config.path("model_type").asText().equals("gemma2")
                    ? List.of("input", "post_attention", "pre_feedforward", "post_feedforward")
                    : List.of("input", "post_attention")) {
                tensors.add(new Tensor(at + name + "_layernorm.weight", 0, hidden, norm));
            }
        }
        tensors.add(new Tensor("model.norm.weight", 0, hidden, norm));
        if (head) tensors.add(matrix("lm_head", config.path("vocab_size").asInt(), hidden, 2));
        return tensors;
    }

    /** Rows of such a size that a row of that many columns keeps the size of what it is multiplied by, times a gain. */
    private static Tensor matrix(String name, int rows, int columns, double gain) {
        return new Tensor(name + ".weight", rows, columns,
                new Fill.Noise(0, (float) (gain / Math.sqrt(columns))));
    }
}
