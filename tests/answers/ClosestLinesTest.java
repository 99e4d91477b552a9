package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** What an edit that is not in the file was probably meant for: told where that can be said soon. */
class ClosestLinesTest {
    private static final String FILE = "src/app.py";

    private static List<String> faults(String text, String... searched) {
        var answer = FILE + "\n" + IntStream.range(0, searched.length)
                .mapToObj(i -> "```\n<<<<<<< SEARCH\n%s\n=======\npass\n>>>>>>> REPLACE\n```\n".formatted(searched[i]))
                .collect(Collectors.joining("\n" + FILE + "\n"));
        return Answers.read(answer, List.of(FILE), Map.of(FILE, text)).faults();
    }

    /** A line as programs have it, another one for each number. */
    private static String line(int number) {
        return "    total_%d = combine(total_%d, weights[%d] * samples[%d]) if samples else 0".formatted(number,
                number - 1, number % 97, number % 89);
    }

    @Test
    void oneBlockOfSeveralLinesGetsItsNearestLinesInAFileOfThousands() {
        var text = IntStream.range(0, 8000).mapToObj(ClosestLinesTest::line)
                .collect(Collectors.joining("\n", "", "\n"));
        var searched = IntStream.range(6000, 6010).mapToObj(ClosestLinesTest::line).collect(Collectors.joining("\n"))
                .replace("combine(total_6003", "combined(total_6003");
        assertTrue(faults(text, searched).getFirst()
                .contains("did you mean lines 6001 to 6010 of 'src/app.py'?\n6001 | " + line(6000)), () ->
                faults(text, searched).toString());
    }

    @Test
    void manyBlocksThatAreNowhereInAFileOfLongLinesEndSoon() {
        var text = IntStream.range(0, 20_000).mapToObj(i -> "ab".repeat(140) + i)
                .collect(Collectors.joining("\n", "", "\n"));
        var searched = IntStream.range(0, 200).mapToObj(i -> "ba".repeat(70) + "xy".repeat(70) + i + "\n"
                + "cd".repeat(140) + i + "\n" + "ac".repeat(140) + i).toArray(String[]::new);
        var told = assertTimeoutPreemptively(Duration.ofSeconds(100), () -> faults(text, searched));
        assertEquals(200, told.size());
        assertTrue(told.getFirst().startsWith("'src/app.py': the search text of block 1 is not in the file:"),
                told::getFirst);
    }

    @Test
    void blocksOfThousandsOfLinesThatAreNowhereEndSoon() {
        var text = IntStream.range(0, 20_000).mapToObj(i -> "xy".repeat(100) + i)
                .collect(Collectors.joining("\n", "", "\n"));
        var block = IntStream.range(0, 5000).mapToObj(i -> "xz".repeat(100) + i).collect(Collectors.joining("\n"));
        assertEquals(20, assertTimeoutPreemptively(Duration.ofSeconds(100), () ->
                faults(text, IntStream.range(0, 20).mapToObj(i -> block + i).toArray(String[]::new))).size());
    }
}
