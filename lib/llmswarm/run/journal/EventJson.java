package llmswarm.run.journal;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
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

/**
 * Entries as lines of JSON: {@code run}, {@code seq}, {@code at}, {@code type}, then the event's own fields. No class
 * names.
 */
public final class EventJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Map<String, Class<?>> TYPES = records(Event.Kept.class)
            .collect(Collectors.toUnmodifiableMap(EventJson::type, type -> type));

    private EventJson() {
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventJson::records)
                : Stream.of(type);
    }

    /**
     * One line without a line end; characters that a terminal obeys stand as their numbers, which means the same in
     * JSON.
     */
    static String line(Entry entry) {
        var node = JSON.createObjectNode().put("run", entry.run()).put("seq", entry.seq())
                .put("at", entry.at().toString())
                .put("type", type(entry.event().getClass()));
        node.setAll(JSON.<ObjectNode>valueToTree(entry.event()));
        return escaped(node.toString());
    }

    private static String escaped(String line) {
        if (line.chars().noneMatch(EventJson::obeyed)) return line;
        var escaped = new StringBuilder(line.length());
        line.chars().forEach(c -> {
            if (obeyed(c)) escaped.append("\\u%04x".formatted(c));
            else escaped.append((char) c);
        });
        return escaped.toString();
    }

    private static boolean obeyed(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    /**
     * The entry of a line; empty for a type this version does not know. What a tape written by hand leaves out of seq,
     * at and run is the given number, 1970 and the given run.
     *
     * @throws IllegalArgumentException when the line is no whole JSON object or lacks a field, or its right type
     */
    public static Optional<Entry> parse(String line, long number, String run) {
        try {
            var node = JSON.readTree(line);
            if (node == null || !node.isObject()) throw new IllegalArgumentException("no JSON object");
            var type = TYPES.get(node.path("type").asText());
            if (type == null) return Optional.empty();
            var event = (Event.Kept) JSON.treeToValue(node, type);
            requireWhole(JSON.valueToTree(event), "event");
            return Optional.of(new Entry(node.path("run").asText(run), number, instant(node.path("at").asText("")),
                    event));
        } catch (ValueInstantiationException refused) {
            var cause = refused.getCause();
            throw new IllegalArgumentException(cause instanceof NullPointerException ? "something is missing in it"
                    : cause.getMessage(), refused);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken.getOriginalMessage(), broken);
        }
    }

    private static Instant instant(String text) {
        try {
            return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("'at' is no time: " + text, wrong);
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
        return record.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
