package llmswarm.cli.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import llmswarm.run.journal.ChangeEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a change is told to a person. */
class ChangeTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            _______________________ test_sort_keys_is_off _______________________ | test_sort_keys_is_off
            FAIL: test_names (test_rules.Rules) ['a_b__c']                        | FAIL: test_names (test_rules.Rules) ['a_b__c']
            --- FAIL: TestSum (0.00s)                                             | FAIL: TestSum (0.00s)
            """)
    void theTestThatShowsAChangeIsNamedWithoutTheLinesDrawnAroundIt(String said, String told) {
        assertEquals("tests/a.py, which pass, and without the change do not: " + told,
                ChangeText.shown(new ChangeEvent.TestsTried(List.of("tests/a.py"), List.of(said))));
    }
}
