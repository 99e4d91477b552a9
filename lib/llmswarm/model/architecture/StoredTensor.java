package llmswarm.model.architecture;

import java.util.List;

/**
 * A tensor as the head of a file of weights tells of it.
 *
 * @param type  of its numbers, such as {@code BF16}; empty where none is named
 * @param bytes of its numbers; negative where the place that is named does not lie in the file
 */
public record StoredTensor(String type, List<Integer> shape, long bytes) {
    public StoredTensor {
        shape = List.copyOf(shape);
    }

    /** How many numbers it has by its shape; in floating point, since a file's numbers could overflow. */
    double numbers() {
        return shape.stream().mapToDouble(Integer::doubleValue).reduce(1, (all, side) -> all * side);
    }
}
