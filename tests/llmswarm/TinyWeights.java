package llmswarm;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import llmswarm.TinyModel.Numbers;

/** A safetensors file: the length of its head, the head in JSON, the numbers. Zeros are left as a hole in the file. */
final class TinyWeights {
    private static final float FACTOR = 0.01f;
    private static final int BLOCK = 32;

    /** Tensors of one row keep F32 in a Q4 file, as Jlama's own quantiser leaves them; zero rows mean a vector. */
    record Tensor(String name, int rows, int columns, Fill fill) {
        long count() {
            return (long) Math.max(1, rows) * columns;
        }
    }

    /** What the numbers are. */
    sealed interface Fill {
        record Zero() implements Fill {
        }

        record One() implements Fill {
        }

        /** Evenly spread; quantised ones have a spread of their own. */
        record Noise(float middle, float width) implements Fill {
            static final Noise SMALL = new Noise(0, 0.07f);
        }

        /** Ones with the signs that a code stands for, in the rows that have one; zero elsewhere. */
        record Signs(Map<Integer, Integer> codeOfRow) implements Fill {
        }
    }

    private final FileChannel file;
    private final SplittableRandom random;
    private final long start;

    private TinyWeights(FileChannel file, SplittableRandom random, long start) {
        this.file = file;
        this.random = random;
        this.start = start;
    }

    static void write(Path path, Numbers numbers, long seed, List<Tensor> tensors) throws IOException {
        var head = new LinkedHashMap<String, Object>();
        long end = 0;
        for (var tensor : tensors) {
            var stored = stored(tensor, numbers);
            end = entry(head, tensor.name(), stored, tensor.rows(), tensor.columns(), end,
                    bytes(tensor.count(), stored));
            if (stored == Numbers.Q4) {
                end = entry(head, tensor.name() + ".qb", Numbers.F32, tensor.rows(), tensor.columns() / BLOCK, end,
                        tensor.count() / BLOCK * 4);
            }
        }
        var text = new ObjectMapper().writeValueAsString(head);
        var json = (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        try (var file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putLong(0, json.length));
            file.write(ByteBuffer.wrap(json));
            var weights = new TinyWeights(file, new SplittableRandom(seed), 8 + json.length);
            long at = 0;
            for (var tensor : tensors) at = weights.fill(tensor, stored(tensor, numbers), at);
            if (file.size() < weights.start + end) file.write(ByteBuffer.allocate(1), weights.start + end - 1);
        }
    }

    private static Numbers stored(Tensor tensor, Numbers numbers) {
        return tensor.rows() == 0 && numbers == Numbers.Q4 ? Numbers.F32 : numbers;
    }

    private static long bytes(long count, Numbers numbers) {
        return switch (numbers) {
            case F32 -> count * 4;
            case BF16 -> count * 2;
            case Q4 -> count / 2;
        };
    }

    private static long entry(Map<String, Object> head, String name, Numbers numbers, int rows, int columns, long from,
            long bytes) {
        head.put(name, Map.of("dtype", numbers.name(), "shape", rows == 0 ? List.of(columns) : List.of(rows, columns),
                "data_offsets", List.of(from, from + bytes)));
        return from + bytes;
    }

    private long fill(Tensor tensor, Numbers numbers, long at) throws IOException {
        if (numbers == Numbers.Q4) return fillQ4(tensor, at);
        int size = (int) bytes(1, numbers);
        switch (tensor.fill()) {
            case Fill.Zero _ -> { }
            case Fill.One _ -> stream(at, tensor.count(), size, buffer -> put(buffer, size, 1));
            case Fill.Noise(var middle, var width) -> stream(at, tensor.count(), size, buffer ->
                    put(buffer, size, middle + (float) (random.nextDouble() - 0.5) * width));
            case Fill.Signs(var codes) -> {
                for (var code : codes.entrySet()) {
                    var signs = new SplittableRandom(code.getValue());
                    stream(at + bytes((long) code.getKey() * tensor.columns(), numbers), tensor.columns(), size,
                            buffer -> put(buffer, size, signs.nextBoolean() ? 1 : -1));
                }
            }
        }
        return at + bytes(tensor.count(), numbers);
    }

    /** Element i of a block of 32 is the lower half of byte i, element 16 + i the upper half; 8 stands for zero.. */
    private long fillQ4(Tensor tensor, long at) throws IOException {
        long scales = at + tensor.count() / 2;
        switch (tensor.fill()) {
            case Fill.Zero _ -> { }
            case Fill.One _ -> throw new IllegalArgumentException("only vectors are ones");
            case Fill.Noise _ -> {
                stream(at, tensor.count() / 8, 4, buffer -> buffer.putInt(random.nextInt()));
                stream(scales, tensor.count() / BLOCK, 4, buffer -> buffer.putFloat(FACTOR));
            }
            case Fill.Signs(var codes) -> {
                for (var code : codes.entrySet()) {
                    var signs = new SplittableRandom(code.getValue());
                    long row = (long) code.getKey() * tensor.columns();
                    stream(at + row / 2, tensor.columns() / 2, 1, buffer ->
                            buffer.put((byte) (half(signs) | half(signs) << 4)));
                    stream(scales + row / BLOCK * 4, tensor.columns() / BLOCK, 4, buffer -> buffer.putFloat(1));
                }
            }
        }
        return scales + tensor.count() / BLOCK * 4;
    }

    private static int half(SplittableRandom signs) {
        return signs.nextBoolean() ? 9 : 7;
    }

    private void stream(long at, long count, int size, Consumer<ByteBuffer> number) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(count * size, 1 << 20)).order(LITTLE_ENDIAN);
        long place = start + at;
        for (long left = count; left > 0;) {
            for (; left > 0 && buffer.remaining() >= size; left--) number.accept(buffer);
            place += file.write(buffer.flip(), place);
            buffer.clear();
        }
    }

    /** BF16 is the upper half of F32. */
    private static void put(ByteBuffer buffer, int size, float value) {
        if (size == 2) {
            buffer.putShort((short) (Float.floatToIntBits(value) >>> 16));
        } else {
            buffer.putFloat(value);
        }
    }
}
