package llmswarm.model.architecture;

import java.util.OptionalInt;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How positions turn queries and keys: rotary position embedding, as {@code modeling_rope_utils.py} of Transformers has
 * it. It stands in {@code rope_parameters} (Transformers 5), or in {@code rope_theta} and {@code rope_scaling}.
 *
 * @param theta  the base of the frequencies
 * @param factor what all frequencies are divided by; of {@code llama3} those of long waves only
 * @param bands  how {@code llama3} tells long waves from short ones; null for other types
 * @param limit  tokens up to which it holds, where that is fewer than the model was made for
 */
public record Rope(double theta, double factor, Bands bands, OptionalInt limit) {
    private static final double THETA = 10_000;

    /** Turns within the original context up to which a wave is long, and from which on it is short. */
    public record Bands(double low, double high, double original) {
    }

    /** Whether its frequencies are those of theta, divided by the factor. */
    public boolean even() {
        return bands == null;
    }

    /** The angle by which a position turns each pair of numbers of a head. */
    public double[] frequencies(int headSize) {
        var frequencies = new double[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double plain = Math.pow(theta, -2.0 * i / headSize);
            frequencies[i] = even() ? plain / factor : banded(plain);
        }
        return frequencies;
    }

    private double banded(double plain) {
        double turns = bands.original * plain / (2 * Math.PI);
        if (turns < bands.low) return plain / factor;
        if (turns > bands.high) return plain;
        double share = (turns - bands.low) / (bands.high - bands.low);
        return (1 - share) * plain / factor + share * plain;
    }

    static Rope of(Keys config) {
        var name = isObject(config, "rope_parameters") ? "rope_parameters" : "rope_scaling";
        if (name.equals("rope_parameters") && isObject(config, "rope_scaling")
                && !type(keys(config, "rope_scaling")).equals(type(keys(config, name)))) {
            throw config.notComputed("rope_scaling");
        }
        var keys = keys(config, name);
        double theta = keys.above(0, "rope_theta").orElse(config.above(0, "rope_theta").orElse(THETA));
        if (keys.number("partial_rotary_factor").orElse(1) != 1) throw keys.notComputed("partial_rotary_factor");
        return switch (type(keys)) {
            case "default" -> new Rope(theta, 1, null, OptionalInt.empty());
            case "linear" -> new Rope(theta, keys.positive("factor"), null, OptionalInt.empty());
            // the base grows with the tokens beyond the original ones only
            case "dynamic" -> new Rope(theta, 1, null, keys.has("original_max_position_embeddings")
                    ? OptionalInt.of(keys.count("original_max_position_embeddings")) : OptionalInt.empty());
            case "llama3" -> new Rope(theta, keys.positive("factor"), bands(keys), OptionalInt.empty());
            default -> throw keys.notComputed(keys.has("rope_type") ? "rope_type" : "type");
        };
    }

    private static Bands bands(Keys keys) {
        double low = keys.positive("low_freq_factor"), high = keys.positive("high_freq_factor");
        if (high <= low) throw keys.notComputed("high_freq_factor");
        return new Bands(low, high, keys.positive("original_max_position_embeddings"));
    }

    private static String type(Keys keys) {
        return keys.text("rope_type").or(() -> keys.text("type")).orElse("default");
    }

    /** That object, or the one that all types of layers in it have in common. */
    private static Keys keys(Keys config, String name) {
        var object = config.value(name);
        if (!object.isObject() && !Uncomputed.neutral(object, 1)) throw config.notComputed(name);
        var layers = StreamSupport.stream(object.spliterator(), false).filter(JsonNode::isObject).distinct().toList();
        if (layers.size() > 1) throw config.notComputed(name);
        return new Keys(name + ".", layers.isEmpty() ? object : layers.getFirst());
    }

    private static boolean isObject(Keys config, String key) {
        return config.value(key).isObject() && !config.value(key).isEmpty();
    }
}
