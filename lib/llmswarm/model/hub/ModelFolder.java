package llmswarm.model.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.model.architecture.StoredTensor;

/** Reads what a model folder says about itself; subfolders are no part of a model. */
final class ModelFolder {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONFIG_BYTES = 10 << 20;
    /** Several times what the largest of known models have. */
    private static final int TENSORS = 50_000;

    private ModelFolder() {
    }

    static long size(Path folder) {
        return files(folder).stream().mapToLong(ModelFolder::length).sum();
    }

    static LocalModel describe(Path folder) {
        var config = config(folder.resolve("config.json"));
        var weights = weights(folder);
        var known = weights.stream().flatMap(Optional::stream).toList();
        var whole = !weights.isEmpty() && known.size() == weights.size();
        return new LocalModel(folder, HubText.line(config.path("architectures").path(0).asText("")),
                HubText.line(config.path("model_type").asText("")),
                whole ? OptionalLong.of(known.stream().mapToLong(WeightsHead::parameters).sum()) : OptionalLong.empty(),
                (int) first(config, "max_position_embeddings", "n_positions"),
                whole ? Optional.of(WeightsHead.mostly(known)) : Optional.empty(),
                size(folder), cacheBytes(config), digest(config, known));
    }

    /** Each tensor in the weight files, by name. */
    static Map<String, StoredTensor> tensors(Path folder) {
        var tensors = new HashMap<String, StoredTensor>();
        weights(folder).forEach(head -> tensors.putAll(head.orElseThrow(() -> Stop.usage(
                "%s: a file of weights has no head that can be read, or they have more than %d tensors; fetch the model anew."
                .formatted(folder, TENSORS))).tensors()));
        return tensors;
    }

    private static List<Optional<WeightsHead>> weights(Path folder) {
        var heads = new ArrayList<Optional<WeightsHead>>();
        int left = TENSORS;
        for (var file : files(folder)) {
            if (!file.getFileName().toString().matches("model.*\\.safetensors")) continue;
            var head = left > 0 ? WeightsHead.read(file, left) : Optional.<WeightsHead>empty();
            left -= Math.max(1, head.map(known -> known.tensors().size()).orElse(0));
            heads.add(head);
        }
        return heads;
    }

    private static JsonNode config(Path file) {
        try {
            if (!Files.isRegularFile(file)) throw Stop.usage("%s has no config.json, so it is no model folder.".formatted(file.getParent()));
            if (Files.size(file) > CONFIG_BYTES) throw Stop.usage("%s is too large for a model's configuration.".formatted(file));
            var config = JSON.readTree(file.toFile());
            if (config.isObject()) return config;
            throw Stop.usage("%s holds no JSON object; fetch the model anew.".formatted(file));
        } catch (JsonProcessingException broken) {
            throw Stop.usage("%s is no JSON; fetch the model anew.".formatted(file), broken);
        } catch (IOException unreadable) {
            throw Stop.usage("%s cannot be read; look at its permissions.".formatted(file), unreadable);
        }
    }

    /**
     * Two vectors a layer, of as many heads as keys and values have, in 32-bit floats; in floating point against
     * overflow.
     */
    private static long cacheBytes(JsonNode config) {
        var heads = first(config, "num_attention_heads", "n_head");
        var width = first(config, "hidden_size", "n_embd");
        if (heads == 0) return 0;
        var keyHeads = config.has("num_key_value_heads") ? first(config, "num_key_value_heads") : heads;
        var head = config.path("head_dim").isNumber() ? first(config, "head_dim") : width / heads;
        return (long) ((double) first(config, "num_hidden_layers", "n_layer") * 2 * keyHeads * head * 4);
    }

    private static long first(JsonNode config, String... names) {
        return List.of(names).stream().map(config::path).filter(JsonNode::isNumber).mapToLong(JsonNode::asLong)
                .filter(number -> number > 0 && number < Integer.MAX_VALUE).findFirst().orElse(0);
    }

    private static String digest(JsonNode config, List<WeightsHead> weights) {
        var parts = new ArrayList<>(List.of(config.toString()));
        weights.forEach(head -> parts.add(head.digest()));
        return Digest.of(parts);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw Stop.usage("%s cannot be read; look at its permissions.".formatted(folder), unreadable);
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException goneMeanwhile) {
            return 0;
        }
    }
}
