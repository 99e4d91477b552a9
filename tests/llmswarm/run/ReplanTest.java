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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A task that cannot be done as planned goes back to the planner, who may change what has not begun. */
@Execution(ExecutionMode.CONCURRENT)
class ReplanTest extends Impossible {
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

    private static String sharing(String task, String provides, String uses) {
        return task.replaceFirst("\\}$", ", provides: [%s], uses: [%s]}".formatted(provides, uses));
    }

    /** A task of the pack, its contract and another task that uses it and begins at once. */
    private void share(String... tasks) {
        notes.plan(tasks);
        var plan = notes.shop.folder.resolve("plan.yaml");
        notes.shop.file("plan.yaml", notes.shop.read(plan)
                .replace("requirements: [],",
                "requirements: [], contracts: [{name: word, kind: word, text: old word}],"));
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
    void theTaskMayBeDropped() {
        notes.say(REPLAN, planned(json("b", "b.txt"), json("c", "c.txt")));
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertEquals(List.of("b done", "c done"), notes.ends().stream().sorted().toList());
        assertFalse(files(outcome.project()).contains("a.txt"));
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
