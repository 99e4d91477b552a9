package llmswarm.run.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import llmswarm.Story;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.Subject;
import llmswarm.run.state.TaskProgress.Stage;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private final Story clock = new Story();
    private final RunState run = new RunState();

    private void given(Event... events) {
        clock.entries(List.of(events)).forEach(run);
    }

    @Test
    void theStateOfEveryTaskFollowsFromTheEvents() {
        clock.entries(Story.halfway()).forEach(run);
        assertEquals(List.of("store DONE", "voice RUNNING", "main WAITING", "docs WAITING"),
                run.tasks().stream().map(row -> row.id() + " " + row.state()).toList());
        given(Story.answered("backend", "voice", 2, 1, 1, 0));
        assertEquals(Stage.CHECKING, run.task("voice").state());
        given(Story.checked("voice", "syntax", 0, "", ""));
        assertEquals(Stage.CHECKING, run.task("voice").state());
        given(Story.ended("voice", Event.State.INTERRUPTED, "stopped", 3));
        assertEquals(Stage.INTERRUPTED, run.task("voice").state());
        assertEquals("stopped", run.task("voice").reason());
    }

    @Test
    void tasksStandLevelByLevelInThePlansOrder() {
        given(Story.planned());
        assertEquals(List.of("store 0", "voice 0", "main 1", "docs 2"),
                run.rows().stream().map(row -> row.id() + " " + row.depth()).toList());
    }

    @Test
    void thePlannersStepsAreRowsUntilThereIsAPlan() {
        assertEquals("starting", run.phase());
        given(Story.started(), Story.asked("planner", ":stack", 1, "planner"));
        assertEquals("choosing the stack", run.phase());
        given(Story.answered("planner", ":stack", 1, 1, 1, 0), new Planning.StackChosen("lines", "It fits."),
                Story.asked("planner", ":plan", 1, "planner"));
        assertEquals("making the plan", run.phase());
        assertEquals(List.of("stack DONE", "plan RUNNING"),
                run.rows().stream().map(row -> row.id() + " " + row.state()).toList());
        given(Story.planned());
        assertEquals("writing", run.phase());
        assertEquals(List.of("store", "voice", "main", "docs"), run.rows().stream().map(TaskProgress::id).toList());
    }

    @Test
    void tokensAndMoneyAreThoseOfAllCallsAndOfTheAnswerThatArrives() {
        clock.entries(Story.halfway()).forEach(run);
        assertEquals(new Usage(2600, 0, 381), run.usage());
        assertEquals(2600 + 381 + 40, run.tokens());
        assertEquals(0.0119, run.cost(), 1e-9);
        assertEquals(777 + 40, run.task("voice").tokens());
        assertEquals(2, run.task("voice").attempt());
        given(Story.answered("backend", "voice", 2, 800, 88, 0.0008));
        assertEquals(777 + 888, run.task("voice").tokens());
    }

    @Test
    void recordedAnswersCostNothing() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"), Story.recorded("backend", "voice", 1));
        assertEquals(0, run.tokens());
        assertEquals(0, run.cost());
        assertEquals(1, run.recorded());
    }

    @Test
    void secondsRunWithTheClockUntilTheTaskEnds() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"));
        clock.passes(2.5);
        given(Story.asked("backend", "voice", 2, "coder"));
        clock.passes(1.5);
        assertEquals(4, run.task("voice").seconds(clock.instant()));
        given(Story.ended("voice", Event.State.DONE, "", 4.25));
        clock.passes(10);
        assertEquals(4.25, run.task("voice").seconds(clock.instant()));
        assertEquals(14, run.seconds(clock.instant()));
    }

    @Test
    void theNewestLineOfAnAnswerIsItsLastThatIsNotBlank() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"));
        for (var text : List.of("fir", "st\nsec", "ond\n", "\n  ")) given(new Momentary.Streaming("voice", 1, text));
        assertEquals("second", run.task("voice").line());
        given(new Momentary.Streaming("voice", 2, "third"));
        assertEquals("  third", run.task("voice").line());
        given(Story.asked("backend", "voice", 2, "coder"));
        assertEquals("", run.task("voice").line());
    }

    @Test
    void aLineThatNeverEndsIsNotKeptWhole() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"));
        for (int i = 0; i < 1000; i++) given(new Momentary.Streaming("voice", i, "abcdefghij"));
        assertEquals(200, run.task("voice").line().length());
    }

    @Test
    void endChecksAreRowsAfterTheTasks() {
        clock.entries(Story.bitter()).forEach(run);
        var last = run.rows().getLast();
        assertEquals("whole BLOCKED There is no sandbox here.", last.id() + " " + last.state() + " " + last.reason());
        given(Story.checked("", "whole", 0, "", ""));
        assertEquals(Stage.DONE, run.rows().getLast().state());
        assertEquals(5, run.rows().size());
    }

    @Test
    void aResultIsHadAgainByTheTaskThatItWasOfAndNotByTheWhole() {
        var held = new Event.Checked("digest", "voice", 1, "test", List.of("true"), 0, 0.1, "", "", 3);
        given(Story.planned(), held, new Event.Checked("of-all", "", 1, "test", List.of("true"), 0, 0.1, "", "", 3));
        assertEquals(Optional.of(held), run.check(Subject.of("voice"), "digest"));
        assertEquals(Optional.empty(), run.check(Subject.of("store"), "digest"));
        assertEquals(Optional.empty(), run.check(Subject.Whole.PROJECT, "digest"));
        assertEquals(Optional.empty(), run.check(Subject.Whole.PROJECT, "of-all"));
    }

    @Test
    void aQuestionIsOpenUntilItIsAnswered() {
        given(new Event.Asked("q", "Loud?", "yes"));
        assertEquals(1, run.questions().size());
        given(new Event.Answered("q", "yes", false));
        assertTrue(run.questions().isEmpty());
    }

    @Test
    void theEndIsOverWhenTheRunGoesOn() {
        clock.entries(Story.bitter()).forEach(run);
        assertEquals("ended", run.phase());
        assertEquals(125, run.seconds(clock.instant()));
        given(Story.asked("backend", "voice", 3, "coder"));
        assertEquals("writing", run.phase());
    }

    @Test
    void aTaskThatCouldNotBeMendedHasFailedWhenTheRunEnds() {
        clock.entries(Story.mended()).forEach(run);
        assertEquals("", run.task("voice").reason());
        given(Story.answered("backend", "voice", 2, 1, 1, 0), Story.checked("voice", "tests", 1, "no", "test"));
        clock.passes(7);
        given(Story.runEnded(3));
        assertEquals("FAILED check 'tests' failed (exit code 1)", run.task("voice").state() + " "
                + run.task("voice").reason());
        clock.passes(7);
        assertEquals(7, run.task("voice").seconds(clock.instant()));
        assertEquals(Stage.WAITING, run.task("docs").state());
    }

    @Test
    void aTaskThatIsBeingMendedWhenTheRunIsInterruptedIsInterrupted() {
        clock.entries(Story.mended()).forEach(run);
        given(Story.runEnded(130));
        assertEquals(Stage.INTERRUPTED, run.task("voice").state());
    }

    @Test
    void howLongAModelHasBeenSilentIsKnownWhileItIsAwaited() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"));
        assertEquals(14, run.task("voice").silence(clock.passes(14).instant()));
        given(new Momentary.Streaming("voice", 1, "LOUD"));
        assertEquals(2, run.task("voice").silence(clock.passes(2).instant()));
        given(Story.answered("backend", "voice", 1, 9, 9, 0));
        assertEquals(0, run.task("voice").silence(clock.passes(60).instant()));
    }

    @Test
    void aTaskThatHasToBeMendedIsDoneAgainOnlyWhenThatHolds() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"),
                Story.ended("voice", Event.State.DONE, "", 1));
        assertEquals(1, run.count(Stage.DONE));
        given(Story.asked("backend", "voice", 2, "coder"));
        assertEquals(0, run.count(Stage.DONE));
        given(Story.ended("voice", Event.State.DONE, "", 1));
        assertEquals(1, run.count(Stage.DONE));
    }

    @Test
    void aRunThatGoesOnKeepsWhatIsDoneAndWaitsForTheRest() {
        clock.entries(Story.bitter()).forEach(run);
        clock.passes(1000);
        given(new Event.Resumed("1"));
        assertEquals(List.of("store DONE", "voice WAITING", "main WAITING", "docs WAITING"),
                run.tasks().stream().map(row -> row.id() + " " + row.state()).toList());
        assertEquals(List.of(), run.endChecks());
        assertEquals(2, run.seconds(clock.passes(2).instant()));
        assertEquals(3869, run.tokens());
    }
}
