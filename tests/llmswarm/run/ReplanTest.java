package llmswarm.run;

import static llmswarm.run.Notes.REPLAN;
import static llmswarm.run.Notes.json;
import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.planned;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A task that cannot be done as planned goes back to the planner, who may change what has not begun. */
@Execution(ExecutionMode.CONCURRENT)
class ReplanTest extends Replanned {
    @Test
    void thePlannerIsAskedWithTheReasonAndTheTaskIsDoneInAnotherWay() {
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertEquals(List.of("docs/PLAN.md", "b.txt", "c.txt", "d.txt").stream().sorted().toList(),
                files(outcome.project()).stream().sorted().toList());
        var prompt = notes.prompts(REPLAN).getFirst();
        assertTrue(prompt.contains("The task a cannot be done as it is planned. The agent that was to do it says:\n```\n" + REASON + "\n```\n"), prompt);
        assertTrue(prompt.contains("\"id\":\"b\""), prompt);
        assertTrue(prompt.contains("stay exactly as they are, with the contracts they provide:\n- c\n"), prompt);
        assertTrue(notes.prompts("b").getFirst().contains("good d"), notes.prompts("b").getFirst());
        assertEquals(List.of("b done", "c done", "d done"), notes.ends().stream().sorted().toList());
        var page = Workshop.output(outcome.project(), "git", "show", "HEAD:docs/PLAN.md");
        assertTrue(page.contains("'a' could not be done as planned: " + REASON) && page.contains("Write d"), page);
        assertTrue(log(outcome.project()).contains("Change the plan"));
        assertEquals("Change the plan\n\n'a' could not be done as planned: %s\n".formatted(REASON),
                Workshop.output(outcome.project(), "git", "log", "--format=%B", "--grep=Change the plan")
                .stripTrailing() + "\n");
        assertEquals(3, notes.shop.events(Event.RunEnded.class).getLast().done());
    }

    @Test
    void aPromptTooLongForItsModelIsAReasonTooAndNobodyElseWaitsForItsSlot() {
        notes.models(notes.server.baseUrl(), 1);
        notes.plan(task("c", "c.txt"),
                "{id: a, title: Write a, agent: writer, description: '%s', files: [a.txt]}".formatted("many words ".repeat(20_000)),
                task("b", "b.txt", "c"));
        notes.shop.file("config/models.yaml", """
                models:
                  planner: {provider: openai, model: stub, base-url: "%1$s", context: 900000, parallel: 1, timeout: 30s}
                  coder: {provider: openai, model: stub, base-url: "%1$s", context: 30000, parallel: 1, timeout: 30s}
                """.formatted(notes.server.baseUrl()));
        notes.say(REPLAN, planned(json("d", "d.txt"), json("e", "e.txt", "d"), json("b", "b.txt", "c"),
                json("c", "c.txt")));
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            assertEquals(0, notes.run().exit(), notes.shop.events::toString);
        });
        assertTrue(notes.prompts(REPLAN).getFirst().contains("the prompt of 'a' needs about "));
        assertEquals(List.of("b done", "c done", "d done", "e done"), notes.ends().stream().sorted().toList());
    }

    @Test
    void theSameModelMayPlanAndWriteOneCallAtATime() {
        notes.shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: planner, prompt: task, role: You write., attempts: 2}");
        notes.plan("{id: a, title: Write a, agent: writer, description: '%s', files: [a.txt]}".formatted("many words ".repeat(20_000)));
        notes.shop.file("config/agents/planner.yaml",
                notes.shop.read(llmswarm.Tape.checkout().resolve("agents/planner.yaml"))
                .replaceFirst("model: .*", "model: big"));
        notes.shop.file("config/models.yaml", """
                models:
                  big: {provider: openai, model: stub, base-url: "%1$s", context: 900000, parallel: 1, timeout: 30s}
                  planner: {provider: openai, model: stub, base-url: "%1$s", context: 30000, parallel: 1, timeout: 30s}
                """.formatted(notes.server.baseUrl()));
        notes.shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: big, prompt: task, role: You write., attempts: 2, max-tokens: 850000}");
        notes.say(REPLAN, planned(json("d", "d.txt")));
        assertTimeoutPreemptively(Duration.ofMinutes(2), () ->
                assertEquals(0, notes.run().exit(), notes.shop.events::toString));
    }

    @Test
    void theTaskMayBeSplitInTwoUnderItsOwnName() {
        notes.script("a", prompt -> StubAnswer.text(prompt.contains("d.txt") ? note("a.txt", "good a") : "IMPOSSIBLE: "
                + REASON));
        notes.say(REPLAN, planned(json("d", "d.txt"), json("a", "a.txt", "d"), json("b", "b.txt", "a"),
                json("c", "c.txt")));
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertEquals(2, notes.prompts("a").size());
        assertEquals(List.of("a done", "b done", "c done", "d done"), notes.ends().stream().sorted().toList());
        int asked = notes.prompts.size();
        assertEquals(0, notes.resume(outcome.project()).exit());
        assertEquals(asked, notes.prompts.size());
    }

    @Test
    void aContractIsChangedForAllThatHaveNotBegunByAnAnswerThatGivesOnlyThat() {
        share(sharing(task("a", "a.txt"), "word", ""), sharing(task("b", "b.txt", "a"), "", "word"),
                sharing(task("c", "c.txt"), "", "word"));
        notes.script("a", prompt -> {
            Workshop.until(() -> notes.ends().contains("c done"));
            return StubAnswer.text(prompt.contains("new word") ? note("a.txt", "good a") : "IMPOSSIBLE: " + REASON);
        });
        notes.say(REPLAN, "{\"contracts\": [{\"name\": \"word\", \"text\": \"new word\"}]}");
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.notes()::toString);
        assertEquals(List.of("c done", "a done", "b done"), notes.ends());
        assertTrue(notes.prompts("b").getFirst().contains("new word"));
        assertEquals(List.of(2, 1, 1, 1), List.of("a", "b", "c", REPLAN).stream().map(id -> notes.prompts(id).size())
                .toList());
        int asked = notes.prompts.size();
        assertEquals(0, notes.resume(outcome.project()).exit());
        assertEquals(asked, notes.prompts.size(), "a resume asks nothing again");
    }

    @Test
    void theTaskMayBeDropped() {
        notes.say(REPLAN, planned(json("b", "b.txt"), json("c", "c.txt")));
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertEquals(List.of("b done", "c done"), notes.ends().stream().sorted().toList());
        assertFalse(files(outcome.project()).contains("a.txt"));
    }
}
