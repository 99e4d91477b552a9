package llmswarm.files;

import java.util.List;
import java.util.Locale;

/**
 * A fenced block of an answer.
 *
 * @param label which file it is; null when nothing says so
 * @param end   the line that closes it; the number of lines when nothing does
 */
record Block(Fence opening, Label label, int end, boolean closed) {
    private static final List<String> PROSE_ENDINGS = List.of(".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc");

    boolean declared() {
        return label != null && label.declared();
    }

    /** Whether its text may well hold fences of its own. */
    boolean prose() {
        var info = opening.info().toLowerCase(Locale.ROOT);
        if (info.startsWith("markdown") || info.equals("md")) return true;
        return label != null && PROSE_ENDINGS.stream().anyMatch(label.path().toLowerCase(Locale.ROOT)::endsWith);
    }

    Block endingAt(int line) {
        return new Block(opening, label, line, true);
    }
}
