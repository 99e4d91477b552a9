package llmswarm.config.yaml;

/** Where something stands in a file; line and column count from 1, and 0 means the file as a whole. */
public record Place(String file, int line, int column) {
    /** The file as a whole. */
    public static Place file(String file) {
        return new Place(file, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? file : "%s:%d:%d".formatted(file, line, column);
    }
}
