package llmswarm.run;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import llmswarm.config.Catalog;
import llmswarm.config.Stack;

/** The JSON schemas the planner's answers must follow: the plan's own, with the stack's names put in as enumerations. */
final class PlanSchema {
    private static final JsonMapper JSON = new JsonMapper();
    private final Catalog catalog;

    PlanSchema(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The plan's schema as text, with the stack's agents. */
    String text(Stack stack) {
        try {
            var schema = (ObjectNode) JSON.readTree(catalog.schema("plan"));
            schema.remove(List.of("$schema", "$id"));
            var properties = schema.withObject("/properties");
            properties.withObject("/stack").putArray("enum").add(stack.name());
            var agents = properties.withObject("/tasks/items/properties/agent").putArray("enum");
            stack.agents().forEach(agents::add);
            return schema.toPrettyString();
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the plan's schema is no JSON", broken);
        }
    }

    ResponseFormat plan(Stack stack) {
        return format("plan", text(stack));
    }

    /** Which of the packs, and why. */
    ResponseFormat choice(List<String> names) {
        var schema = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        names.forEach(schema.putObject("properties").putObject("stack").put("type", "string").putArray("enum")::add);
        schema.withObject("/properties").putObject("reason").put("type", "string");
        schema.putArray("required").add("stack").add("reason");
        return format("stack", schema.toString());
    }

    private static ResponseFormat format(String name, String schema) {
        return ResponseFormat.builder().type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder().name(name).rootElement(JsonRawSchema.from(schema)).build()).build();
    }
}
