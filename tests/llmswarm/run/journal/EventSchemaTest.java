package llmswarm.run.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.Story;
import org.junit.jupiter.api.Test;

/** The schema of a journal's lines, which other readers go by, says the same as the records. */
class EventSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private final Map<String, JsonNode> shared = new TreeMap<>();

    private static JsonNode file() throws IOException {
        return JSON.readTree(Files.readAllBytes(Path.of("lib/schema/event.schema.json")));
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventSchemaTest::records)
                : Stream.of(type);
    }

    private static String kebab(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** The schema of one type, without words for people. */
    private JsonNode schema(Type type) {
        var node = JSON.createObjectNode();
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) return node.put("type", "array").set("items", schema(arguments[0]));
            return node.put("type", "object").set("additionalProperties", schema(arguments[1]));
        }
        var plain = (Class<?>) type;
        if (plain == String.class) return node.put("type", "string");
        if (plain == int.class || plain == long.class) return node.put("type", "integer");
        if (plain == double.class) return node.put("type", "number");
        if (plain == boolean.class) return node.put("type", "boolean");
        if (plain.isEnum()) {
            var names = node.putArray("enum");
            Arrays.stream(plain.getEnumConstants()).forEach(one -> names.add(((Enum<?>) one).name()));
            return node;
        }
        if (!shared.containsKey(plain.getSimpleName())) {
            shared.put(plain.getSimpleName(), node);
            shared.put(plain.getSimpleName(), properties(plain, JSON.createObjectNode(), List.of()));
        }
        return JSON.createObjectNode().put("$ref", "#/$defs/" + plain.getSimpleName());
    }

    private ObjectNode properties(Class<?> record, ObjectNode first, List<String> also) {
        var node = JSON.createObjectNode().put("type", "object");
        var required = node.putArray("required");
        also.forEach(required::add);
        var properties = node.putObject("properties");
        properties.setAll(first);
        for (var part : record.getRecordComponents()) {
            properties.set(part.getName(), schema(part.getGenericType()));
            if (!also.contains(part.getName()) && !part.getAccessor().isAnnotationPresent(JsonInclude.class)) {
                required.add(part.getName());
            }
        }
        return node;
    }

    /** A line of each kind. */
    private ObjectNode expected() {
        var all = JSON.createObjectNode();
        var kinds = all.putArray("oneOf");
        var defs = new TreeMap<String, JsonNode>();
        records(Event.Kept.class).forEach(record -> {
            var first = JSON.createObjectNode();
            first.putObject("run").put("type", "string");
            first.putObject("seq").put("type", "integer");
            first.putObject("at").put("type", "string").put("format", "date-time");
            first.putObject("type").put("const", kebab(record));
            defs.put(kebab(record), properties(record, first, List.of("run", "seq", "at", "type")));
            kinds.addObject().put("$ref", "#/$defs/" + kebab(record));
        });
        defs.putAll(shared);
        all.putObject("$defs").setAll(defs);
        return all;
    }

    private static JsonNode withoutWords(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("description").isTextual()) object.remove("description");
            object.remove(List.of("$schema", "$id"));
        }
        node.forEach(EventSchemaTest::withoutWords);
        return node;
    }

    @Test
    void eachRecordAndEachOfItsPartsIsInTheSchemaAndNothingElse() throws IOException {
        var expected = expected();
        assertEquals(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(expected),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(withoutWords(file())));
    }

    @Test
    void eachKindOfLineIsExplained() throws IOException {
        var file = file();
        file.path("oneOf").forEach(kind -> {
            var name = kind.path("$ref").asText().replaceFirst(".*/", "");
            assertTrue(file.at("/$defs/" + name).path("description").asText().endsWith("."), name);
        });
    }

    @Test
    void aLineHasJustTheKeysOfItsKind() throws IOException {
        var file = file();
        for (var entry : new Story().entries(Story.bitter()).stream().filter(Entry::kept).toList()) {
            var line = JSON.readTree(entry.line());
            var kind = file.at("/$defs/" + line.path("type").asText());
            assertEquals(names(kind.path("properties")), names(line));
        }
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).sorted().toList();
    }
}
