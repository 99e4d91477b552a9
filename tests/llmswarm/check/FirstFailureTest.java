package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.google.re2j.Pattern;
import llmswarm.config.stack.OutputPatterns;
import org.junit.jupiter.api.Test;

/** What is shown of outputs, long and short, of tools that say first what failed, or last, or never. */
class FirstFailureTest {
    private static final List<String> PATHS = List.of("src/a.x", "src/b.x");

    private static String shown(String output, String... failures) {
        return FirstFailure.shown(output.strip(), new OutputPatterns(List.of(Pattern.compile(
                "(?<file>[\\w./-]+\\.x):(?<line>\\d+)")), List.of(), List.of(failures).stream().map(Pattern::compile).toList()),
                PATHS);
    }

    private static String lines(String word, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> word + " " + i + "\n").collect(Collectors.joining());
    }

    @Test
    void aLongOutputBeginsAtItsFirstFailureAndEndsWithItsTail() {
        var shown = shown(lines("ok", 300) + "FAILED one\nat src/a.x:3\n" + lines("frame", 200) + "2 failed\n", "(?m)^FAILED ").lines().toList();
        assertEquals(List.of("... 300 lines left out ...", "FAILED one", "at src/a.x:3", "frame 1"), shown.subList(0, 4));
        assertEquals("2 failed", shown.getLast());
        assertEquals(1 + 20 + 1 + 50, shown.size());
        assertEquals("... 133 lines left out ...", shown.get(21));
    }

    @Test
    void soDoesAShortOneWhosePackSaysHowFailuresBegin() {
        assertEquals("... 3 lines left out ...\nFAILED one\n1 failed", shown(lines("ok", 3) + "FAILED one\n1 failed", "(?m)^FAILED "));
    }

    @Test
    void withoutSuchAWordALongOutputBeginsWhereThePlaceIsToldAndAShortOneIsWhole() {
        var long_ = lines("made", 100) + "\nTrace of what failed:\n  src/b.x:9\n" + lines("frame", 9);
        assertEquals("... 101 lines left out ...\nTrace of what failed:\n  src/b.x:9\n" + lines("frame", 9).strip(), shown(long_));
        var before = lines("made", 100) + "src/b.x:9: wrong\n";
        assertEquals("... 95 lines left out ...\nmade 96\nmade 97\nmade 98\nmade 99\nmade 100\nsrc/b.x:9: wrong", shown(before));
        var brief = lines("made", 9) + "src/b.x:9: wrong";
        assertEquals(brief, shown(brief));
    }

    /** Builders tell at the end that they failed, and before that why. */
    @Test
    void aPlaceOfTheProjectBeforeTheFirstFailureIsNotLeftOut() {
        var output = "compiling\nsrc/a.x:3: error: no such name\n" + lines("note", 10) + "ERROR: the build failed";
        assertEquals(output, shown(output, "(?m)^ERROR: "));
        assertTrue(shown("lib/other.x:3: warning\n" + "ok\n" + "ERROR: it failed", "(?m)^ERROR: ").endsWith("\nERROR: it failed"));
    }

    @Test
    void anOutputThatTellsNoFailureKeepsBothEnds() {
        var shown = shown(lines("line", 100), "(?m)^FAILED ").lines().toList();
        assertEquals(List.of("line 1", "... 30 lines left out ...", "line 100"), List.of(shown.getFirst(), shown.get(20), shown.getLast()));
    }
}
