package llmswarm.run.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.config.Catalog;
import llmswarm.config.layer.Bundle;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a planner's answer is held to. */
class PlanSchemaTest {
    @TempDir
    Path temp;

    private JsonNode asked() throws IOException {
        var folder = Bundle.folder(temp).orElseGet(() -> Path.of("").toAbsolutePath());
        var catalog = Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, folder, "bundle")), new Faults());
        var stack = Stack.plain("plain", "d", List.of("backend", "tester"), false);
        return new JsonMapper().readTree(new PlanSchema(catalog).text(stack));
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theKindOfProjectAndItsAgentsAreNamed() throws IOException {
        assertEquals("[\"plain\"]", asked().at("/properties/stack/enum").toString());
        assertEquals("[\"backend\",\"tester\"]", asked().at("/properties/tasks/items/properties/agent/enum")
                .toString());
    }

    @Test
    void whatTasksAreForIsAskedByLinesOfTheSpecificationOnly() throws IOException {
        assertEquals(List.of(), asked().findValues("requirements"));
        assertTrue(names(asked().at("/properties/tasks/items")).containsAll(List.of("lines", "size")));
    }

    /** Servers that hold a model strictly to a schema know few words, and want every property required. */
    @Test
    void onlyWordsAreUsedThatStrictServersKnow() throws IOException {
        onlyKnownWords(asked());
    }

    private static void onlyKnownWords(JsonNode schema) {
        var known = Set.of("type", "description", "required", "additionalProperties", "properties", "items", "enum");
        schema.fieldNames().forEachRemaining(word -> assertTrue(known.contains(word), word));
        if (schema.path("type").asText().equals("object")) {
            var required = new TreeSet<String>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            assertEquals(names(schema), required);
            assertEquals(false, schema.path("additionalProperties").asBoolean(true));
        }
        schema.path("properties").forEach(PlanSchemaTest::onlyKnownWords);
        if (schema.has("items")) onlyKnownWords(schema.get("items"));
    }
}
