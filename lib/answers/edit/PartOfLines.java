package answers.edit;

import java.util.List;
import java.util.Optional;

/**
 * A search text that begins or ends within a line, as where its last line is cut short, and that stands in the text
 * once.
 *
 * @param start where it begins, among the lines joined by line feeds
 */
record PartOfLines(int start, String search, String replace) {
    /** Shorter texts stand by chance where they were not meant. */
    private static final int SHORTEST = 16;

    /** Empty where it stands nowhere, in several places, or begins or ends amidst a word. */
    static Optional<PartOfLines> of(SearchReplace edit, List<String> text) {
        var search = String.join("\n", edit.search());
        if (search.strip().length() < SHORTEST || !SearchReplace.lineEnd(text).isEmpty()) return Optional.empty();
        var all = String.join("\n", text);
        int start = all.indexOf(search);
        if (start < 0 || all.indexOf(search, start + 1) >= 0 || amidst(all, start)
                || amidst(all, start + search.length())) return Optional.empty();
        return Optional.of(new PartOfLines(start, search, String.join("\n", edit.replace())));
    }

    private static boolean amidst(String all, int at) {
        return at > 0 && at < all.length() && Character.isJavaIdentifierPart(all.charAt(at - 1))
                && Character.isJavaIdentifierPart(all.charAt(at));
    }

    /** The text with the edit made; what stands around it in its first and its last line stays. */
    EditOutcome replaced(List<String> text) {
        var all = String.join("\n", text);
        var made = all.substring(0, start) + replace + all.substring(start + search.length());
        return new EditOutcome.Applied(List.of(made.split("\n", -1)));
    }
}
