package text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes and comes from one text to another, as a person judges it. */
class DifferencesTest {
    @Test
    void linesThatGoAreToldLikeLinesThatCome() {
        assertEquals(List.of("@@ -1,3 +1,1 @@", "-if false; then", " echo now", "-fi"),
                Differences.of("if false; then\necho now\nfi\n", "echo now\n").lines());
    }

    @Test
    void aLineThatMovesGoesAndComes() {
        var moved = Differences.of("a\nb\nc\n", "b\nc\na\n");
        assertEquals(List.of("@@ -1,3 +1,3 @@", "-a", " b", " c", "+a"), moved.lines());
        assertEquals(List.of(1, 1), List.of(moved.going(), moved.coming()));
    }

    @Test
    void nothingIsCutHoweverMuchComes() {
        var many = IntStream.range(0, 3_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        var told = Differences.of("", many + "\nlast\n");
        assertEquals(3_001, told.coming());
        assertEquals("+last", told.lines().getLast());
    }

    @ParameterizedTest
    @CsvSource({"'a\n', 'a'", "'a\r\n', 'a\n'", "'a\rb\n', 'a\nb\n'", "'a \n', 'a\n'", "'', '\n'", "'\u2028\n', ' \n'",
        "'e\u0301\n', '\u00e9\n'", "'a\u200bb\n', 'ab\n'"})
    void whateverDiffersIsTold(String before, String after) {
        var told = Differences.of(before, after);
        assertTrue(told.going() + told.coming() > 0, told::toString);
        assertTrue(told.lines().stream().allMatch(line -> line.codePoints().noneMatch(c -> c < ' ' || c == 0x200B
                || c == 0x2028)), told::toString);
    }

    @Test
    void bytesThatAreNoTextDifferToo() {
        var told = Differences.of(new byte[] {(byte) 0xFF, '\n'}, new byte[] {(byte) 0xFE, '\n'});
        assertEquals(List.of("@@ -1,1 +1,1 @@", "-\u00ff", "+\u00fe"), told.lines());
    }

    @Test
    void theSameIsNoDifference() {
        assertEquals(new Differences(List.of(), 0, 0), Differences.of("same\n", "same\n"));
        assertEquals(new Differences(List.of(), 0, 0), Differences.of("", ""));
    }

    @Test
    void whatLooksLikeAHeadIsALineLikeOthers() {
        assertEquals(List.of("@@ -1,0 +1,2 @@", "+@@ -1,1 +1,1 @@", "+-- a"),
                Differences.of("", "@@ -1,1 +1,1 @@\n-- a\n").lines());
    }

    @Test
    void longTextsWithoutAnythingInCommonTakeNoLongTime() {
        var random = new Random(1);
        for (int size : new int[] {3_900, 100_000}) {
            var before = IntStream.range(0, size).mapToObj(i -> "a" + random.nextInt()).collect(Collectors.joining("\n"));
            var after = IntStream.range(0, size).mapToObj(i -> "b" + random.nextInt()).collect(Collectors.joining("\n"));
            assertTimeout(Duration.ofSeconds(20), () -> assertEquals(size, Differences.of(before, after).coming()));
        }
    }

    /** What is told, without what goes, is the new text; without what comes, the old. */
    @Test
    void bothTextsCanBeReadFromIt() {
        var random = new Random(7);
        for (int round = 0; round < 300; round++) {
            var before = text(random);
            var after = text(random);
            var told = Differences.of(before, after).lines().stream().filter(line -> !line.startsWith("@@")).toList();
            if (before.equals(after)) continue;
            assertFalse(told.isEmpty());
            assertEquals(after.lines().filter(line -> !before.contains(line)).toList(), told.stream()
                    .filter(line -> line.startsWith("+") && !before.contains(line.substring(1)))
                    .map(line -> line.substring(1)).toList());
            assertEquals(List.of(before.lines().count() - after.lines().count()), List.of(told.stream()
                    .filter(line -> line.startsWith("-")).count() - told.stream()
                    .filter(line -> line.startsWith("+")).count()));
        }
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 4).mapToObj(i -> "line" + i + "\n").collect(Collectors.joining());
    }

    @Test
    void theTextsAreReadAsUtf8() {
        assertEquals("+na\u00efve", Differences.of(new byte[0], "na\u00efve\n".getBytes(StandardCharsets.UTF_8)).lines()
                .getLast());
    }
}
