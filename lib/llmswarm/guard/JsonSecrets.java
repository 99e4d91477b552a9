package llmswarm.guard;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Cleans JSON text by text, since a secret that seems to lie across two of them is none. */
final class JsonSecrets {
    private static final Pattern WORD = Pattern.compile("[A-Za-z-]+");

    private JsonSecrets() {
    }

    /** Cleans every text and every field's name in place; tells whether anything changed. */
    static boolean clean(JsonNode node, UnaryOperator<String> clean) {
        boolean changed = false;
        if (node instanceof ObjectNode object) {
            for (var field : List.copyOf(object.properties())) {
                // The fields of events are named with letters; other names may be paths, and those whatever a model
                // likes.
                var name = WORD.matcher(field.getKey()).matches() ? field.getKey() : clean.apply(field.getKey());
                var value = cleaned(field.getValue(), clean);
                changed |= clean(value, clean) | value != field.getValue() | !name.equals(field.getKey());
                field.setValue(value);
                if (!name.equals(field.getKey())) object.set(name, object.remove(field.getKey()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                var value = cleaned(array.get(i), clean);
                changed |= clean(value, clean) | value != array.get(i);
                array.set(i, value);
            }
        }
        return changed;
    }

    private static JsonNode cleaned(JsonNode node, UnaryOperator<String> clean) {
        if (!node.isTextual()) return node;
        var text = clean.apply(node.textValue());
        return text.equals(node.textValue()) ? node : TextNode.valueOf(text);
    }
}
