package llmswarm.run;

import static llmswarm.run.Receipt.CLI;
import static llmswarm.run.Receipt.PLAN;
import static llmswarm.run.Receipt.TESTS;
import static llmswarm.run.Receipt.TOTAL;
import static llmswarm.run.Receipt.edit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import llmswarm.run.journal.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a check finds goes back to whoever has to mend it, with what failed and nothing else. */
@Execution(ExecutionMode.CONCURRENT)
class RepairTest {
    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void tape() {
        taped = new Taped(folder).python(PLAN).says("backend", "cli", 1, CLI);
    }

    private void total(int attempt, String text) {
        taped.says("backend", "total", attempt, text);
    }

    private void tests(int attempt, String text) {
        taped.says("tester", "tests", attempt, text);
    }

    @Test
    void aSyntaxErrorIsMendedInOneRoundByAnEdit() {
        total(1, TOTAL.replace("for price in prices:", "for price in prices"));
        total(2, edit("receipt/total.py", "    for price in prices", "    for price in prices:"));
        tests(1, TESTS);
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("total 1 syntax: code"), taped.failed());
        assertEquals(List.of("backend cli 1", "backend total 1", "backend total 2", "tester tests 1"),
                taped.asked().stream().sorted().toList());
        assertEquals(List.of(Event.State.DONE), taped.ends("total").stream().map(Event.TaskEnded::state).toList());
        assertEquals("passed: syntax", taped.ends("total").getFirst().evidence());
        assertEquals(TOTAL.lines().skip(2).takeWhile(line -> !line.equals("```")).toList(),
                Taped.committed(outcome, "receipt/total.py").lines().toList());
        assertFalse(taped.prompt("total", 1).contains("# Attempt"));
    }

    @Test
    void thePromptOfARepairNamesWhatFailedWithTheLinesAroundItAndAsksForNothingElse() {
        total(1, TOTAL.replace("for price in prices:", "for price in prices"));
        total(2, edit("receipt/total.py", "    for price in prices", "    for price in prices:"));
        tests(1, TESTS);
        taped.run();
        var prompt = taped.prompt("total", 2);
        var told = prompt.substring(prompt.indexOf("# Attempt 2\n"));
        assertEquals("""
                # Attempt 2
                What is there so far was not accepted. The evidence:
                ```
                Check 'syntax' failed (exit code 1): python3 -c import sys; compile(open(sys.argv[1], 'rb').read(), sys.argv[1], 'exec') receipt/total.py
                Traceback (most recent call last):
                  File "<string>", line 1, in <module>
                  File "receipt/total.py", line 7
                    for price in prices
                                       ^
                SyntaxError: expected ':'

                receipt/total.py, lines 3 to 11:
                    3 |\s
                    4 | def total(prices: list[int]) -> int:
                    5 |     \"""The sum of all prices.\"""
                    6 |     result = 0
                >   7 |     for price in prices
                    8 |         result += price
                    9 |     return result
                   10 |\s
                   11 |\s
                ```

                Mend the cause, and nothing else. Give only what changes, as edits or, where a file is short or missing, whole. Files that do not
                change are kept: leave them out.
                """, told);
        assertTrue(prompt.contains("receipt/total.py stands like this:\n```\n\"\"\"Adds up.\"\"\"\n"), prompt);
        assertFalse(prompt.contains("Your last answer was"), prompt);
    }

    @Test
    void aFailingTestIsMendedByWhoeverWroteTheDeepestPlaceOutsideTheTests() {
        total(1, TOTAL.replace("    result = 0\n", "    result = prices[0] * 0\n"));
        total(2, edit("receipt/total.py", "    result = prices[0] * 0", "    result = 0"));
        tests(1, TESTS);
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals("done and checked", outcome.label());
        assertEquals(List.of("end 1 tests: test"), taped.failed());
        assertEquals(List.of("backend total 1", "backend total 2"),
                taped.asked().stream().filter(who -> who.contains("total")).toList());
        assertFalse(taped.asked().stream().anyMatch(who -> who.startsWith("reviewer")));
        assertEquals(List.of("sent back: Check 'tests' failed (exit code 1): python3 -B -m tests"),
                taped.notes("total"));
        assertEquals("mended; passed: syntax, tests", taped.ends("total").getLast().evidence());
        assertEquals("Mend: The total", Taped.commits(outcome).getFirst());
        var prompt = taped.prompt("total", 2);
        assertTrue(prompt.contains("IndexError: list index out of range"), prompt);
        assertTrue(prompt.contains(">   6 |     result = prices[0] * 0"), prompt);
        assertTrue(prompt.contains(">  11 |         self.assertEqual(total([]), 0)"), prompt);
        assertTrue(prompt.contains("\n  File \"receipt/total.py\", line 6, in total\n"), prompt);
        assertFalse(prompt.contains("parse_args"), prompt);
    }

    private void wrongTest() {
        total(1, TOTAL);
        tests(1, TESTS.replace("total([]), 0)", "total([]), None)"));
        taped.says("reviewer", ":blame", 1, """
                {"fault": "test", "code": "total", "test": "tests", "quote": "Of no prices the total is 0",
                 "reason": "The test wants None."}""");
        tests(2, edit("tests/test_total.py", "        self.assertEqual(total([]), None)",
                "        self.assertEqual(total([]), 0)"));
        total(2, edit("receipt/total.py", "    return result", "    return result if prices else None"));
    }

    @Test
    void aTestThatContradictsAQuotedRequirementGoesToTheTester() {
        wrongTest();
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("end 1 tests: test"), taped.failed());
        assertEquals(List.of("reviewer :blame 1", "tester tests 2"), taped.asked().subList(3, 5));
        assertEquals("mended; passed: syntax, tests", taped.ends("tests").getLast().evidence());
        assertEquals(List.of("the review takes the test to be wrong: The test wants None."), taped.notes(""));
        assertTrue(Taped.committed(outcome, "tests/test_total.py").contains("total([]), 0)"));
        assertFalse(Taped.committed(outcome, "receipt/total.py").contains("None"));
        var blame = taped.prompt(":blame", 1);
        assertTrue(blame.contains("AssertionError: 0 is not None") || blame.contains("AssertionError: 0 != None"),
                blame);
        assertTrue(blame.contains("- R2: Of no prices the total is 0, which is a price like any other."), blame);
    }

    @Test
    void ofALongTestFileTheReviewerSeesThePlaceAndBesideItTheCode() {
        wrongTest();
        tests(1, TESTS.replace("total([]), 0)", "total([]), None)").replace("class Total", "X = 1\n".repeat(8000)
                + "class Total"));
        assertEquals(0, taped.run().exit(), taped::story);
        var blame = taped.prompt(":blame", 1);
        assertTrue(blame.contains("| X = 1") && blame.contains("total([]), None)"), "the place");
        assertTrue(blame.length() < 20_000 && blame.contains("\nreceipt/total.py\n```"), "the code");
    }

    @Test
    void theSameTapeWithoutThatRequirementGoesToTheCoder() {
        wrongTest();
        taped.python(PLAN.replaceFirst("  - \\{id: R2.*\n", "").replace("[R1, R2]", "[R1]"));
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("reviewer :blame 1", "backend total 2"), taped.asked().subList(3, 5));
        assertEquals(List.of("nothing that was asked for says whether code or test is wrong, so the code is changed first: The test wants None."), taped.notes(""));
        assertTrue(Taped.committed(outcome, "receipt/total.py").contains("return result if prices else None"));
        assertTrue(Taped.committed(outcome, "tests/test_total.py").contains("total([]), None)"));
    }

    @Test
    void aVerdictThatCannotBeReadIsSaidAndTheCodeIsMended() {
        wrongTest();
        taped.says("reviewer", ":blame", 1, "Hard to tell.").says("reviewer", ":blame", 2, "Still hard to tell.");
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("reviewer :blame 1", "reviewer :blame 2", "backend total 2"), taped.asked().subList(3, 6));
        assertEquals(List.of("reviewer gave no answer that can be read, so the run goes on without"), taped.notes(""));
    }

    @Test
    void withoutAReviewerAFailedAssertionGoesToWhoeverWasToBuildTheSame() {
        total(1, TOTAL.replace("result += price", "result -= price"));
        total(2, edit("receipt/total.py", "result -= price", "result += price"));
        tests(1, TESTS);
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("backend total 2"), taped.asked().subList(3, taped.asked().size()));
    }

    @Test
    void whatIsLeftOfACheckMayBeAnothersFaultAlsoWithoutAPlaceOutsideTheTests() {
        total(1, TOTAL.replace("result += price", "result -= price"));
        tests(1, TESTS.replace("total([]), 0)", "total([]), None)"));
        taped.says("reviewer", ":blame", 1,
                "{\"fault\": \"code\", \"code\": \"total\", \"test\": \"tests\", \"quote\": \"\", \"reason\": \"It subtracts.\"}");
        total(2, edit("receipt/total.py", "        result -= price", "        result += price"));
        taped.says("reviewer", ":blame", 2,
                "{\"fault\": \"test\", \"code\": \"total\", \"test\": \"tests\", \"quote\": \"of no prices the total is 0\", \"reason\": \"None.\"}");
        tests(2, edit("tests/test_total.py", "        self.assertEqual(total([]), None)",
                "        self.assertEqual(total([]), 0)"));
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("reviewer :blame 1", "backend total 2", "reviewer :blame 2", "tester tests 2"),
                taped.asked().subList(3, 7));
        assertEquals(List.of("end 1 tests: test", "total 2 tests: test", "end 2 tests: test"), taped.failed(), taped::story);
        assertEquals(List.of("Mend: Tests of the total", "Mend: The total"), Taped.commits(outcome).subList(0, 2));
    }

    @Test
    void anAttemptAfterWhichTheSameTestStillFailsIsNoRepair() {
        total(1, TOTAL.replace("result += price", "result -= price"));
        tests(1, TESTS);
        total(2, edit("receipt/total.py", "        result -= price", "        result += 2 * price"));
        total(3, edit("receipt/total.py", "        result += 2 * price", "        result += price"));
        assertEquals(0, taped.run().exit(), taped::story);
        assertEquals(List.of("end 1 tests: test", "total 2 tests: test"), taped.failed());
        assertEquals(List.of("backend total 2", "backend total 3"), taped.asked().subList(3, taped.asked().size()));
        assertEquals(2, taped.ends("total").size());
    }

    @Test
    void twoFailuresOfOneCheckAreMendedByTwoTasksEachForItsOwnPart() {
        taped = new Taped(folder.resolve("two")).python(PLAN);
        total(1, TOTAL.replace("    result = 0\n", "    result = prices[0] * 0\n"));
        total(2, edit("receipt/total.py", "    result = prices[0] * 0", "    result = 0"));
        taped.says("backend", "cli", 1, CLI.replace("    return 0\n", "    return 0 / 0\n"));
        taped.says("backend", "cli", 2, edit("receipt/cli.py", "    return 0 / 0", "    return 0"));
        tests(1, TESTS.replace("from receipt.total", "from receipt.cli import main\nfrom receipt.total")
                .replace("class Total",
                "class Line(unittest.TestCase):\n    def test_ends(self) -> None:\n        self.assertEqual(main([\"1\"]), 0)\n\n\nclass Total"));
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(List.of("end 1 tests: test", "cli 2 tests: test"), taped.failed(), taped::story);
        assertEquals(List.of("backend cli 2", "backend total 2"), taped.asked().subList(3, 5));
        assertEquals(List.of("Mend: The total", "Mend: The command line"), Taped.commits(outcome).subList(0, 2));
    }
}
