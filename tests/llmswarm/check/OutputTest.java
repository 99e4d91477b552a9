package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void colourTitlesAndReadingDirectionAreTakenOut() {
        assertEquals("red plain\ttab\nabc", tail(1000, "\u001B[31mred\u001B[0m \u001B]0;title\u0007plain\ttab\r\na\u202Eb\u0000c\n"));
    }

    @Test
    void ofAProgressBarTheLastStateStays() {
        assertEquals("100%\ndone", tail(1000, "10%\r50%\r100%\r\ndone\n"));
    }

    @Test
    void onlyTheLastBytesAreKeptFromTheNextFullLine() {
        assertEquals("three\nfour", tail(13, "one\ntwo\nthree\nfour\n"));
        assertEquals("789", tail(3, "0123456789"));
    }

    @Test
    void sixtyLinesAreEnough() {
        var text = IntStream.rangeClosed(1, 100).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        assertEquals("41", tail(10_000, text).lines().findFirst().orElseThrow());
    }

    @Test
    void anOutputInManyPartsIsPutTogether() {
        var output = new Output(5);
        for (var part : "a,bc,def,ghij,klmnopqrs,tu".split(",")) {
            output.add(part.getBytes(StandardCharsets.UTF_8), part.length());
        }
        assertEquals("qrstu", output.tail());
    }

    private static String tail(int bytes, String text) {
        var output = new Output(bytes);
        var all = text.getBytes(StandardCharsets.UTF_8);
        output.add(all, all.length);
        return output.tail();
    }
}
