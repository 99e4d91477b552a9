package llmswarm.run.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.Workshop;
import llmswarm.check.Failure;
import llmswarm.config.stack.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a failure. */
class EvidenceTest {
    private static final SortedMap<String, byte[]> TREE =
            new TreeMap<>(Map.of("a.py", "one\ntwo\nthree\n".getBytes(StandardCharsets.UTF_8)));

    private static String told(Path folder, String output) {
        try (var swarm = new Workshop(folder).swarm()) {
            var stack = swarm.stacks().stream().filter(one -> one.name().equals("python-cli")).findFirst().orElseThrow();
            return Evidence.of(new Failure.Broken("tests", List.of("t"), 1, output, Check.Side.TEST), stack, TREE);
        }
    }

    @Test
    void aLineOfOutputThatHoldsAWholeTextIsShownByItsEnds(@TempDir Path folder) {
        var told = told(folder, "AssertionError: 'x' not found in '" + "word ".repeat(5000) + "' : the licence\nnext");
        assertTrue(told.contains("AssertionError: 'x' not found in 'word word") && told.contains("characters left out]")
                && told.contains("' : the licence\nnext"), told);
        assertTrue(told.length() < 1000, () -> told);
    }

    @Test
    void aLongLineIsLeftAsItIs(@TempDir Path folder) {
        var line = "AssertionError: " + "word ".repeat(150);
        assertTrue(told(folder, line).contains(line));
    }

    @Test
    void theLinesAroundAPlaceFollow(@TempDir Path folder) {
        var told = told(folder, "  File \"a.py\", line 2, in x\n    two");
        assertEquals("a.py, lines 1 to 3:\n    1 | one\n>   2 | two\n    3 | three",
                told.substring(told.indexOf("a.py, lines")));
    }
}
