package answers;

import java.util.List;
import java.util.Locale;

/**
 * A fenced block of an answer.
 *
 * @param label which file it is; null when nothing says so
 * @param end   index of the line that closes it, or of the first line that is not in it
 */
record FencedBlock(Fence opening, FileLabel label, int end, Closing closing) {
    /** How it ends: by its fence; not at all; or at one of several fences, and nothing tells at which. */
    enum Closing { FENCE, NONE, UNCLEAR }

    private static final List<String> PROSE_ENDINGS = List.of(".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc");

    boolean declared() {
        return label != null && label.declared();
    }

    /** Whether it is known where its text ends. */
    boolean whole() {
        return closing == Closing.FENCE;
    }

    boolean holds(int line) {
        return line > opening.line() && line < end;
    }

    /** Whether its text may well hold fences of its own. */
    boolean prose() {
        return prose(opening, label);
    }

    static boolean prose(Fence opening, FileLabel label) {
        var info = opening.info().toLowerCase(Locale.ROOT);
        return info.startsWith("markdown") || info.equals("md") || label != null && prose(label.path());
    }

    /** The same for a file of that name. */
    static boolean prose(String path) {
        return PROSE_ENDINGS.stream().anyMatch(path.toLowerCase(Locale.ROOT)::endsWith);
    }
}
