package llmswarm.run;

import java.util.ArrayList;

import com.fasterxml.jackson.databind.JsonNode;

/** A JSON schema as a short example for a prompt: every key, and in place of each value what belongs there. */
final class JsonShape {
    private JsonShape() {
    }

    /** One line for each key of the outermost object. */
    static String of(JsonNode schema) {
        var lines = new ArrayList<String>();
        schema.path("properties").properties().forEach(key -> lines.add("  \"%s\": %s".formatted(key.getKey(), value(key.getValue()))));
        return "{\n" + String.join(",\n", lines) + "\n}";
    }

    private static String value(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "array" -> "[%s, ...]".formatted(schema.path("items").has("properties") ? value(schema.path("items")) : described(schema));
            case "object" -> object(schema);
            default -> described(schema);
        };
    }

    private static String object(JsonNode schema) {
        var keys = new ArrayList<String>();
        schema.path("properties").properties().forEach(key -> keys.add("\"%s\": %s".formatted(key.getKey(), value(key.getValue()))));
        return "{" + String.join(", ", keys) + "}";
    }

    private static String described(JsonNode schema) {
        return "\"%s\"".formatted(schema.path("description").asText().replace("\"", "'").replaceAll("\\.$", ""));
    }
}
