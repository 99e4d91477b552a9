package llmswarm.run.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;
import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.config.stack.Check;
import llmswarm.run.journal.Event.Checked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What failed before a change is told from what the change breaks. */
class FailedBeforeTest {
    private static Failure.Broken tests(String output) {
        return new Failure.Broken("tests", List.of("run"), 1, output.replace("\\n", "\n"), Check.Side.TEST);
    }

    /** What the check printed before and prints now, and what of it is held against the change. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'FAIL: a\\n1 != 2\\nRan 3 tests in 0.1s' | 'FAIL: a\\n1 != 2\\nRan 4 tests in 0.2s'   | ''
            'FAIL: a\\n1 != 2'                       | 'FAIL: a\\n1 != 7'                         | ''
            'FAIL: a\\nx'                            | 'FAIL: b\\ny'                              | 'FAIL: b\\ny'
            'FAIL: a\\nx'                            | 'FAIL: a\\nx\\nFAIL: b\\ny'                | 'FAIL: b\\ny'
            'FAIL: a\\nx\\nFAIL: b\\ny'              | 'FAIL: b\\ny'                              | ''
            'FAIL: a\\nx'                            | 'cannot be parsed'                         | 'cannot be parsed'
            'cannot be built'                        | 'FAIL: a\\nx'                              | ''
            'cannot be built'                        | 'another word'                             | ''
            """)
    void ofWhatFailsOnlyWhatIsNewIsHeldAgainstTheChange(String before, String now, String held)
            throws InterruptedException {
        var begins = List.of(Pattern.compile("(?m)^FAIL: "));
        var command = new CheckRunner.Command("tests", List.of("run"));
        var earlier = new FailedBefore(same -> Optional.of(new Checking.Result(same, new Checked("", "", 1, "tests",
                List.of("run"), 1, 0, "", "test"), Optional.of(tests(before)))), begins);
        var left = earlier.left(command, tests(now));
        assertEquals(held.replace("\\n", "\n"), left.map(failure -> ((Failure.Broken) failure).tail()).orElse(""));
    }
}
