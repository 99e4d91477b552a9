package llmswarm.run;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.ResponseFormat;
import llmswarm.config.Catalog;
import llmswarm.config.Stack;
import llmswarm.plan.PlanPatch;

/** The JSON schemas the planner's answers must follow: the plan's own, with the stack's names put in as enumerations. */
final class PlanSchema {
    private final JsonFormats formats;

    PlanSchema(Catalog catalog) {
        this.formats = new JsonFormats(catalog);
    }

    /** The plan's schema as text, with the stack's agents. */
    String text(Stack stack) {
        return schema(stack).toPrettyString();
    }

    private ObjectNode schema(Stack stack) {
        var schema = formats.schema("plan");
        var properties = schema.withObject("/properties");
        properties.withObject("/stack").putArray("enum").add(stack.name());
        var agents = properties.withObject("/tasks/items/properties/agent").putArray("enum");
        stack.agents().forEach(agents::add);
        return schema;
    }

    ResponseFormat plan(Stack stack) {
        return JsonFormats.format("plan", text(stack));
    }

    /** The schema of an answer that gives only what changes, as text. */
    String changeText(Stack stack) {
        return PlanPatch.schema(schema(stack)).toPrettyString();
    }

    ResponseFormat change(Stack stack) {
        return JsonFormats.format("change", changeText(stack));
    }

    /** Which of the packs, and why. */
    ResponseFormat choice(List<String> names) {
        var schema = JsonFormats.JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        names.forEach(schema.putObject("properties").putObject("stack").put("type", "string").putArray("enum")::add);
        schema.withObject("/properties").putObject("reason").put("type", "string");
        schema.putArray("required").add("stack").add("reason");
        return JsonFormats.format("stack", schema.toString());
    }
}
