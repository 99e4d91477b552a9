package llmswarm.prompt;

import java.util.List;

/**
 * A tag of a template.
 *
 * @param name   of a variable, with dots, or of a partial
 * @param line   counts from 1
 * @param inside what stands in a section
 */
record Tag(Kind kind, String name, int line, List<Tag> inside) {
    enum Kind { VALUE, SECTION, INVERTED, PARTIAL }

    Tag(Kind kind, String name, int line) {
        this(kind, name, line, List.of());
    }
}
