package llmswarm.cli.runs;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.guard.Digest;

/**
 * A span of a trace, which JSON tells as OTLP wants it (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding"):
 * ids in hexadecimal, 64-bit numbers as text, enumerations as numbers.
 *
 * @param name   of what is done
 * @param key    what tells it from all others of the trace
 * @param parent key of the span that it is a part of
 * @param failed why it failed; empty where it did not
 */
record Span(String name, Kind kind, String key, Optional<String> parent, Instant start, Instant end,
        SequencedMap<String, Object> attributes, Optional<String> failed) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int TRACE = 32, SPAN = 16, ERROR = 2;

    /** With the number that the protocol has for it. */
    enum Kind {
        INTERNAL(1), CLIENT(3);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    ObjectNode json(String run) {
        var node = JSON.objectNode().put("traceId", id(TRACE, run)).put("spanId", id(SPAN, run, key));
        parent.ifPresent(other -> node.put("parentSpanId", id(SPAN, run, other)));
        node.put("name", name).put("kind", kind.number).put("startTimeUnixNano", nanos(start))
                .put("endTimeUnixNano", nanos(end.isBefore(start) ? start : end));
        node.set("attributes", json(attributes));
        var status = node.putObject("status");
        failed.ifPresent(why -> status.put("code", ERROR).put("message", why));
        return node;
    }

    private static String id(int digits, String... words) {
        return Digest.of(List.of(words)).substring(0, digits);
    }

    private static String nanos(Instant time) {
        return "%d%09d".formatted(time.getEpochSecond(), time.getNano());
    }

    /** Attributes as the protocol has them: a list of keys with typed values. */
    static ArrayNode json(Map<String, Object> attributes) {
        var all = JSON.arrayNode();
        new LinkedHashMap<>(attributes).forEach((key, value) -> all.addObject().put("key", key).set("value", json(value)));
        return all;
    }

    private static ObjectNode json(Object value) {
        var node = JSON.objectNode();
        return switch (value) {
            case Long number -> node.put("intValue", number.toString());
            case Integer number -> node.put("intValue", number.toString());
            case Double number -> node.put("doubleValue", number);
            case Boolean yes -> node.put("boolValue", yes);
            case List<?> values -> {
                var all = node.putObject("arrayValue").putArray("values");
                values.forEach(one -> all.add(json(one)));
                yield node;
            }
            default -> node.put("stringValue", value.toString());
        };
    }
}
