package answers;

import java.util.List;
import java.util.Optional;

/** The thinking that some models put before their answer. */
final class Thinking {
    private static final List<String> NAMES = List.of("think", "thinking", "reasoning", "thought");

    private Thinking() {
    }

    /** The text behind it; empty when the text ends before the thinking does. */
    static Optional<String> removed(String text) {
        int from = 0;
        for (var name = opened(text, from); name.isPresent(); name = opened(text, from)) {
            var closing = "</" + name.get() + ">";
            int end = text.indexOf(closing, from);
            if (end < 0) return Optional.empty();
            from = end + closing.length();
        }
        return Optional.of(withoutOpening(text.substring(from)));
    }

    /** The name of the tag that comes next, past blanks. */
    private static Optional<String> opened(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        int next = at;
        return NAMES.stream().filter(name -> text.startsWith("<" + name + ">", next)).findFirst();
    }

    /** Some servers swallow the opening tag; what comes before the first fence cannot be a file. */
    private static String withoutOpening(String text) {
        int fence = text.indexOf("```");
        for (var name : NAMES) {
            var closing = "</" + name + ">";
            int end = text.indexOf(closing);
            if (end >= 0 && (fence < 0 || end < fence)) return text.substring(end + closing.length());
        }
        return text;
    }
}
