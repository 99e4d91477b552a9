package answers.edit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A line such as {@code // ... existing code ...} that stands for lines which were left out. */
public final class Omission {
    private static final List<String> COMMENTS = List.of("#", "//", "/*", "<!--", "--", ";", "%", "{/*");
    private static final List<String> CLOSINGS = List.of("*/", "-->", "*/}");
    private static final List<String> TALK =
            List.of("existing", "rest of", "the rest", "unchanged", "remaining", "other ", "keep ");

    private Omission() {
    }

    /** The first such line of the edit that is no line of the text; dots alone mean it in the search text only. */
    static Optional<String> in(SearchReplace edit, List<String> text) {
        var known = Set.copyOf(text.stream().map(String::strip).toList());
        var search = edit.search().stream().map(String::strip).filter(line -> line.equals("...") || isComment(line));
        var replace = edit.replace().stream().map(String::strip).filter(Omission::isComment);
        return Stream.concat(search, replace).filter(line -> !known.contains(line)).findFirst();
    }

    /** The first such line in the whole text of a file that the text which stands there now does not have. */
    public static Optional<String> in(String file, String current) {
        return file.lines().map(String::strip).filter(Omission::isComment)
                .filter(line -> comment(line).length() > "...".length())
                .filter(line -> current.lines().map(String::strip).noneMatch(line::equals)).findFirst();
    }

    private static boolean isComment(String line) {
        if (!line.contains("...") && !line.contains("…")) return false;
        var comment = comment(line);
        var said = comment.toLowerCase(Locale.ROOT).replace("…", "...");
        if (comment.equals(line) || !said.startsWith("...") && !said.endsWith("...")) return false;
        var words = said.replace("...", " ").strip();
        return words.isEmpty() || TALK.stream().anyMatch(words::startsWith);
    }

    private static String comment(String line) {
        var said = line;
        for (var mark : COMMENTS) if (said.startsWith(mark)) said = said.substring(mark.length()).strip();
        for (var end : CLOSINGS) if (said.endsWith(end)) said = said.substring(0, said.length() - end.length()).strip();
        return said;
    }
}
