package llmswarm.model.hub;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.guard.Digest;

/**
 * What the head of a safetensors file tells: its length in eight bytes, the lowest first, then a JSON object that has
 * {@code dtype} and {@code shape} for each tensor.
 *
 * @param numbers of each type
 * @param shapes  of each tensor, by name
 */
record WeightsHead(Map<String, Long> numbers, Map<String, List<Integer>> shapes, String digest) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long LARGEST = 100 << 20;
    /** Jlama keeps the scales of a quantised tensor beside it, under its name and this ending. */
    private static final String SCALES = ".qb";

    WeightsHead {
        numbers = Map.copyOf(numbers);
        shapes = Map.copyOf(shapes);
    }

    /** Empty when the file has no such head. */
    static Optional<WeightsHead> read(Path file) {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            var length = Long.reverseBytes(in.readLong());
            if (length < 2 || length > Math.min(LARGEST, Files.size(file) - Long.BYTES)) return Optional.empty();
            var head = new byte[(int) length];
            in.readFully(head);
            var numbers = new HashMap<String, Long>();
            var shapes = new HashMap<String, List<Integer>>();
            JSON.readTree(head).properties().stream()
                    .filter(tensor -> tensor.getValue().path("dtype").asText().matches("\\w{1,12}"))
                    .filter(tensor -> !tensor.getKey().endsWith(SCALES)).forEach(tensor -> {
                        numbers.merge(tensor.getValue().path("dtype").textValue(), count(tensor.getValue()),
                                Math::addExact);
                        shapes.put(tensor.getKey(),
                                tensor.getValue().path("shape").valueStream().map(JsonNode::asInt).toList());
                    });
            return numbers.isEmpty() ? Optional.empty()
                    : Optional.of(new WeightsHead(numbers, shapes, Digest.of(head)));
        } catch (IOException | ArithmeticException noHead) {
            return Optional.empty();
        }
    }

    long parameters() {
        return numbers.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The type that most numbers of those files have. */
    static String mostly(List<WeightsHead> heads) {
        var all = new HashMap<String, Long>();
        heads.forEach(head -> head.numbers.forEach((type, count) -> all.merge(type, count, Long::sum)));
        return all.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    private static long count(JsonNode tensor) {
        long count = 1;
        for (var side : tensor.path("shape")) count = Math.multiplyExact(count, side.asLong());
        return count;
    }
}
