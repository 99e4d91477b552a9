package llmswarm.run.planning;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import llmswarm.config.Catalog;

/** The JSON schemas of answers, from the program's own files. */
public final class JsonFormats {
    static final JsonMapper JSON = new JsonMapper();

    private final Catalog catalog;

    public JsonFormats(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The schema of that name, without what only editors need. */
    ObjectNode schema(String name) {
        try {
            var schema = (ObjectNode) JSON.readTree(catalog.schema(name));
            schema.remove(List.of("$schema", "$id"));
            return schema;
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the schema '%s' is no JSON".formatted(name), broken);
        }
    }

    String text(String name) {
        return schema(name).toPrettyString();
    }

    public ResponseFormat of(String name) {
        return format(name, text(name));
    }

    static ResponseFormat format(String name, String schema) {
        return ResponseFormat.builder().type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder().name(name).rootElement(JsonRawSchema.from(schema)).build()).build();
    }
}
