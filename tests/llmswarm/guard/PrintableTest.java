package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

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
}
