package llmswarm.check;

import java.util.Optional;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** What the group {@code name} of a pattern can match, so that a name is judged before there are files. */
record NameShape(Pattern names) {
    private static final Pattern GROUP = Pattern.compile("\\(\\?P?<name>");
    private static final Pattern FOLDED = Pattern.compile("\\(\\?[A-Za-z]*i");

    /** Empty where it cannot be told from the pattern's text. */
    static Optional<NameShape> of(Pattern whole) {
        var text = whole.pattern();
        var group = GROUP.matcher(text);
        if (text.contains("\\Q") || !group.find()) return Optional.empty();
        int end = end(text, group.end());
        if (end < 0) return Optional.empty();
        int flags = whole.flags() | (FOLDED.matcher(text).find() ? Pattern.CASE_INSENSITIVE : 0);
        try {
            return Optional.of(new NameShape(Pattern.compile(text.substring(group.end(), end), flags)));
        } catch (PatternSyntaxException notByItself) {
            return Optional.empty();
        }
    }

    /** Where the group that begins before {@code start} is closed; -1 if it is not. */
    private static int end(String text, int start) {
        int depth = 1;
        for (int i = start; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '[' -> i = afterClass(text, i);
                case '(' -> depth++;
                case ')' -> {
                    if (--depth == 0) return i;
                }
                default -> { }
            }
        }
        return -1;
    }

    /** The bracket that closes a class; one that stands first in it belongs to it. */
    private static int afterClass(String text, int open) {
        int i = open + 1;
        if (text.startsWith("^", i)) i++;
        if (text.startsWith("]", i)) i++;
        for (; i < text.length() && text.charAt(i) != ']'; i++) {
            if (text.charAt(i) == '\\') i++;
            else if (text.startsWith("[:", i)) i = Math.max(i, text.indexOf(":]", i) + 1);
        }
        return i;
    }

    boolean matches(String name) {
        return names.matches(name);
    }
}
