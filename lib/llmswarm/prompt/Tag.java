package llmswarm.prompt;

import java.util.List;

/**
 * A tag of a template.
 *
 * @param name   of a variable, with dots, or of a partial
 * @param line   counts from 1
 * @param nth    how many alike stand before it in the same line
 * @param inside what stands in a section
 */
record Tag(Kind kind, String name, int line, int nth, List<Tag> inside) {
    /** What a tag does, and what stands between its braces and its name. */
    enum Kind {
        VALUE("[&{]?"), SECTION("#"), INVERTED("\\^"), PARTIAL(">");

        final String mark;

        Kind(String mark) {
            this.mark = mark;
        }
    }
}
