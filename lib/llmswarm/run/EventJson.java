package llmswarm.run;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.guard.Redactor;

/** Events as lines of JSON: {@code seq}, {@code at}, {@code type}, then the record's own fields. No class names. */
public final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Map<String, Class<?>> TYPES = records(Event.Kept.class)
            .collect(Collectors.toUnmodifiableMap(EventJson::type, type -> type));

    private EventJson() {
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventJson::records) : Stream.of(type);
    }

    /** One line without a line end. */
    public static String line(long seq, Instant at, Event event) {
        var node = JSON.createObjectNode().put("seq", seq).put("at", at.toString()).put("type", type(event.getClass()));
        node.setAll(JSON.<ObjectNode>valueToTree(event));
        return node.toString();
    }

    /**
     * The event of a line; empty for a type this version does not know.
     *
     * @throws IllegalArgumentException when the line is no whole JSON object or lacks a field, or its right type
     */
    public static Optional<Event.Kept> parse(String line) {
        try {
            var node = JSON.readTree(line);
            var type = node == null || !node.isObject() ? null : TYPES.get(node.path("type").asText());
            if (type == null && (node == null || !node.isObject())) throw new IllegalArgumentException("no JSON object");
            if (type == null) return Optional.empty();
            var event = (Event.Kept) JSON.treeToValue(node, type);
            requireWhole(JSON.valueToTree(event), "event");
            return Optional.of(event);
        } catch (ValueInstantiationException refused) {
            throw new IllegalArgumentException(refused.getCause() instanceof NullPointerException ? "something is missing in it" : refused.getCause().getMessage(), refused);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken.getOriginalMessage(), broken);
        }
    }

    /** What may be left out was given a value by its record. */
    private static void requireWhole(JsonNode node, String name) {
        if (node.isNull()) throw new IllegalArgumentException("'%s' is missing".formatted(name));
        node.properties().forEach(field -> requireWhole(field.getValue(), field.getKey()));
        if (node.isArray()) node.forEach(one -> requireWhole(one, name));
    }

    /** The event with every text in it redacted; the same one when there is nothing to redact. */
    static <E extends Event> E redacted(E event, Redactor redactor) {
        var node = JSON.valueToTree(event);
        if (!redactor.redact(node)) return event;
        try {
            @SuppressWarnings("unchecked")
            var type = (Class<E>) event.getClass();
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event is read as it was written", impossible);
        }
    }

    private static String type(Class<?> record) {
        return record.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase();
    }
}
