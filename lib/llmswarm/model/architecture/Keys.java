package llmswarm.model.architecture;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads an object of config.json; a value of another kind than the key's is a {@link NotComputed}. */
record Keys(String prefix, JsonNode object) {
    /** Tokens that a model can be made for, or look back on. */
    private static final int MOST_TOKENS = 1 << 28;
    private static final Map<String, Integer> MOST = Map.of("num_hidden_layers", 1 << 10, "num_attention_heads",
            1 << 12, "num_key_value_heads", 1 << 12, "head_dim", 1 << 12, "hidden_size", 1 << 18, "intermediate_size",
            1 << 20, "vocab_size", 1 << 23);

    /** Whether it is there, and not null. */
    boolean has(String key) {
        return object.hasNonNull(key);
    }

    /** Whether it is there, be it as null. */
    boolean names(String key) {
        return object.has(key);
    }

    JsonNode value(String key) {
        return object.path(key);
    }

    /** A count that must be there, from 1 on, and up to several times what known models have. */
    int count(String key) {
        var value = object.path(key);
        if (!value.isIntegralNumber() || value.bigIntegerValue().signum() < 1) {
            throw NotComputed.lacking(prefix + key, "count");
        }
        if (!value.canConvertToInt() || value.intValue() > MOST.getOrDefault(key, MOST_TOKENS)) throw notComputed(key);
        return value.intValue();
    }

    int count(String key, int absent) {
        return has(key) ? count(key) : absent;
    }

    /** Empty when it is absent or null. Some write numbers as texts. */
    OptionalDouble number(String key) {
        if (!has(key)) return OptionalDouble.empty();
        var value = object.path(key);
        double number = value.isNumber() || value.isTextual() ? value.asDouble(Double.NaN) : Double.NaN;
        if (!Double.isFinite(number)) throw NotComputed.lacking(prefix + key, "number");
        return OptionalDouble.of(number);
    }

    /** A number that must be there, above zero. */
    double positive(String key) {
        return above(0, key).orElseThrow(() -> NotComputed.lacking(prefix + key, "number"));
    }

    /** A number above that one; empty when it is absent or null. */
    OptionalDouble above(double bound, String key) {
        var number = number(key);
        if (number.isPresent() && number.getAsDouble() <= bound) throw notComputed(key);
        return number;
    }

    boolean flag(String key, boolean absent) {
        if (!has(key)) return absent;
        if (!object.path(key).isBoolean()) throw NotComputed.lacking(prefix + key, "true or false");
        return object.path(key).booleanValue();
    }

    Optional<String> text(String key) {
        if (!has(key)) return Optional.empty();
        if (!object.path(key).isTextual()) throw NotComputed.lacking(prefix + key, "text");
        return Optional.of(object.path(key).textValue());
    }

    NotComputed notComputed(String key) {
        return NotComputed.value(prefix + key, object.path(key));
    }
}
