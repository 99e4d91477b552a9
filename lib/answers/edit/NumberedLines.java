package answers.edit;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Consecutive lines of a file, the first of them number {@code from}. */
public record NumberedLines(int from, List<String> lines) {
    public NumberedLines {
        lines = List.copyOf(lines);
    }

    /** The number of its last line. */
    public int to() {
        return from + lines.size() - 1;
    }

    /** Each line behind its number and a bar. */
    public String numbered() {
        int width = String.valueOf(to()).length();
        var numbered = IntStream.range(0, lines.size())
                .mapToObj(i -> ("%" + width + "d | %s").formatted(from + i, lines.get(i)).stripTrailing());
        return numbered.collect(Collectors.joining("\n"));
    }
}
