package llmswarm.cli.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import llmswarm.Story;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final Story clock = new Story();
    private final RunState run = new RunState();

    private void thenItReads(int width, String lines) {
        assertEquals(lines.stripTrailing(), String.join("\n", Summary.lines(run, width, clock.instant())));
    }

    @Test
    void whatFailedIsTakenOneByOne() {
        clock.entries(Story.bitter()).forEach(run);
        thenItReads(80, """
                Made          shouter with the stack lines: 1 of 4 tasks, 2 commits, 2 files
                Requirements  0 of 2 built; not built: R1, R2
                Checks        1 passed, 1 failed, 1 not run
                Failed        voice (backend, 2 attempts): Check 'syntax' failed (exit code 1):
                              run syntax
                Blocked       main (backend): waits for 'voice', which is not done
                Blocked       docs (documenter): waits for 'voice', which is not done
                Not run       whole: There is no sandbox here.
                Tokens        3,869 (3,400 in, 469 out), $0.0127
                Time          2 min 05 s
                """);
    }

    @Test
    void aGoodRunIsShort() {
        clock.entries(List.of(Story.started(), Story.planned(), Story.asked("backend", "voice", 1, "coder"),
                Story.recorded("backend", "voice", 1),
                Story.ended("store", Event.State.DONE, "", 1), Story.ended("voice", Event.State.DONE, "", 1),
                Story.ended("main", Event.State.DONE, "", 1), Story.ended("docs", Event.State.DONE, "", 1),
                Story.checked("", "whole", 0, "", ""))).forEach(run);
        clock.passes(4);
        thenItReads(40, """
                Made          shouter with the stack
                              lines: 4 of 4 tasks, 0
                              commits, 0 files
                Requirements  2 of 2 built
                Checks        1 passed
                Tokens        0 (1 answer from the tape)
                Time          4.0 s
                """);
    }

    @Test
    void theTestsThatRanAtTheEndAreCounted() {
        clock.entries(List.of(checked("store", "tests", 7, ""), checked("", "tests", 25, ""),
                checked("", "http", 38, "test"), checked("", "starts", 0, ""))).forEach(run);
        thenItReads(80, """
                Made          nothing: there is no plan
                Checks        3 passed, 1 failed; 63 tests ran
                Failed        http: check 'http' failed (exit code 1)
                Tokens        0 (0 in, 0 out)
                Time          0.0 s
                """);
    }

    private static Event checked(String task, String check, int tests, String failure) {
        return new Event.Checked("key", task, 1, check, List.of("run", check), failure.isEmpty() ? 0 : 1, 0.5, "",
                failure, tests);
    }

    @Test
    void aCheckThatCouldNotEndIsToldApartFromOneThatFailed() {
        clock.entries(List.of(Story.checked("", "tests", -1,
                "Check 'tests' has no result: the program 'run' does not exist.", "environment"),
                Story.checked("", "starts", 1, "no", "code")))
                .forEach(run);
        thenItReads(90, """
                Made          nothing: there is no plan
                Checks        0 passed, 1 failed, 1 without a result
                No result     tests: the program 'run' does not exist.
                Failed        starts: check 'starts' failed (exit code 1)
                Tokens        0 (0 in, 0 out)
                Time          0.0 s
                """);
    }

    @Test
    void tokensThatNeedNoComputingAreCounted() {
        run.accept(clock.entry(new Event.AnsweredModel("key", "backend", "ask", 1, "...", new Usage(1200, 1000, 50), 0,
                1, false, false)));
        thenItReads(80, """
                Made          nothing: there is no plan
                Tokens        1,250 (1,200 in with 1,000 cached, 50 out)
                Time          0.0 s
                """);
    }

    @Test
    void withoutAPlanNothingWasMade() {
        thenItReads(80, """
                Made          nothing: there is no plan
                Tokens        0 (0 in, 0 out)
                Time          0.0 s
                """);
    }
}
