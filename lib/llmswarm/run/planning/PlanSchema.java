package llmswarm.run.planning;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.ResponseFormat;
import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;

/**
 * The JSON schemas the planner's answers must follow: the plan's own, with the stack's names put in as enumerations.
 */
final class PlanSchema {
    private final JsonFormats formats;

    PlanSchema(Catalog catalog) {
        this.formats = new JsonFormats(catalog);
    }

    /**
     * The plan's schema as text, with the stack's agents: a planner plans for one stack, whatever it is made of, and
     * says by lines what its tasks are for.
     */
    String text(Stack stack) {
        var schema = formats.schema("plan");
        var properties = schema.withObject("/properties");
        List.of("parts", "requirements").forEach(properties::remove);
        for (var entry : List.of("/tasks/items", "/unclear/items")) {
            var one = properties.withObject(entry);
            one.withObject("/properties").remove("requirements");
            requireAll(one);
        }
        requireAll(schema);
        properties.withObject("/stack").putArray("enum").add(stack.name());
        var agents = properties.withObject("/tasks/items/properties/agent").putArray("enum");
        stack.agents().forEach(agents::add);
        return schema.toPrettyString();
    }

    /** A server that holds its model to a schema wants every key required. */
    private static void requireAll(ObjectNode object) {
        var required = object.putArray("required");
        object.withObject("/properties").fieldNames().forEachRemaining(required::add);
    }

    ResponseFormat plan(Stack stack) {
        return JsonFormats.format("plan", text(stack));
    }

    /** Which of the packs, and why. */
    ResponseFormat choice(List<String> names) {
        var schema = JsonFormats.JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        names.forEach(schema.putObject("properties").putObject("stack").put("type", "string").putArray("enum")::add);
        schema.withObject("/properties").putObject("reason").put("type", "string");
        schema.withObject("/properties").putObject("name").put("type", "string");
        schema.withObject("/properties").putObject("summary").put("type", "string");
        schema.withObject("/properties").putObject("lines").put("type", "integer");
        schema.withObject("/properties").set("checks", formats.schema("plan").at("/properties/checks"));
        if (names.size() > 1) {
            var part = schema.withObject("/properties").putObject("parts").put("type", "array").putObject("items")
                    .put("type", "object").put("additionalProperties", false);
            part.putArray("required").add("stack").add("root");
            names.forEach(part.putObject("properties").putObject("stack").put("type", "string").putArray("enum")::add);
            part.withObject("/properties").putObject("root").put("type", "string");
        }
        var required = schema.putArray("required").add("stack").add("reason").add("name").add("summary").add("lines")
                .add("checks");
        if (names.size() > 1) required.add("parts");
        return JsonFormats.format("stack", schema.toString());
    }
}
