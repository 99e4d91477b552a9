package llmswarm;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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

        record Noise() implements Fill {
        }

        record Diagonal() implements Fill {
        }

        /** Ten at each row's column, zero elsewhere. */
        record Cells(Map<Integer, Integer> columnOfRow) implements Fill {
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
            end = entry(head, tensor.name(), stored, tensor.rows(), tensor.columns(), end, bytes(tensor.count(), stored));
            if (stored == Numbers.Q4) {
                end = entry(head, tensor.name() + ".qb", Numbers.F32, tensor.rows(), tensor.columns() / BLOCK, end, tensor.count() / BLOCK * 4);
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

    private static long entry(Map<String, Object> head, String name, Numbers numbers, int rows, int columns, long from, long bytes) {
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
            case Fill.Noise _ -> stream(at, tensor.count(), size, buffer -> put(buffer, size, (float) (random.nextDouble() - 0.5) * 0.07f));
            case Fill.Diagonal _ -> {
                for (int row = 0; row < tensor.rows(); row++) cell(at, tensor, row, row, size, 1);
            }
            case Fill.Cells(var cells) -> {
                for (var cell : cells.entrySet()) cell(at, tensor, cell.getKey(), cell.getValue(), size, 10);
            }
        }
        return at + bytes(tensor.count(), numbers);
    }

    /** Element i of a block of 32 is the lower half of byte i, element 16 + i the upper half; 8 stands for zero. */
    private long fillQ4(Tensor tensor, long at) throws IOException {
        long scales = at + tensor.count() / 2;
        switch (tensor.fill()) {
            case Fill.Zero _ -> { }
            case Fill.One _ -> throw new IllegalArgumentException("only vectors are ones");
            case Fill.Noise _ -> {
                stream(at, tensor.count() / 8, 4, buffer -> buffer.putInt(random.nextInt()));
                stream(scales, tensor.count() / BLOCK, 4, buffer -> buffer.putFloat(FACTOR));
            }
            case Fill.Diagonal _ -> {
                for (int row = 0; row < tensor.rows(); row++) cellQ4(at, scales, tensor, row, row, 1);
            }
            case Fill.Cells(var cells) -> {
                for (var cell : cells.entrySet()) cellQ4(at, scales, tensor, cell.getKey(), cell.getValue(), 10);
            }
        }
        return scales + tensor.count() / BLOCK * 4;
    }

    private void cell(long at, Tensor tensor, int row, int column, int size, float value) throws IOException {
        var one = ByteBuffer.allocate(size).order(LITTLE_ENDIAN);
        put(one, size, value);
        file.write(one.flip(), start + at + ((long) row * tensor.columns() + column) * size);
    }

    /** The other blocks keep the factor 0, whatever their halves say. */
    private void cellQ4(long at, long scales, Tensor tensor, int row, int column, float value) throws IOException {
        long block = (long) row * (tensor.columns() / BLOCK) + column / BLOCK;
        var halves = new byte[BLOCK / 2];
        Arrays.fill(halves, (byte) 0x88);
        int in = column % BLOCK;
        halves[in % 16] += in < 16 ? 0x01 : 0x10;
        file.write(ByteBuffer.wrap(halves), start + at + block * (BLOCK / 2));
        file.write(ByteBuffer.allocate(4).order(LITTLE_ENDIAN).putFloat(0, value), start + scales + block * 4);
    }

    private void stream(long at, long count, int size, Consumer<ByteBuffer> number) throws IOException {
        var buffer = ByteBuffer.allocate(1 << 20).order(LITTLE_ENDIAN);
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
