package llmswarm.model.hub;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.guard.Digest;
import llmswarm.model.architecture.StoredTensor;

/**
 * What the head of a safetensors file tells: its length in eight bytes, the lowest first, then a JSON object that has
 * {@code dtype}, {@code shape} and {@code data_offsets} for each tensor.
 *
 * @param numbers of each type
 * @param tensors by name
 */
record WeightsHead(Map<String, Long> numbers, Map<String, StoredTensor> tensors, String digest) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST = 16 << 20;
    private static final String ABOUT = "__metadata__";
    private static final Pattern TYPE = Pattern.compile("\\w{1,12}");
    /** Jlama keeps the scales of a quantised tensor beside it, under its name and this ending. */
    private static final String SCALES = ".qb";

    WeightsHead {
        numbers = Map.copyOf(numbers);
        tensors = Map.copyOf(tensors);
    }

    /**
     * Empty when the file has no such head.
     *
     * @param most tensors that are read; a head that has more counts as none
     */
    static Optional<WeightsHead> read(Path file, int most) {
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            var length = Long.reverseBytes(in.readLong());
            long room = Files.size(file) - Long.BYTES;
            if (length < 2 || length > Math.min(LARGEST, room)) return Optional.empty();
            var head = new byte[(int) length];
            in.readFully(head);
            var tensors = tensors(head, room - length, most);
            var numbers = new HashMap<String, Long>();
            for (var tensor : tensors.values()) {
                if (TYPE.matcher(tensor.type()).matches()) numbers.merge(tensor.type(), count(tensor), Math::addExact);
            }
            return numbers.isEmpty() ? Optional.empty()
                    : Optional.of(new WeightsHead(numbers, tensors, Digest.of(head)));
        } catch (IOException | ArithmeticException noHead) {
            return Optional.empty();
        }
    }

    private static Map<String, StoredTensor> tensors(byte[] head, long room, int most) throws IOException {
        var tensors = new HashMap<String, StoredTensor>();
        try (var parser = JSON.createParser(head)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) throw new IOException("no object");
            for (int read = 0; parser.nextToken() == JsonToken.FIELD_NAME; read++) {
                var name = parser.currentName();
                if (read > most) throw new IOException("too many tensors");
                parser.nextToken();
                JsonNode tensor = parser.readValueAsTree();
                if (!name.equals(ABOUT) && !name.endsWith(SCALES)) tensors.put(name, tensor(tensor, room));
            }
        }
        return tensors;
    }

    private static StoredTensor tensor(JsonNode tensor, long room) {
        var offsets = tensor.path("data_offsets");
        long from = offsets.path(0).asLong(-1), to = offsets.path(1).asLong(-1);
        var inside = offsets.size() == 2 && 0 <= from && from <= to && to <= room;
        return new StoredTensor(tensor.path("dtype").isTextual() ? tensor.path("dtype").textValue() : "",
                tensor.path("shape").valueStream().map(WeightsHead::side).toList(), inside ? to - from : -1);
    }

    private static int side(JsonNode side) {
        if (!side.canConvertToInt() || side.intValue() < 0) throw new ArithmeticException("no side of a tensor");
        return side.intValue();
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

    private static long count(StoredTensor tensor) {
        long count = 1;
        for (int side : tensor.shape()) count = Math.multiplyExact(count, side);
        return count;
    }
}
