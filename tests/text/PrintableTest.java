package text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        var text = "Größe\t日本 👩‍💻 é\n[31m";
        assertEquals(text, Printable.of(text));
    }

    @Test
    void coloursAndCursorMovesGo() {
        assertEquals("red and up", Printable.of("\u001B[1;31mred\u001B[0m and\u001B[2A up"));
        assertEquals("red", Printable.of("\u009B31mred\u009B0m"));
        assertEquals("ab", Printable.of("a\u001B(B\u001B7\u001Bcb"));
    }

    @Test
    void titlesAndLinksGoWithTheirText() {
        assertEquals("ab", Printable.of("a\u001B]0;owned\u0007b"));
        assertEquals("alinkb", Printable.of("a\u001B]8;;http://x\u001B\\link\u001B]8;;\u001B\\b"));
        assertEquals("ab", Printable.of("a\u009D52;c;ZXZpbA==\u009Cb"));
        assertEquals("ab", Printable.of("a\u001BPq#0\u001B\\b"));
    }

    @Test
    void aSequenceThatIsNeverEndedTakesNoMoreThanItsLine() {
        assertEquals("a\nb", Printable.of("a\u001B]0;title\nb"));
        assertEquals("a", Printable.of("a\u001B"));
        assertEquals("a", Printable.of("a\u001B[12"));
        assertEquals("ab", Printable.of("a\u001B\u001B[1mb"));
    }

    @Test
    void controlAndReorderingCharactersGo() {
        assertEquals("abc\n", Printable.of("a\0b\r\u0008c\r\n"));
        assertEquals("abcd", Printable.of("a\u202Eb\u2066c\u200B\uFEFF\uDB40\uDC41d"));
        assertEquals("a", Printable.of("a\uD800"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`a\u001B]0;; touch PWN; : \u0007b` | `a\\u001b]0;; touch PWN; : \\u0007b` | the title of a window",
            "`a\u001B]52;c;eA==\u001B\\\\` | `a\\u001b]52;c;eA==\\u001b\\\\` | the clipboard",
            "`\u009B31m\u0000\u007F` | `\\u009b31m\\u0000\\u007f` | controls",
            "`a\rb` | `a\\u000db` | a return to the line's begin",
            "`a\u202Eb\u2066c\u200B\uFEFF` | `a\\u202eb\\u2066c\\u200b\\ufeff` | turned and hidden text",
            "`a\uDB40\uDC41\uD800` | `a\\u{e0041}\\ud800` | tags and half a character",
            "`ls\u200D -l\uFE0F\uFE0F` | `ls\\u200d -l\\ufe0f\\ufe0f` | joiners amidst ASCII",
            "`a\u3164b\u115Fc\u2800\u2028` | `a\\u3164b\\u115fc\\u2800\\u2028` | letters without a shape",
            "`a\uD80D\uDC41\uD80D\uDC42\uD834\uDD59\uD81B\uDFE4` | `a\\u{13441}\\u{13442}\\u{1d159}\\u{16fe4}` | signs without a shape",
            "`e\u0301\u0301\u0301\u0301\u0301\u0301` | `e\u0301\u0301\u0301\u0301\\u0301\\u0301` | more marks than a letter can have"})
    void whatDoesNotShowIsWrittenByItsNumberAndNothingIsLost(String text, String shown, String kind) {
        assertEquals(shown, Printable.shown(text), kind);
        assertEquals(shown, Printable.shown(shown), "once more changes nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Größe in 漢字, हिन्दी, ไทย, עברית\n\tand a tab",
            "\uD83D\uDC69\u200D\uD83D\uDCBB \u2764\uFE0F 1\uFE0F\u20E3", "می\u200Cخواهم", "a\u00A0b\u3000c",
            "e\u0301\u0323 \\u001b"})
    void writingsOfAllKindsStayAsTheyAre(String text) {
        assertEquals(text, Printable.shown(text));
    }

    @Test
    void linesOfAnotherSystemAreOrdinaryLines() {
        assertEquals("a\nb\n", Printable.shown("a\r\nb\r\n"));
    }

    @Test
    void inWhatIsApprovedEvenASpaceIsOnlyASpace() {
        assertEquals("rm\\u00a0-rf\\u3000x\\u0009y\\u000az\\u200dm\\ufe0f",
                Printable.escaped("rm\u00A0-rf\u3000x\ty\nz\u200Dm\uFE0F"));
        assertEquals("-\\u0336x e\u0301.txt Größe \\u{10fffd}",
                Printable.escaped("-\u0336x e\u0301.txt Größe \uDBFF\uDFFD"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x16FE4, 0x2D7F, 0x17D2, 0x10A3F, 0x1107F, 0x13441, 0x13442, 0x1D159, 0x0E3A, 0x1CF42, 0x20DD})
    void inWhatIsApprovedAMarkStandsOnALetterOfItsWriting(int mark) {
        var number = mark > 0xFFFF ? "\\u{%x}".formatted(mark) : "\\u%04x".formatted(mark);
        assertEquals("rm a" + number + "b", Printable.escaped("rm a" + Character.toString(mark) + "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"e\u0301te\u0301.txt", "Vie\u0323\u0302t", "\u1EB9\u0301", "\u0438\u0306", "\u30AB\u3099",
            "हिन्दी", "भाषा/क़", "ไทยน้ำ", "ខ្មែរ",
        "\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F", "\u05E9\u05C1\u05B8", "தமிழ்", "বাংলা", "မြန်မာ"})
    void inWhatIsApprovedTheWritingsOfLanguagesStay(String text) {
        assertEquals(text, Printable.escaped(text));
    }
}
