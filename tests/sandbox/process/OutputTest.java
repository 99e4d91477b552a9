package sandbox.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void colourTitlesAndReadingDirectionAreTakenOut() {
        assertEquals("red plain\ttab\nabc",
                tail(1000, "\u001B[31mred\u001B[0m \u001B]0;title\u0007plain\ttab\r\na\u202Eb\u0000c\n"));
    }

    @Test
    void ofAProgressBarTheLastStateStays() {
        assertEquals("100%\ndone", tail(1000, "10%\r50%\r100%\r\ndone\n"));
    }

    @Test
    void bothEndsAreKeptInFullLinesAndWhatIsMissingIsSaid() {
        var text = IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        var lines = tail(10_000, text).lines().toList();
        assertEquals(List.of("1", "20", "... 30 lines left out ...", "51", "100"),
                List.of(lines.get(0), lines.get(19), lines.get(20), lines.get(21), lines.getLast()));
        assertEquals(71, lines.size());
    }

    @Test
    void ofMoreBytesThanAreKeptBothEndsStandInFullLines() {
        assertEquals("one\n... 2 lines left out ...\nfour\nfive\nsix", tail(20, "one\ntwo\nthree\nfour\nfive\nsix"));
        assertEquals("0\n... 5 bytes left out ...\n6789", tail(5, "0123456789"));
    }

    @Test
    void anOutputThatFitsIsWhole() {
        var text = IntStream.rangeClosed(1, 71).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        assertEquals(text, tail(10_000, text));
        assertTrue(Output.isWhole(text));
        assertFalse(Output.isWhole(tail(10_000, text + "\n72")));
    }

    @Test
    void anOutputInManyPartsIsPutTogether() {
        var output = new Output(8);
        for (var part : "a,bc,def,ghij,klmnopqrs,tu".split(",")) {
            output.add(part.getBytes(StandardCharsets.UTF_8), part.length());
        }
        assertEquals("ab\n... 13 bytes left out ...\npqrstu", Output.ends(output.text(), 0));
    }

    private static String tail(int bytes, String text) {
        var output = new Output(bytes);
        var all = text.getBytes(StandardCharsets.UTF_8);
        output.add(all, all.length);
        return Output.ends(output.text(), 0);
    }
}
