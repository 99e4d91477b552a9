package text;

import java.util.List;
import java.util.stream.Collectors;

/** Commands as a person would type them, and judges them. */
public final class ShellWords {
    private ShellWords() {
    }

    /** A command: each word as a shell would take it, and nothing in it hidden. */
    public static String line(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    /** A word as a shell takes it; what does not show is written by its number. */
    public static String quoted(String word) {
        return word.matches("[\\w./-]+") ? word : "'" + Printable.escaped(word).replace("'", "'\\''") + "'";
    }
}
