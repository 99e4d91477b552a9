package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import com.google.re2j.Pattern;
import llmswarm.Tape;
import llmswarm.config.Catalog;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Check;
import llmswarm.config.yaml.Faults;
import org.junit.jupiter.api.Test;

/** The output of one check as the failures it tells of. */
class FailureBlocksTest {
    private static final Catalog BUNDLED =
            Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, Tape.checkout(), "clone")), new Faults());

    private static List<String> tails(String stack, String output) {
        return tails(BUNDLED.stack(stack).output().failures(), output);
    }

    private static List<String> tails(List<Pattern> begins, String output) {
        var failure = new Failure.Broken("tests", List.of("t"), 1, output, Check.Side.TEST);
        return FailureBlocks.of(failure, begins).stream().map(block -> ((Failure.Broken) block).tail()).toList();
    }

    @Test
    void whatStandsBeforeTheFirstIsNoFailure() {
        assertEquals(List.of("ERROR: a\nx\n\n======", "FAIL: b\ny\n\nRan 3 tests"),
                tails("python-cli", "..E.F\n======\nERROR: a\nx\n\n======\nFAIL: b\ny\n\nRan 3 tests\n"));
    }

    @Test
    void theFormsOfSeveralLanguagesAreKnown() {
        assertEquals(2, tails("generic", "test result\n---- a stdout ----\nx\n---- b stdout ----\ny\n").size());
        assertEquals(2, tails("generic", "___ test_a ___\nx\n___ test_b ___\ny\n").size());
        assertEquals(2, tails("generic", "--- FAIL: TestA (0.0s)\n  a.go:3\n--- FAIL: TestB (0.0s)\n  b.go:4\n").size());
        assertEquals(2, tails("generic", "ok 1 - x\nnot ok 2 - a\n  x\nnot ok 3 - b\n").size());
    }

    @Test
    void pagesAndTheirTestsTellOfEachFaultAlone() {
        assertEquals(2, tails("static-site", "✖ a (1ms)\n\n✖ failing tests:\n\ntest at tests/a.test.js:3:1\n✖ a (1ms)\n"
                + "  Error: x\n\ntest at tests/a.test.js:9:1\n✖ b (1ms)\n").size());
        assertEquals(2, tails("static-site", "site/über uns/a.html:3:1: <p> is x\nsite/b.css:4: no b.png\n").size());
    }

    @Test
    void anOutputOfOneFailureOrOfTooManyIsLeftAsItIs() {
        for (var output : List.of("FAIL: a\nx", "no test ran", "FAIL: a\n".repeat(31))) {
            assertEquals(List.of(output), tails("python-cli", output));
        }
        assertEquals(List.of("FAIL: a\nFAIL: b"), tails(List.of(), "FAIL: a\nFAIL: b"));
    }
}
