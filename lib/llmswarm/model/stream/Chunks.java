package llmswarm.model.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The objects of an answer. By the protocol there is one in each event; servers and proxies that merge events, or part
 * them by a single line end, send several, of which none may be lost.
 */
public final class Chunks {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The word in place of an object that ends a stream. */
    public static final String DONE = "[DONE]";

    private Chunks() {
    }

    /** The data of an event, in parts where each of its lines could be an event. */
    public static List<String> parts(String data) {
        var lines = data.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        boolean apart = lines.size() > 1 && lines.stream().allMatch(line -> line.equals(DONE) || isSilent(line)
                || line.startsWith("{") && line.endsWith("}") && in(line).isPresent());
        return apart ? lines : List.of(data.strip());
    }

    /** Whether the data of an event says nothing: some servers wrap the comment that keeps a connection alive. */
    public static boolean isSilent(String data) {
        return data.startsWith(":") || data.equals("null");
    }

    /** The objects of which a text consists, or the only one of a list; empty where it holds anything else. */
    public static Optional<List<ObjectNode>> in(String text) {
        var objects = new ArrayList<ObjectNode>();
        try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            while (values.hasNextValue()) {
                var value = values.nextValue();
                var one = value.isArray() && value.size() == 1 ? value.get(0) : value;
                if (!(one instanceof ObjectNode object)) return Optional.empty();
                objects.add(object);
            }
        } catch (IOException broken) {
            return Optional.empty();
        }
        return Optional.of(objects).filter(some -> !some.isEmpty()).map(List::copyOf);
    }
}
