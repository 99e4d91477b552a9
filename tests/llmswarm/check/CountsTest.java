package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import llmswarm.Tape;
import llmswarm.config.Catalog;
import llmswarm.config.layer.Layer;
import llmswarm.config.yaml.Faults;
import org.junit.jupiter.api.Test;

/** How many tests ran, as the packs that come along read it out of what test programs print. */
class CountsTest {
    private static final Catalog CATALOG =
            Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, Tape.checkout(), "clone")), new Faults());

    private static int counted(String stack, String output) {
        return Counts.tests(output, CATALOG.stack(stack).output().counts());
    }

    @Test
    void everyUsualReportTellsItsNumber() {
        Map.of("Ran 25 tests in 0.003s\n\nOK", 25, "Ran 1 test in 0.003s\n\nFAILED (errors=1)", 1,
                "test result: ok. 5 passed; 0 failed\n\ntest result: ok. 3 passed; 0 failed", 8,
                "[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in A\n[INFO] Tests run: 9, Failures: 0, Errors: 0, Skipped: 0\n", 9,
                "\n  12 passing (8ms)\n  1 failing", 12, "===== 7 passed, 1 warning in 0.02s =====", 7, "OK (3 tests)",
                3, "1..2\nok 1 - a\nnot ok 2 - b", 2, "ok 1 - a\nok 2 - b\nok 3 - c", 3,
                "=== RUN TestA\n--- PASS: TestA (0.00s)\nPASS", 1)
                .forEach((output, tests) -> assertEquals(tests, counted("generic", output), output));
        for (var stack : List.of("python-cli", "web-basic")) assertEquals(63,
                counted(stack, ".....\nRan 63 tests in 1.5s\n\nOK"));
        assertEquals(12, counted("static-site", "✔ a (1.2ms)\nℹ tests 12\nℹ suites 1\nℹ pass 12"));
        assertEquals(17, counted("java-cli", """
                Tests run: 99, Failures: 0
                [ERROR] Tests run: 7, Failures: 2, Errors: 4, Skipped: 0, Time elapsed: 0.018 s <<< FAILURE! -- in app.ATest
                [ERROR] Tests run: 17, Failures: 2, Errors: 4, Skipped: 0
                """));
        assertEquals(10, counted("java-cli", "[WARNING] Tests run: 10, Failures: 0, Errors: 0, Skipped: 1"));
    }

    @Test
    void whatTellsNoNumberCountsNothing() {
        for (var output : List.of("", "all is well", "ok", "it passed 3 exams", "line 1..3")) assertEquals(0,
                counted("generic", output), output);
    }

    @Test
    void linesAreCountedOnlyWhereNoneIsLeftOut() {
        assertEquals(0, counted("generic", "ok 1 - a\n... 70 lines left out ...\nok 72 - z"));
        assertEquals(72, counted("generic", "1..72\nok 1 - a\n... 70 lines left out ...\nok 72 - z"));
    }
}
