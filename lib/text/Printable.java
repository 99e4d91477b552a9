package text;

/** Text of others made fit for a terminal: it can show letters, but not steer the screen or hide itself. */
public final class Printable {
    private static final int ESC = 0x1B, BEL = 0x07, CSI = 0x9B, ST = 0x9C;

    private Printable() {
    }

    /**
     * What a program printed, as a terminal would show it: the text without escape sequences (7-bit and 8-bit, also
     * title and link commands with their text), without control characters but line feed and tab, and without
     * characters that reorder or hide text.
     */
    public static String of(String text) {
        var kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == ESC || c >= 0x80 && c <= 0x9F) {
                i = afterSequence(text, i, c);
            } else {
                if (!hidden(c)) kept.appendCodePoint(c);
                i += Character.charCount(c);
            }
        }
        return kept.toString();
    }

    /** Where the text goes on behind the sequence that starts at {@code i}. */
    private static int afterSequence(String text, int i, int c) {
        int next = i + 1;
        int kind = c;
        if (c == ESC) {
            if (next == text.length()) return next;
            kind = text.charAt(next) + 0x40;
            if (text.charAt(next) < 0x40 || text.charAt(next) > 0x5F) return afterShort(text, next);
            next++;
        }
        return switch (kind) {
            case CSI -> afterFinal(text, next);
            case 0x90, 0x98, 0x9D, 0x9E, 0x9F -> afterString(text, next);
            default -> next;
        };
    }

    /** ESC, intermediate bytes, one final byte: such as the choice of a character set. */
    private static int afterShort(String text, int i) {
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x2F) i++;
        return i < text.length() && text.charAt(i) > 0x2F && text.charAt(i) < 0x7F ? i + 1 : i;
    }

    private static int afterFinal(String text, int i) {
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x3F) i++;
        return i < text.length() && text.charAt(i) >= 0x40 && text.charAt(i) <= 0x7E ? i + 1 : i;
    }

    /** A command with a text ends at BEL or ST; one that is never ended takes no more than its line. */
    private static int afterString(String text, int i) {
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == BEL || c == ST) return i + 1;
            if (c == ESC) return i + 1 < text.length() && text.charAt(i + 1) == '\\' ? i + 2 : i;
            if (c == '\n') return i;
        }
        return i;
    }

    private static boolean hidden(int c) {
        if (c == '\n' || c == '\t') return false;
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    true;
            // The joiners hold emoji and several scripts together.
            case Character.FORMAT -> c != 0x200D && c != 0x200C;
            default -> false;
        };
    }

    /**
     * The text with nothing lost and nothing hidden: each character that does not show, or that steers a screen, is
     * written by its number, such as {@code \u001b}. Line feeds and tabs stay, and so do joiners and selectors where
     * scripts and emoji need them.
     */
    public static String shown(String text) {
        return Glyphs.written(text.replace("\r\n", "\n"), Glyphs.TEXT);
    }

    /**
     * The same for one line that a person approves, such as a command or a path: whatever could be taken for something
     * else, too.
     */
    public static String escaped(String text) {
        return Glyphs.written(text, Glyphs.JUDGED);
    }

    /** JSON that shows all that is in it; its strings keep their values. */
    public static String json(String line) {
        return Glyphs.written(line, Glyphs.JSON);
    }
}
