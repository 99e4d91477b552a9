package answers;

import java.util.BitSet;

/** Finds the JSON object that an answer was asked for, whatever is written around it. */
public final class JsonAnswer {
    /** So that many that do not end are read quickly. */
    private static final int LONGEST_COMMENT = 1000;

    private JsonAnswer() {
    }

    /**
     * The text of the longest object behind the thinking, the first of equals; one that was cut off goes to the end.
     * Where no brace begins an object, everything from the first brace, so that a reader can tell what is wrong with
     * it.
     *
     * @return empty when there is no brace
     */
    public static String in(String answer) {
        var text = Thinking.removed(answer).orElse("");
        var longest = "";
        var skipped = new BitSet();
        for (int start = text.indexOf('{'); start >= 0; ) {
            int end = start + 1;
            if (beginsObject(text, start, skipped)) {
                end = end(text, start);
                if (end - start > longest.length()) longest = text.substring(start, end);
            }
            start = text.indexOf('{', end);
        }
        int first = text.indexOf('{');
        return longest.isEmpty() && first >= 0 ? text.substring(first) : longest;
    }

    /**
     * Whether a key or the end follows the brace: {@code {id}} of a path and {@code {{x}}} of a template are none.
     *
     * @param skipped blanks and comments from which none was found to follow
     */
    private static boolean beginsObject(String text, int brace, BitSet skipped) {
        int next = brace + 1;
        while (next < text.length() && (Character.isWhitespace(text.charAt(next)) || "/#".indexOf(text.charAt(next)) >= 0)) {
            if (skipped.get(next)) return false;
            skipped.set(next);
            int behind = behindComment(text, next);
            if (!Character.isWhitespace(text.charAt(next)) && behind == next) return false;
            next = Math.max(behind, next + 1);
        }
        return next < text.length() && (text.charAt(next) == '"' || text.charAt(next) == '}');
    }

    /** Where the comment ends that begins there; the same place where none does. */
    private static int behindComment(String text, int at) {
        int furthest = Math.min(text.length(), at + LONGEST_COMMENT);
        var mark = text.startsWith("//", at) || text.startsWith("#", at) ? "\n" : text.startsWith("/*", at) ? "*/" : "";
        int from = at + (text.startsWith("#", at) ? 1 : 2);
        int end = mark.isEmpty() || from > furthest ? -1 : text.indexOf(mark, from, furthest);
        return end < 0 ? at : end + mark.length();
    }

    private static int end(String text, int start) {
        int depth = 0;
        boolean string = false;
        for (int i = start; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i += string ? 1 : 0;
                case '"' -> string = !string;
                case '/', '#' -> i = string ? i : Math.max(i, behindComment(text, i) - 1);
                case '{' -> depth += string ? 0 : 1;
                case '}' -> {
                    if (!string && --depth == 0) return i + 1;
                }
                default -> { }
            }
        }
        return text.length();
    }
}
