package llmswarm.run;

import static llmswarm.run.Notes.REPLAN;
import static llmswarm.run.Notes.json;
import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.planned;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What begins or stands while the planner changes the plan. */
@Execution(ExecutionMode.CONCURRENT)
class ReplanMeanwhileTest extends Replanned {
    @Test
    void aTaskThatStumblesOverAContractThatWasChangedMeanwhileBeginsAnewWithoutThePlanner() {
        share(sharing(task("a", "a.txt"), "word", ""), sharing(task("c", "c.txt"), "", "word"));
        notes.script("a", prompt -> StubAnswer.text(prompt.contains("new word") ? note("a.txt", "good a")
                : "IMPOSSIBLE: " + REASON));
        notes.script("c", prompt -> {
            Workshop.until(() -> notes.ends().contains("a done"));
            return StubAnswer.text(prompt.contains("new word") ? note("c.txt", "good c") : "IMPOSSIBLE: the same");
        });
        notes.say(REPLAN, "{\"contracts\": [{\"name\": \"word\", \"text\": \"new word\"}]}");
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.notes()::toString);
        assertEquals(List.of("a done", "c done"), notes.ends());
        assertEquals(1, notes.prompts(REPLAN).size());
        int asked = notes.prompts.size();
        assertEquals(0, notes.resume(outcome.project()).exit());
        assertEquals(asked, notes.prompts.size(), "a resume asks nothing again");
    }

    @Test
    void whatATaskThatHasBegunProvidesStaysAsItWas() {
        share(task("a", "a.txt"), sharing(task("c", "c.txt"), "word", ""),
                sharing(task("b", "b.txt", "a"), "", "word"));
        notes.say(REPLAN, "{\"drop\": {\"tasks\": [\"a\"]}, \"contracts\": [{\"name\": \"word\", \"text\": \"new word\"}], "
                + "\"tasks\": [%s, {\"id\": \"b\", \"dependsOn\": [\"d\"]}]}".formatted(json("d", "d.txt")));
        assertEquals(0, notes.run().exit(), notes.notes()::toString);
        assertEquals("old word", notes.shop.events(Event.Planned.class).getLast().plan().contracts().getFirst().text());
        assertEquals(List.of("b done", "c done", "d done"), notes.ends().stream().sorted().toList());
    }

    @Test
    void whatHasBegunIsPutBackWhateverThePlannerSays() {
        notes.script("a", prompt -> {
            Workshop.until(() -> notes.ends().contains("c done"));
            return StubAnswer.text("IMPOSSIBLE: " + REASON);
        });
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d")));
        assertEquals(0, notes.run().exit(), notes.shop.events::toString);
        assertEquals(List.of("c", "d", "b"), ids());
        notes.shop.events.clear();
        Workshop.output(folder, "rm", "-rf", notes.project().toString());
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "other.txt")));
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertTrue(files(outcome.project()).contains("c.txt") && !files(outcome.project()).contains("other.txt"));
    }

    /** 'c' waits for what it returns, which the planner's answer is to let go. */
    private CountDownLatch untilThePlannerThinks() {
        var thinking = new CountDownLatch(1);
        notes.script("c", prompt -> {
            await(thinking);
            return StubAnswer.text(note("c.txt", "good c"));
        });
        return thinking;
    }

    @Test
    void whatBeginsWhileThePlannerThinksStaysAsItWas() {
        notes.plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt"), task("e", "e.txt", "c"));
        var thinking = untilThePlannerThinks();
        notes.script(REPLAN, prompt -> {
            thinking.countDown();
            Workshop.until(() -> notes.ends().contains("e done"));
            return StubAnswer.text(planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt"),
                    json("e", "other.txt")));
        });
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertTrue(files(outcome.project()).contains("e.txt") && !files(outcome.project()).contains("other.txt"));
        assertEquals(List.of("b done", "c done", "d done", "e done"), notes.ends().stream().sorted().toList());
    }

    @Test
    void aChangeThatNoLongerFitsWhatBeganMeanwhileGoesBackToThePlanner() {
        notes.plan(task("a", "a.txt"), task("c", "c.txt"), task("e", "e.txt", "c"));
        var thinking = untilThePlannerThinks();
        notes.script(REPLAN, prompt -> {
            thinking.countDown();
            Workshop.until(() -> notes.ends().contains("e done"));
            // 'e' was free to become a folder when it was asked first.
            return StubAnswer.text(prompt.contains("is a file in one place")
                    ? planned(json("d", "d.txt"), json("c", "c.txt"), json("e", "e.txt", "c"))
                    : planned(json("d", "e.txt/d.txt"), json("c", "c.txt")));
        });
        assertEquals(0, notes.run().exit(), notes.notes()::toString);
        assertEquals(2, notes.prompts(REPLAN).size());
        assertTrue(notes.prompts(REPLAN).getLast().contains("'e.txt' is a file in one place and a folder in another"),
                notes.prompts(REPLAN).getLast());
        assertEquals(List.of("c done", "d done", "e done"), notes.ends().stream().sorted().toList());
    }

    @Test
    void twoTasksThatAreImpossibleAtTheSameTimeAreBothPlannedAnew() {
        notes.plan(task("a", "a.txt"), task("b", "b.txt"), task("c", "c.txt", "a", "b"));
        var both = new CountDownLatch(2);
        for (var id : List.of("a", "b")) {
            notes.script(id, prompt -> {
                both.countDown();
                await(both);
                return StubAnswer.text("IMPOSSIBLE: no " + id);
            });
        }
        notes.script(REPLAN, prompt -> {
            var first = prompt.contains("The task a cannot") || prompt.contains("\"id\":\"d\"") ? "d" : "a";
            var second = prompt.contains("The task b cannot") || prompt.contains("\"id\":\"e\"") ? "e" : "b";
            return StubAnswer.text(planned(json(first, first + ".txt"), json(second, second + ".txt"),
                    json("c", "c.txt", first, second)));
        });
        assertTimeoutPreemptively(Duration.ofMinutes(2), () ->
                assertEquals(0, notes.run().exit(), () -> notes.ends() + " " + notes.notes()));
        assertEquals(2, notes.prompts(REPLAN).size());
    }
}
