package llmswarm.run;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Events as lines of JSON: {@code seq}, {@code at}, {@code type}, then the record's own fields. No class names. */
public final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Map<String, Class<?>> TYPES = Arrays.stream(Event.Kept.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(EventJson::type, type -> type));

    private EventJson() {
    }

    /** One line without a line end. */
    public static String line(long seq, Instant at, Event event) {
        var node = JSON.createObjectNode().put("seq", seq).put("at", at.toString()).put("type", type(event.getClass()));
        node.setAll(JSON.<com.fasterxml.jackson.databind.node.ObjectNode>valueToTree(event));
        return node.toString();
    }

    /**
     * The event of a line; empty for a type this version does not know.
     *
     * @throws IllegalArgumentException when the line is no whole JSON object or lacks a field's right type
     */
    public static Optional<Event.Kept> parse(String line) {
        try {
            var node = JSON.readTree(line);
            var type = node == null || !node.isObject() ? null : TYPES.get(node.path("type").asText());
            if (type == null && (node == null || !node.isObject())) throw new IllegalArgumentException("no JSON object");
            return type == null ? Optional.empty() : Optional.of((Event.Kept) JSON.treeToValue(node, type));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken.getOriginalMessage(), broken);
        }
    }

    private static String type(Class<?> record) {
        return record.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase();
    }
}
