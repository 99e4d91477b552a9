package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmswarm.cli.Row.State;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Planning;

class BoardTest {
    private final Story clock = new Story();
    private final Board board = new Board(clock);

    private void given(Event... events) {
        List.of(events).forEach(board);
    }

    @Test
    void theStateOfEveryTaskFollowsFromTheEvents() {
        Story.halfway().forEach(board);
        assertEquals(List.of("store DONE", "voice RUNNING", "main WAITING", "docs WAITING"),
                board.tasks().stream().map(row -> row.id() + " " + row.state()).toList());
        given(Story.answered("backend", "voice", 2, 1, 1, 0));
        assertEquals(State.CHECKING, board.task("voice").state());
        given(Story.checked("voice", "syntax", 0, "", ""));
        assertEquals(State.CHECKING, board.task("voice").state());
        given(Story.ended("voice", Event.State.INTERRUPTED, "stopped", 3));
        assertEquals(State.INTERRUPTED, board.task("voice").state());
        assertEquals("stopped", board.task("voice").reason());
    }

    @Test
    void tasksStandLevelByLevelInThePlansOrder() {
        given(Story.planned());
        assertEquals(List.of("store 0", "voice 0", "main 1", "docs 2"),
                board.rows().stream().map(row -> row.id() + " " + row.depth()).toList());
    }

    @Test
    void thePlannersStepsAreRowsUntilThereIsAPlan() {
        assertEquals("starting", board.phase());
        given(Story.started(), Story.asked("planner", ":stack", 1, "planner"));
        assertEquals("choosing the stack", board.phase());
        given(Story.answered("planner", ":stack", 1, 1, 1, 0), new Planning.StackChosen("lines", "It fits."),
                Story.asked("planner", ":plan", 1, "planner"));
        assertEquals("making the plan", board.phase());
        assertEquals(List.of("stack DONE", "plan RUNNING"), board.rows().stream().map(row -> row.id() + " " + row.state()).toList());
        given(Story.planned());
        assertEquals("writing", board.phase());
        assertEquals(List.of("store", "voice", "main", "docs"), board.rows().stream().map(Row::id).toList());
    }

    @Test
    void tokensAndMoneyAreThoseOfAllCallsAndOfTheAnswerThatArrives() {
        Story.halfway().forEach(board);
        assertEquals(new Usage(2600, 0, 381), board.usage());
        assertEquals(2600 + 381 + 40, board.tokens());
        assertEquals(0.0119, board.cost(), 1e-9);
        assertEquals(777 + 40, board.task("voice").tokens());
        assertEquals(2, board.task("voice").attempt());
        given(Story.answered("backend", "voice", 2, 800, 88, 0.0008));
        assertEquals(777 + 888, board.task("voice").tokens());
    }

    @Test
    void recordedAnswersCostNothing() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"), Story.recorded("backend", "voice", 1));
        assertEquals(0, board.tokens());
        assertEquals(0, board.cost());
        assertEquals(1, board.recorded());
    }

    @Test
    void secondsRunWithTheClockUntilTheTaskEnds() {
        given(Story.planned(), new Event.TaskStarted("voice", "backend", "coder", 1));
        clock.passes(2.5);
        given(Story.asked("backend", "voice", 2, "coder"));
        clock.passes(1.5);
        assertEquals(4, board.task("voice").seconds(board.now()));
        given(Story.ended("voice", Event.State.DONE, "", 4.25));
        clock.passes(10);
        assertEquals(4.25, board.task("voice").seconds(board.now()));
        assertEquals(14, board.seconds());
    }

    @Test
    void theNewestLineOfAnAnswerIsItsLastThatIsNotBlank() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"));
        for (var text : List.of("fir", "st\nsec", "ond\n", "\n  ")) given(new Event.Streaming("voice", 1, text));
        assertEquals("second", board.task("voice").line());
        given(new Event.Streaming("voice", 2, "third"));
        assertEquals("  third", board.task("voice").line());
        given(Story.asked("backend", "voice", 2, "coder"));
        assertEquals("", board.task("voice").line());
    }

    @Test
    void aLineThatNeverEndsIsNotKeptWhole() {
        given(Story.planned(), Story.asked("backend", "voice", 1, "coder"));
        for (int i = 0; i < 1000; i++) given(new Event.Streaming("voice", i, "abcdefghij"));
        assertEquals(200, board.task("voice").line().length());
    }

    @Test
    void endChecksAreRowsAfterTheTasks() {
        Story.bitter().forEach(board);
        var last = board.rows().getLast();
        assertEquals("whole BLOCKED There is no sandbox here.", last.id() + " " + last.state() + " " + last.reason());
        given(Story.checked("", "whole", 0, "", ""));
        assertEquals(State.DONE, board.rows().getLast().state());
        assertEquals(5, board.rows().size());
    }

    @Test
    void aQuestionIsOpenUntilItIsAnswered() {
        given(new Event.Asked("q", "Loud?", "yes"));
        assertEquals(1, board.questions().size());
        given(new Event.Answered("q", "yes", false));
        assertTrue(board.questions().isEmpty());
    }

    @Test
    void theEndIsOverWhenTheRunGoesOn() {
        Story.bitter().forEach(board);
        assertEquals("ended", board.phase());
        assertEquals(125, board.seconds());
        given(Story.asked("backend", "voice", 3, "coder"));
        assertEquals("writing", board.phase());
    }

    @Test
    void aTaskThatCouldNotBeMendedHasFailedWhenTheRunEnds() {
        Story.mended().forEach(board);
        assertEquals("", board.task("voice").reason());
        given(Story.answered("backend", "voice", 2, 1, 1, 0), Story.checked("voice", "tests", 1, "no", "test"));
        clock.passes(7);
        given(Story.runEnded(3));
        assertEquals("FAILED check 'tests' failed (exit code 1)", board.task("voice").state() + " " + board.task("voice").reason());
        clock.passes(7);
        assertEquals(7, board.task("voice").seconds(board.now()));
        assertEquals(State.WAITING, board.task("docs").state());
    }

    @Test
    void aTaskThatIsBeingMendedWhenTheRunIsInterruptedIsInterrupted() {
        Story.mended().forEach(board);
        given(Story.runEnded(130));
        assertEquals(State.INTERRUPTED, board.task("voice").state());
    }
}
