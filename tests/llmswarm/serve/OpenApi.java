package llmswarm.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import llmswarm.Tape;

/** The description of the server, read as far as it is used: types, keys, enums, references and what is required. */
final class OpenApi {
    private static final Path SCHEMAS = Tape.checkout().resolve("lib/schema");
    final JsonNode file = read("openapi.yaml");

    private static JsonNode read(String name) {
        try {
            return new YAMLMapper().readTree(Files.readString(SCHEMAS.resolve(name)));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /** Method and path of all operations. */
    TreeSet<String> operations() {
        var all = new TreeSet<String>();
        file.path("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (List.of("get", "post", "put", "delete").contains(method)) all.add(method.toUpperCase() + " " + path.getKey());
        }));
        return all;
    }

    /** What of an answer is not as the operation says; empty where all is. */
    List<String> faults(String operation, int status, JsonNode body) {
        var words = operation.split(" ");
        var responses = file.path("paths").path(words[1]).path(words[0].toLowerCase()).path("responses");
        var response = responses.has(Integer.toString(status)) ? responses.path(Integer.toString(status)) : responses.path("default");
        if (status < 400 && !responses.has(Integer.toString(status))) return List.of(operation + " does not say " + status);
        if (response.has("$ref")) response = at(file, response.path("$ref").asText());
        var content = response.path("content").properties();
        if (content.isEmpty()) return body.isMissingNode() ? List.of() : List.of(operation + " has no body");
        var faults = new ArrayList<String>();
        check(file, content.iterator().next().getValue().path("schema"), body, operation, faults);
        return faults;
    }

    private static JsonNode at(JsonNode file, String reference) {
        return file.at(reference.substring(reference.indexOf('#') + 1));
    }

    private void check(JsonNode file, JsonNode schema, JsonNode value, String place, List<String> faults) {
        if (schema.has("$ref")) {
            var reference = schema.path("$ref").asText();
            var other = reference.startsWith("#") ? file : read(reference.replaceFirst("#.*", ""));
            check(other, reference.contains("#") ? at(other, reference) : other, value, place, faults);
            return;
        }
        schema.path("allOf").forEach(part -> check(file, part, value, place, faults));
        if (schema.has("enum") && !contains(schema.path("enum"), value)) faults.add(place + ": " + value + " is none of " + schema.path("enum"));
        if (schema.has("const") && !schema.path("const").equals(value)) faults.add(place + ": " + value + " is not " + schema.path("const"));
        if (!is(schema.path("type").asText(""), value)) faults.add(place + ": " + value + " is no " + schema.path("type").asText());
        schema.path("required").forEach(key -> {
            if (!value.has(key.asText())) faults.add(place + ": no " + key.asText());
        });
        value.properties().forEach(field -> {
            var known = schema.path("properties").path(field.getKey());
            var here = place + "/" + field.getKey();
            if (!known.isMissingNode()) check(file, known, field.getValue(), here, faults);
            else if (schema.path("additionalProperties").isObject()) check(file, schema.path("additionalProperties"), field.getValue(), here, faults);
            else if (schema.path("additionalProperties").isBoolean() && !schema.path("additionalProperties").asBoolean()) faults.add(here + " is unknown");
        });
        if (schema.has("items")) value.forEach(item -> check(file, schema.path("items"), item, place + "[]", faults));
    }

    private static boolean contains(JsonNode values, JsonNode wanted) {
        for (var value : values) if (value.equals(wanted)) return true;
        return false;
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }
}
