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

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.cli.screen.Summary;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A changed plan on the page, the screen and the tape, and after a resume. */
@Execution(ExecutionMode.CONCURRENT)
class ChangedPlanTest extends Impossible {
    @Test
    void aResumeAsksAPlannerThatFailedAnew() {
        notes.say(REPLAN, "I cannot help.");
        var project = notes.run().project();
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        assertEquals(0, notes.resume(project).exit(), notes.notes()::toString);
    }

    @Test
    void aResumeAfterAChangeGoesOnWithTheChangedPlan() throws IOException {
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        var project = notes.run().project();
        var tree = Workshop.tree(project);
        int asked = notes.prompts.size();
        var log = log(project);
        notes.shop.events.clear();
        assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);
        assertEquals(asked, notes.prompts.size());
        assertEquals(tree, Workshop.tree(project));
        assertEquals(log, log(project));
        var lines = Files.readAllLines(notes.journal());
        var planned = lines.stream().filter(line -> line.contains("\"type\":\"planned\"")).toList().getLast();
        Files.write(notes.journal(), lines.subList(0, lines.indexOf(planned) + 1));
        Workshop.output(project, "git", "reset", "-q", "--hard",
                Workshop.output(project, "git", "rev-list", "--max-parents=0", "HEAD").strip());
        assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);
        assertEquals(tree, Workshop.tree(project));
        assertEquals(0, notes.prompts(REPLAN).size() - 1);
        assertEquals(1, notes.prompts("a").size());
    }

    @Test
    void whatThePersonSaidOfTheSpecificationStaysOnThePageThatTellsThePlan() throws IOException {
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        var first = planned(json("a", "a.txt"), json("b", "b.txt", "a"), json("c", "c.txt"))
                .replace("\"unclear\": []",
                "\"unclear\": [{\"question\": \"How many?\", \"assumption\": \"three of them\"}]");
        notes.script(REPLAN, prompt -> StubAnswer.text(prompt.contains("cannot be done as it is planned")
                ? planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")) : first));
        Outcome outcome;
        try (var swarm = notes.shop.swarmTrusted()) {
            outcome = swarm.run(Spec.of("Notes.", "spec.md"),
                    RunOptions.DEFAULT.withStack(Optional.of("notes")).withTasks(Optional.of(Cut.MANY)));
        }
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        var page = Workshop.output(outcome.project(), "git", "show", "HEAD:docs/PLAN.md");
        assertTrue(page.contains("three of them"), page);
        var log = log(outcome.project());
        var tree = Workshop.tree(outcome.project());
        assertEquals(0, notes.resume(outcome.project()).exit());
        assertEquals(tree, Workshop.tree(outcome.project()));
        assertEquals(log, log(outcome.project()));
    }

    @Test
    void aReplayOfTheRunGivesTheSameTree() throws IOException {
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        var project = notes.run().project();
        var tape = Files.copy(notes.journal(), folder.resolve("tape.jsonl"));
        int asked = notes.prompts.size();
        var again = notes.run(Optional.of(tape), Optional.empty());
        assertEquals(0, again.exit(), notes.shop.events::toString);
        assertEquals(asked, notes.prompts.size());
        assertEquals(Workshop.tree(project), Workshop.tree(again.project()));
    }

    @Test
    void theStateAndTheSummaryCountTheChangedPlan() {
        notes.say(REPLAN, planned("""
                {"id": "b", "title": "Write b anew", "agent": "writer", "description": "Write.", "requirements": [], "files": ["b.txt"],
                 "dependsOn": ["d"], "provides": [], "uses": []}""", json("d", "d.txt"), json("c", "c.txt")));
        notes.say("b anew", note("b.txt", "good b"));
        assertEquals(0, notes.run().exit(), notes.shop.events::toString);
        var run = RunState.of(notes.shop.entries);
        assertEquals(List.of("c", "d", "b"), run.tasks().stream().map(TaskProgress::id).toList());
        assertEquals("Write b anew", run.task("b").title());
        assertEquals(1, run.task("b").depth());
        assertEquals(3, run.count(TaskProgress.Stage.DONE));
        assertEquals(5, run.spent().of(new SpendingScope.OfRun()).calls());
        var summary = String.join("\n", Summary.lines(run, 80, Instant.EPOCH));
        assertTrue(summary.contains("3 of 3 tasks") && !summary.contains("Failed"), summary);
        assertEquals(List.of("c", "d", "b", "there"), run.rows().stream().map(TaskProgress::id).toList());
    }

    @Test
    void aReasonCannotSteerTheTerminalNorFillThePlan() {
        notes.say("a", "IMPOSSIBLE: \u001b[2Jno" + " way".repeat(5000));
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        var outcome = notes.run();
        assertEquals(0, outcome.exit());
        var message = Workshop.output(outcome.project(), "git", "log", "--format=%B", "--grep=Change the plan");
        assertFalse(message.contains("\u001b"));
        assertTrue(message.length() < 1000, () -> "" + message.length());
    }

    @Test
    void manyBlankLinesAreNoReasonToWait() {
        notes.plan(task("a", "a.txt")).say("a", "\n".repeat(400_000) + "nothing");
        notes.shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: task, role: You write., attempts: 1}");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertEquals(3, notes.run().exit()));
    }

    @Test
    void aSecretInAChangedPlanIsNotCommitted() {
        notes.shop.env.put("SOME_API_KEY", "hunter2-hunter2-hunter2");
        notes.say(REPLAN, planned(json("d", "d.txt").replace("Write d", "Write d with \\u0068unter2-hunter2-hunter2"),
                json("b", "b.txt", "d"), json("c", "c.txt")));
        notes.script("d with [redacted]", prompt -> StubAnswer.text(note("d.txt", "good")));
        notes.script("d with hunter2-hunter2-hunter2", prompt -> StubAnswer.text(note("d.txt", "good")));
        var outcome = notes.run();
        assertFalse(Workshop.output(outcome.project(), "git", "log", "-p").contains("hunter2"), () ->
                Workshop.output(outcome.project(), "git", "log", "-p"));
    }

    @Test
    void aPersonsPageIsKeptOnAResumeAfterAChange() throws IOException {
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        var project = notes.run().project();
        notes.shop.file("notes/docs/PLAN.md", "mine\n");
        assertEquals(0, notes.resume(project).exit());
        assertEquals("mine\n", notes.shop.read(project.resolve("docs/PLAN.md")));
        assertTrue(notes.notes().contains("kept your version of docs/PLAN.md"));
        assertEquals("mine\n", Workshop.output(project, "git", "show", "HEAD:docs/PLAN.md"));
    }

    @Test
    void whatWasBlockedBeginsWhenTheChangedPlanFreesIt() {
        notes.plan(task("a", "a.txt"), task("c", "c.txt"), task("b", "b.txt", "c"));
        notes.say("c", note("c.txt", "bad"));
        notes.script("a", prompt -> {
            Workshop.until(() -> notes.ends().contains("b blocked"));
            return StubAnswer.text("IMPOSSIBLE: " + REASON);
        });
        notes.say(REPLAN, planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt")));
        assertEquals(3, notes.run().exit());
        assertEquals(List.of("c failed", "b blocked", "d done", "b done"), notes.ends());
        var ended = notes.shop.events(Event.RunEnded.class).getLast();
        assertEquals(List.of(2, 1, 0), List.of(ended.done(), ended.failed(), ended.blocked()));
    }
}
