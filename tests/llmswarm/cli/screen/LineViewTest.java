package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;

import llmswarm.Story;
import llmswarm.cli.KeptDesk;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Planning;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.Test;

class LineViewTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Story clock = new Story();
    private final LineView view = new LineView(new RunState(), KeptDesk.outlet(err), clock);

    private void given(List<Event> events) {
        clock.entries(events).forEach(view);
    }

    private void thenPrinted(String lines) {
        assertEquals(lines, err.toString(UTF_8));
    }

    @Test
    void aRunThatEndsBadlyIsToldLineByLine() {
        given(Story.bitter());
        thenPrinted("""
                run  20260101-000000  of spec.md
                plan  shouter  4 tasks, 2 requirements, 1 contract
                [1/4] done  store  database  coder  12.3 s  1,204 tokens  $0.0012
                again  voice  backend  coder  attempt 2  check 'syntax' failed (exit code 1)
                [2/4] failed  voice  backend  coder  1 min 15 s  1,665 tokens  $0.0015
                    Check 'syntax' failed (exit code 1): run syntax
                    line 4: eh?
                [3/4] blocked  main  backend
                    waits for 'voice', which is not done
                [4/4] blocked  docs  documenter
                    waits for 'voice', which is not done
                check  whole  not run
                    There is no sandbox here.
                """);
    }

    @Test
    void notesStackQuestionsAndEndChecksHaveLines() {
        given(List.of(new Planning.StackChosen("lines", "Nothing else fits."),
                Story.planned("Task 'docs' now waits for 'main'."),
                new Event.Noted("main", "It wrote 'x', which is not its file."), new Event.Noted("", "No key is set."),
                new Event.Asked("q", "How loud?\nVery?", "a little"), new Event.Answered("q", "a little", false),
                new Event.Asked("r", "Why?", "why not"), new Event.Answered("r", "because", true),
                new Event.Answered("r", "y", true, "elsewhere"),
                new Event.Asked("s", "Run them? [y/N]", "n"), new Event.Answered("s", "n", false),
                Story.checked("", "whole", 0, "", ""), Story.checked("", "twice", 2, "one\ntwo", "code")));
        thenPrinted("""
                stack  lines  Nothing else fits.
                plan  shouter  4 tasks, 2 requirements, 1 contract
                note  Task 'docs' now waits for 'main'.
                note  main: It wrote 'x', which is not its file.
                note  No key is set.
                question  How loud?
                    Very?
                    without an answer: a little
                assumed  a little
                question  Why?
                    without an answer: why not
                answered  because
                answered elsewhere  y
                question  Run them? [y/N]
                    without an answer: n
                no answer, taken as no
                check  whole  passed  0.5 s
                check  twice  failed (exit code 2)
                    one
                    two
                """);
    }

    @Test
    void howTheWorkIsCutAndWhatItIsLikelyToCostAreALineEach() {
        given(Story.sized());
        given(List.of(new Planning.Forecasted(List.of(), new Planning.Estimate(Cut.ONE, 1, 26_400, 400, -1), List.of())));
        thenPrinted("""
                tasks  few  about 2,400 lines, more than one answer holds well (1,920)
                forecast  38.2k tokens, 2m23s, $0.2811  (alone 26.4k tokens, 6m40s, $0.2500; many tasks 61.7k tokens, 1m40s, $0.3000)
                forecast  26.4k tokens, 6m40s
                """);
    }

    @Test
    void anAnswerFromATapeTookNothing() {
        given(List.of(Story.planned(), Story.asked("backend", "voice", 1, "coder"),
                Story.recorded("backend", "voice", 1), Story.ended("voice", Event.State.DONE, "", 0.04)));
        thenPrinted("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                [1/4] done  voice  backend  coder  0.0 s  recorded
                """);
    }

    @Test
    void oneTokenIsOneAndWithoutAPriceThereIsNoMoney() {
        given(List.of(Story.planned(), Story.asked("backend", "voice", 1, "coder"),
                Story.answered("backend", "voice", 1, 1, 0, 0), Story.ended("voice", Event.State.DONE, "", 2)));
        thenPrinted("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                [1/4] done  voice  backend  coder  2.0 s  1 token
                """);
    }

    @Test
    void ofLongEvidenceTheFirstLinesAreShown() {
        var evidence = String.join("\n", IntStream.rangeClosed(1, 9).mapToObj(i -> "line " + i).toList());
        given(List.of(Story.planned(), Story.ended("voice", Event.State.FAILED, evidence, 1)));
        thenPrinted("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                [1/4] failed  voice  backend
                    line 1
                    line 2
                    line 3
                    line 4
                    line 5
                    line 6
                    ... and 3 more lines
                """);
    }

    @Test
    void textOfAModelCannotSteerTheTerminal() {
        given(List.of(new Planning.StackChosen("lines", "\u001b[2J\u001b]0;title\u0007\u202eplain\r")));
        view.say("said \u001b[31mred\u009b1m");
        thenPrinted("""
                stack  lines  \\u001b[2J\\u001b]0;title\\u0007\\u202eplain
                said \\u001b[31mred\\u009b1m
                """);
    }

    @Test
    void nothingIsPrintedAfterClosing() {
        view.close();
        view.say("late");
        thenPrinted("");
    }
}
