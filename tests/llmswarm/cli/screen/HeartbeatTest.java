package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmswarm.Story;
import llmswarm.cli.KeptDesk;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.state.RunState;
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
        heart.accept(story.entry(Story.asked("tester", "test-cli", 1, "coder")));
        assertEquals(List.of("10: wait  test-cli  tester  coder  10 s, 0 tokens so far",
                "30: wait  test-cli  tester  coder  30 s, 0 tokens so far",
                "60: wait  test-cli  tester  coder  1 min, 0 tokens so far",
                "120: wait  test-cli  tester  coder  2 min, 0 tokens so far",
                "240: wait  test-cli  tester  coder  4 min, 0 tokens so far",
                "360: wait  test-cli  tester  coder  6 min, 0 tokens so far"), told(400));
    }

    @Test
    void tokensAreCountedAndAnAnswerEndsTheWaiting() {
        heart.accept(story.entry(Story.asked("tester", "test-cli", 1, "coder")));
        heart.accept(story.entry(new Momentary.Streaming("test-cli", 1, "a")));
        assertEquals(List.of("10: wait  test-cli  tester  coder  10 s, 1 token so far"), told(12));
        heart.accept(story.entry(Story.answered("tester", "test-cli", 1, 9, 9, 0)));
        assertEquals(List.of(), told(200));
    }

    @Test
    void whatHasEndedInAnotherWayIsNotWaitedFor() {
        heart.accept(story.entry(Story.asked("tester", "a", 1, "coder")));
        heart.accept(story.entry(Story.ended("a", Event.State.FAILED, "no server", 3)));
        heart.accept(story.entry(Story.asked("planner", ":plan", 1, "planner")));
        heart.accept(story.entry(new Momentary.Unanswered(":plan")));
        heart.accept(story.entry(Story.asked("tester", "b", 1, "coder")));
        heart.accept(story.entry(Story.runEnded(130)));
        assertEquals(List.of(), told(200));
    }

    @Test
    void callsThatWaitTogetherShareALine() {
        for (int i = 1; i <= 6; i++) {
            heart.accept(story.entry(Story.asked("tester", "t" + i, 1, "coder")));
            story.passes(1);
        }
        assertEquals(List.of("4: wait  t1  tester  coder  10 s, 0 tokens so far",
                "14: wait  t1 tester coder 20 s, 0 tokens so far; t2 tester coder 19 s, 0 tokens so far; "
                        + "t3 tester coder 18 s, 0 tokens so far; t4 tester coder 17 s, 0 tokens so far; and 2 more"),
                        told(20));
        assertEquals(4, told(230).size());
    }

    @Test
    void theStepsOfThePlannerAndTheReviewAreToldToo() {
        heart.accept(story.entry(Story.asked("planner", ":stack", 1, "planner")));
        assertEquals(List.of("10: wait  stack  planner  planner  10 s, 0 tokens so far"), told(10));
        heart.accept(story.entry(Story.answered("planner", ":stack", 1, 9, 9, 0)));
        heart.accept(story.entry(Story.asked("reviewer", ":review", 1, "planner")));
        assertEquals(List.of("10: wait  review  reviewer  planner  10 s, 0 tokens so far"), told(10));
    }

    @Test
    void aCheckIsToldAfterHalfAMinute() {
        heart.accept(story.entry(new Momentary.CheckStarted("cli", "syntax", List.of("run", "syntax"))));
        heart.accept(story.entry(new Momentary.CheckStarted("", "tests", List.of("run", "tests"))));
        assertEquals(List.of("30: wait  cli check 'syntax' 30 s; check 'tests' 30 s"), told(40));
        heart.accept(story.entry(Story.checked("cli", "syntax", 0, "", "")));
        assertEquals(List.of("20: wait  check 'tests'  1 min"), told(40));
    }

    @Test
    void aReplayIsNeverTold() {
        heart.accept(story.entry(new Event.RunStarted("r", "Shout.", "spec.md", Map.of(),
                Map.of("replay", "tape.jsonl"), "1", "")));
        heart.accept(story.entry(Story.asked("tester", "a", 1, "coder")));
        heart.accept(story.entry(new Momentary.CheckStarted("", "tests", List.of("run"))));
        assertEquals(List.of(), told(300));
    }

    @Test
    void whileAPersonIsAskedTheirPromptStaysAsItIs() {
        heart.accept(story.entry(Story.asked("tester", "a", 1, "coder")));
        heart.accept(story.entry(new Event.Asked("q", "Which?", "none")));
        assertEquals(List.of(), told(40));
        heart.accept(story.entry(new Event.Answered("q", "none", false)));
        assertEquals(List.of("1: wait  a  tester  coder  41 s, 0 tokens so far"), told(1));
    }

    @Test
    void theLineStandsAmongTheOthers() {
        var err = new ByteArrayOutputStream();
        var view = new LineView(new RunState(), KeptDesk.outlet(err), story);
        view.accept(story.entry(Story.asked("planner", ":plan", 1, "planner")));
        story.passes(10);
        view.beat();
        view.beat();
        assertEquals("wait  plan  planner  planner  10 s, 0 tokens so far\n", err.toString(UTF_8));
    }

    @Test
    void aSingleQuestionIsToldOfTooButNotAmidstItsAnswer() {
        var err = new ByteArrayOutputStream();
        var out = new ByteArrayOutputStream();
        var printer = new AnswerPrinter(KeptDesk.outlet(out), KeptDesk.outlet(err), true, story);
        printer.accept(story.entry(Story.asked("backend", "ask", 1, "coder")));
        story.passes(10);
        printer.beat();
        printer.accept(story.entry(new Momentary.Streaming("ask", 1, "Half a line")));
        story.passes(60);
        printer.beat();
        assertEquals("wait  ask  backend  coder  10 s, 0 tokens so far\n", err.toString(UTF_8));
    }
}
