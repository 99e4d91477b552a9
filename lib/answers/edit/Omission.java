package answers.edit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.google.re2j.Pattern;

/** A line such as {@code // ... existing code ...} that stands for lines which were left out. */
public final class Omission {
    private static final List<String> COMMENTS = List.of("#", "//", "/*", "<!--", "--", ";", "%", "{/*");
    private static final List<String> CLOSINGS = List.of("*/", "-->", "*/}");
    private static final List<String> TALK =
            List.of("existing", "rest of", "the rest", "unchanged", "remaining", "other ", "keep ", "previous ",
            "your existing", "same as ", "all other ", "omitted", "truncated", "snip");
    /** Dots and words in brackets, in whatever language. */
    private static final Pattern BRACKETED = Pattern.compile("\\.\\.\\. ?[(\\[].*[)\\]][ .]*");
    /** Sentences without dots that say the same; of code alone, since data may well remain unchanged. */
    private static final Pattern PLAIN = Pattern.compile(("(?:keep )?(?:all )?(?:the |your |my )?(?:rest (?=REMAINS)"
            + "|(?:(?:rest|remainder) of (?:the |your |this )?|(?:existing|previous|other|remaining|rest of) )(?:\\w+ ){0,4}"
            + "(?:code|file|functions?|methods?|class(?:es)?|imports?|contents?|implementations?|logic|script|program"
            + "|module|component|styles?|html|css|markup|routes|handlers|tabs|sections) )(?:REMAINS)? ?(?:exactly )?"
            + "(?:here|below|unchanged|omitted|untouched|the same|as (?:is|before|above)|unmodified)(?: as before| until .*"
            + "| for (?:brevity|now))?").replace("(?=REMAINS)", "REMAINS").replace("REMAINS", "(?:is|are|remains?|stays?|goes|go|continues?)"));

    private static final Pattern REST = Pattern.compile("\\b(?:rest|remainder)\\b");

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
        // without dots such words are an ordinary comment, but for a text that has become shorter
        boolean shorter = file.lines().count() < current.lines().count();
        return file.lines().map(String::strip).filter(line -> isComment(line, shorter))
                .filter(line -> comment(line).length() > "...".length())
                .filter(line -> current.lines().map(String::strip).noneMatch(line::equals)).findFirst();
    }

    private static boolean isComment(String line) {
        return isComment(line, false);
    }

    private static boolean isComment(String line, boolean shorter) {
        var comment = comment(line);
        if (comment.equals(line)) return false;
        var said = comment.toLowerCase(Locale.ROOT).replace("…", "...");
        var words = unbracketed(said.replace("...", " ").strip());
        if (PLAIN.matches(words) && (shorter || said.matches("[(\\[].*") || REST.matcher(words).find())
                || BRACKETED.matches(said)) return true;
        if (!said.startsWith("...") && !said.endsWith("...")) return false;
        return words.isEmpty() || TALK.stream().anyMatch(words::startsWith);
    }

    private static String unbracketed(String words) {
        int end = words.length();
        while (end > 0 && ".)]".indexOf(words.charAt(end - 1)) >= 0) end--;
        return words.isEmpty() || "([".indexOf(words.charAt(0)) < 0 ? words.substring(0, end).strip()
                : words.substring(1, Math.max(1, end)).strip();
    }

    private static String comment(String line) {
        var said = line;
        for (var mark : COMMENTS) if (said.startsWith(mark)) said = said.substring(mark.length()).strip();
        for (var end : CLOSINGS) if (said.endsWith(end)) said = said.substring(0, said.length() - end.length()).strip();
        return said;
    }
}
