package llmswarm.run;

import static llmswarm.run.Notes.REPLAN;
import static llmswarm.run.Notes.json;
import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.planned;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.StubAnswer;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How often and by whom a plan is changed, and which changes are none. */
@Execution(ExecutionMode.CONCURRENT)
class ReplanBoundsTest extends Replanned {
    @Test
    void aChangeWithACycleIsSentBack() {
        notes.say(REPLAN, planned(json("d", "d.txt", "b"), json("b", "b.txt", "d"), json("c", "c.txt")),
                planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        assertEquals(0, notes.run().exit(), notes.shop.events::toString);
        assertTrue(notes.prompts(REPLAN).getLast().contains("the tasks depend on each other in a circle: "),
                notes.prompts(REPLAN).getLast());
        assertEquals(2, notes.prompts(REPLAN).size());
    }

    @Test
    void aPlanInWhichNothingIsChangedIsSentBack() {
        notes.say(REPLAN, planned(json("a", "a.txt"), json("b", "b.txt", "a"), json("c", "c.txt")),
                planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        assertEquals(0, notes.run().exit(), notes.shop.events::toString);
        assertTrue(notes.prompts(REPLAN).getLast().contains("- task 'a' is as it was, and so cannot be done\n"),
                notes.prompts(REPLAN).getLast());
        assertEquals(1, notes.prompts("a").size());
    }

    @Test
    void aPlannerThatFailsLeavesTheTaskFailedWithTheFirstReason() {
        notes.say(REPLAN, "I cannot help.");
        assertEquals(3, notes.run().exit());
        assertEquals(List.of("a failed", "b blocked", "c done"), notes.ends().stream().sorted().toList());
        assertEquals(REASON, notes.shop.events(Event.TaskEnded.class).stream().filter(e -> e.task().equals("a"))
                .findFirst().orElseThrow().evidence());
        assertEquals(3, notes.prompts(REPLAN).size());
        notes.script(REPLAN, prompt -> StubAnswer.status(400, "no"));
        notes.shop.events.clear();
        assertEquals(3, notes.resume(notes.project()).exit());
        assertEquals(REASON, notes.shop.events(Event.TaskEnded.class).stream().filter(e -> e.task().equals("a"))
                .findFirst().orElseThrow().evidence());
    }

    /** A plan of nine tasks, which may be changed three times. */
    private void planOfNine() {
        var ids = List.of("a", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8");
        notes.plan(ids.stream().map(id -> task(id, id + ".txt")).toArray(String[]::new));
        ids.stream().skip(1).forEach(id -> notes.say(id, note(id + ".txt", "good " + id)));
    }

    @Test
    void aLargePlanIsChangedOnceForThreeTasks() {
        planOfNine();
        var ids = List.of("d", "e", "f").iterator();
        for (var id : List.of("d", "e")) notes.say(id, "IMPOSSIBLE: no " + id);
        notes.script(REPLAN, prompt -> {
            var id = ids.next();
            return StubAnswer.text(planned(json(id, id + ".txt")));
        });
        assertEquals(0, notes.run().exit(), () -> notes.ends() + " " + notes.notes());
        assertEquals(3, notes.prompts(REPLAN).size());
    }

    @Test
    void aTaskOfOneNameIsPlannedAnewTwiceAtMost() {
        planOfNine();
        var times = new AtomicInteger();
        notes.script(REPLAN, prompt -> StubAnswer.text(planned(json("a", "a%d.txt".formatted(times.incrementAndGet())))));
        assertEquals(3, notes.run().exit());
        assertEquals(2, times.get());
        assertTrue(notes.notes().contains("the plan was changed 2 times for this task, which is as often as it may be"),
                notes.notes()::toString);
    }

    @Test
    void thePlanIsChangedTwiceAtMost() {
        var ids = List.of("d", "e", "f").iterator();
        for (var id : List.of("d", "e", "f")) notes.say(id, "IMPOSSIBLE: no " + id);
        notes.script(REPLAN, prompt -> {
            var id = ids.next();
            return StubAnswer.text(planned(json(id, id + ".txt"), json("b", "b.txt", id), json("c", "c.txt")));
        });
        assertEquals(3, notes.run().exit());
        assertEquals(2, notes.prompts(REPLAN).size());
        assertEquals(List.of("b blocked", "c done", "e failed"), notes.ends().stream().sorted().toList());
        assertEquals(3, notes.resume(notes.project()).exit());
        assertEquals(2, notes.prompts(REPLAN).size());
        var ended = notes.shop.events(Event.RunEnded.class).getLast();
        assertEquals(List.of(1, 1, 1), List.of(ended.done(), ended.failed(), ended.blocked()));
    }

    @Test
    void anAgentWhoseModelCannotBeUsedIsNoWayOut() {
        notes.shop.file("config/agents/other.yaml",
                "{name: other, description: Writes too., model: keyed, prompt: task, role: You write., attempts: 2}");
        notes.shop.file("config/models.yaml", notes.shop.read(notes.shop.folder.resolve("config/models.yaml"))
                + "  keyed: {provider: openai, model: x, base-url: \"https://models.invalid/v1\", api-key-env: NO_SUCH_KEY, context: 9000}\n");
        notes.shop.file("config/stacks/notes/stack.yaml",
                notes.shop.read(notes.shop.folder.resolve("config/stacks/notes/stack.yaml"))
                .replace("[writer]", "[writer, other]"));
        notes.say(REPLAN, planned(json("d", "d.txt").replace("\"writer\"", "\"other\""), json("b", "b.txt", "d"),
                json("c", "c.txt")));
        assertEquals(3, notes.run().exit(), notes.shop.events::toString);
        assertEquals(List.of("a failed", "b blocked", "c done"), notes.ends().stream().sorted().toList());
        assertTrue(notes.notes().stream()
                .anyMatch(n -> n.startsWith("the plan could not be changed: the planner gave no usable change of the plan: agent 'other' cannot be asked here; give its tasks to another")), notes.notes()::toString);
    }
}
