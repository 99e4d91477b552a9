package text;

import java.text.Normalizer;
import java.util.Locale;

/** Writes text so that each of its characters can be seen. */
public final class Glyphs {
    /** How the text is used: to be read, to be approved, or as JSON. */
    enum Use { TEXT, JUDGED, JSON }

    static final Use TEXT = Use.TEXT, JUDGED = Use.JUDGED, JSON = Use.JSON;
    /** So many marks can stand on one letter in the writing of any language. */
    private static final int MARKS = 4;

    private final String text;
    private final Use use;
    private final StringBuilder written;
    private int marks;
    private int base;

    private Glyphs(String text, Use use) {
        this.text = text;
        this.use = use;
        written = new StringBuilder(text.length());
    }

    static String written(String text, Use use) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F || c == '\n' && use == TEXT)) return text;
        return new Glyphs(text, use).written();
    }

    private String written() {
        int before = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            marks = isMark(c) ? marks + 1 : 0;
            if (marks == 0) base = c;
            if (c >= ' ' && c < 0x7F || shows(c, before, i < text.length() ? text.codePointAt(i)
                    : 0)) written.appendCodePoint(c);
            else number(c);
            before = c;
        }
        return written.toString();
    }

    private boolean shows(int c, int before, int after) {
        if (c == '\n' || c == '\t') return use == TEXT;
        if (isSelector(c)) return use != JUDGED
                && (before > 0x7F || before == '#' || before == '*' || before >= '0' && before <= '9')
                && !isSelector(before);
        if (isJoiner(c)) return use != JUDGED && before > 0x7F && after > 0x7F && !isJoiner(before);
        if (isBlank(c)) return false;
        if (isMark(c)) return use == JUDGED ? marks <= 2 && belongs(c, base) : marks <= MARKS;
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT, Character.UNASSIGNED -> false;
            case Character.PRIVATE_USE, Character.SPACE_SEPARATOR -> use != JUDGED;
            default -> true;
        };
    }

    /**
     * Whether fonts draw the mark on that letter; amidst another writing, marks that join two letters do not show at
     * all.
     */
    private static boolean belongs(int mark, int letter) {
        if (!Character.isLetter(letter) || mark == 0x2D7F) return false;
        var block = Character.UnicodeBlock.of(mark);
        if (block == Character.UnicodeBlock.COMBINING_DIACRITICAL_MARKS
                || block == Character.UnicodeBlock.of(letter)) return true;
        var both = Character.toString(letter) + Character.toString(mark);
        return Character.UnicodeScript.of(mark) == Character.UnicodeScript.of(letter)
            || Normalizer.normalize(both, Normalizer.Form.NFC).codePoints().count() == 1;
    }

    private void number(int c) {
        if (c > 0xFFFF && use != JSON) {
            written.append("\\u{%x}".formatted(c));
            return;
        }
        for (var unit : Character.toChars(c)) written.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }

    public static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    public static boolean isSelector(int c) {
        return c >= 0xFE00 && c <= 0xFE0F || c >= 0x180B && c <= 0x180F || c >= 0xE0100 && c <= 0xE01EF;
    }

    /**
     * Letters and signs that leave their place empty: fillers of Hangul and Khitan, the grapheme joiner, vowels of
     * Khmer, the empty Braille cell, blanks of hieroglyphs, the note without a head.
     */
    public static boolean isBlank(int c) {
        return switch (c) {
            case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x16FE4, 0x034F, 0x17B4, 0x17B5, 0x2800, 0x13441, 0x13442, 0x1D159,
                    0xFFFC -> true;
            default -> false;
        };
    }
}
