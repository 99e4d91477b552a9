package llmswarm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmswarm.run.Event;
import org.junit.jupiter.api.Test;

/** What is told of calls and checks that take long, on a clock that goes when it is told to. */
class HeartbeatTest {
    private final Story story = new Story();
    private final Heartbeat heart = new Heartbeat(story);

    /** The lines of that many seconds, each behind the second it came in. */
    private List<String> told(int seconds) {
        var told = new ArrayList<String>();
        for (int second = 1; second <= seconds; second++) {
            story.passes(1);
            var at = second;
            heart.line().ifPresent(line -> told.add(at + ": " + line));
        }
        return told;
    }

    @Test
    void aCallThatTakesLongIsToldAfterTenSecondsAndThenMoreAndMoreRarely() {
        heart.accept(Story.asked("tester", "test-cli", 1, "coder"));
        assertEquals(List.of("10: wait  test-cli  tester  coder  10 s, 0 tokens so far",
                "30: wait  test-cli  tester  coder  30 s, 0 tokens so far",
                "60: wait  test-cli  tester  coder  1 min, 0 tokens so far",
                "120: wait  test-cli  tester  coder  2 min, 0 tokens so far",
                "240: wait  test-cli  tester  coder  4 min, 0 tokens so far",
                "360: wait  test-cli  tester  coder  6 min, 0 tokens so far"), told(400));
    }

    @Test
    void tokensAreCountedAndAnAnswerEndsTheWaiting() {
        heart.accept(Story.asked("tester", "test-cli", 1, "coder"));
        heart.accept(new Event.Streaming("test-cli", 1, "a"));
        assertEquals(List.of("10: wait  test-cli  tester  coder  10 s, 1 token so far"), told(12));
        heart.accept(Story.answered("tester", "test-cli", 1, 9, 9, 0));
        assertEquals(List.of(), told(200));
    }

    @Test
    void whatHasEndedInAnotherWayIsNotWaitedFor() {
        heart.accept(Story.asked("tester", "a", 1, "coder"));
        heart.accept(Story.ended("a", Event.State.FAILED, "no server", 3));
        heart.accept(Story.asked("planner", ":plan", 1, "planner"));
        heart.accept(new Event.Unanswered(":plan"));
        heart.accept(Story.asked("tester", "b", 1, "coder"));
        heart.accept(Story.runEnded(130));
        assertEquals(List.of(), told(200));
    }

    @Test
    void callsThatWaitTogetherShareALine() {
        for (int i = 1; i <= 6; i++) {
            heart.accept(Story.asked("tester", "t" + i, 1, "coder"));
            story.passes(1);
        }
        assertEquals(List.of("4: wait  t1  tester  coder  10 s, 0 tokens so far",
                "14: wait  t1 tester coder 20 s, 0 tokens so far; t2 tester coder 19 s, 0 tokens so far; "
                        + "t3 tester coder 18 s, 0 tokens so far; t4 tester coder 17 s, 0 tokens so far; and 2 more"), told(20));
        assertEquals(4, told(230).size());
    }

    @Test
    void theStepsOfThePlannerAndTheReviewAreToldToo() {
        heart.accept(Story.asked("planner", ":stack", 1, "planner"));
        assertEquals(List.of("10: wait  stack  planner  planner  10 s, 0 tokens so far"), told(10));
        heart.accept(Story.answered("planner", ":stack", 1, 9, 9, 0));
        heart.accept(Story.asked("reviewer", ":review", 1, "planner"));
        assertEquals(List.of("10: wait  review  reviewer  planner  10 s, 0 tokens so far"), told(10));
    }

    @Test
    void aCheckIsToldAfterHalfAMinute() {
        heart.accept(new Event.CheckStarted("cli", "syntax", List.of("run", "syntax")));
        heart.accept(new Event.CheckStarted("", "tests", List.of("run", "tests")));
        assertEquals(List.of("30: wait  cli check 'syntax' 30 s; check 'tests' 30 s"), told(40));
        heart.accept(Story.checked("cli", "syntax", 0, "", ""));
        assertEquals(List.of("20: wait  check 'tests'  1 min"), told(40));
    }

    @Test
    void aReplayIsNeverTold() {
        heart.accept(new Event.RunStarted("r", "Shout.", "spec.md", Map.of(), Map.of("replay", "tape.jsonl"), "1", ""));
        heart.accept(Story.asked("tester", "a", 1, "coder"));
        heart.accept(new Event.CheckStarted("", "tests", List.of("run")));
        assertEquals(List.of(), told(300));
    }

    @Test
    void whileAPersonIsAskedTheirPromptStaysAsItIs() {
        heart.accept(Story.asked("tester", "a", 1, "coder"));
        heart.accept(new Event.Asked("q", "Which?", "none"));
        assertEquals(List.of(), told(40));
        heart.accept(new Event.Answered("q", "none", false));
        assertEquals(List.of("1: wait  a  tester  coder  41 s, 0 tokens so far"), told(1));
    }

    @Test
    void theLineStandsAmongTheOthers() {
        var err = new ByteArrayOutputStream();
        var view = new LineView(new Board(story), KeptDesk.outlet(err));
        view.accept(Story.asked("planner", ":plan", 1, "planner"));
        story.passes(10);
        view.beat();
        view.beat();
        assertEquals("wait  plan  planner  planner  10 s, 0 tokens so far\n", err.toString(UTF_8));
    }

    @Test
    void aSingleQuestionIsToldOfTooButNotAmidstItsAnswer() {
        var err = new ByteArrayOutputStream();
        var out = new ByteArrayOutputStream();
        var printer = new AnswerPrinter(KeptDesk.outlet(out), KeptDesk.outlet(err), story);
        printer.accept(Story.asked("backend", "ask", 1, "coder"));
        story.passes(10);
        printer.beat();
        printer.accept(new Event.Streaming("ask", 1, "Half a line"));
        story.passes(60);
        printer.beat();
        assertEquals("wait  ask  backend  coder  10 s, 0 tokens so far\n", err.toString(UTF_8));
    }

    @Test
    void theLivePictureTellsHowLongAModelHasBeenSilent() {
        var row = new Row("voice", "Makes it loud", "backend", 0);
        row.asked((Event.AskedModel) Story.asked("backend", "voice", 1, "coder"), story.instant());
        assertEquals(14, row.silence(story.passes(14).instant()));
        row.streaming(new Event.Streaming("voice", 1, "LOUD"), story.instant());
        assertEquals(2, row.silence(story.passes(2).instant()));
        row.answered((Event.AnsweredModel) Story.answered("backend", "voice", 1, 9, 9, 0), story.instant());
        assertEquals(0, row.silence(story.passes(60).instant()));
    }
}
