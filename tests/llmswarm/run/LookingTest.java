package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that may look is shown what it asks for before it writes; one that may not is told nothing of it. */
class LookingTest {
    private static final String OFFER = "Before you write you may look";

    @TempDir
    Path folder;
    private Notes notes;

    @BeforeEach
    void notes() {
        notes = new Notes(folder);
        looks(3);
    }

    @AfterEach
    void close() {
        notes.close();
    }

    private void looks(int most) {
        notes.shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: task, role: You write., attempts: 1, looks: %d}"
                        .formatted(most));
    }

    /** The answers in turn; a prompt for the planner is answered by that many words. */
    private Outcome answered(String... texts) {
        notes.plan(task("a", "a.txt")).say("a", texts);
        return notes.run();
    }

    private List<Event.AskedModel> asked() {
        return notes.shop.events(Event.AskedModel.class);
    }

    private String last(int call) {
        return asked().get(call).messages().getLast().text();
    }

    @Test
    void whatIsAskedForComesBackAndTheAnswerIsTheSameAttempts() {
        var outcome = answered("I look first.\n\nLIST:\nSPEC: 1\nSHOW: nothing.txt\n", note("a.txt", "good"));
        assertEquals(0, outcome.exit(), notes.notes()::toString);
        assertEquals(List.of("", "+look1"), asked().stream().map(Event.AskedModel::part).toList());
        assertEquals(List.of(1, 1), asked().stream().map(Event.AskedModel::attempt).toList());
        assertTrue(last(0).contains(OFFER + "; looks left: 3. "), last(0));
        assertTrue(last(0).contains("CHECK: one of good, there, run on"), last(0));
        assertTrue(last(1).contains("SPEC: 1-1\n```\nNotes.\n```\n"), last(1));
        assertTrue(last(1).contains("SHOW: nothing.txt\n```\nThe project has no such file.\n```\n"), last(1));
        assertTrue(last(1).contains("or look again; looks left: 2."), last(1));
        assertTrue(notes.notes().contains("looks (1 of 3): LIST:; SPEC: 1-1; SHOW: nothing.txt"), notes.notes()::toString);
    }

    @Test
    void anAgentThatMayNotLookIsNotToldOfIt() {
        looks(0);
        assertEquals(3, answered("LIST:\n").exit());
        assertEquals(1, asked().size());
        assertFalse(asked().getFirst().messages().toString().contains("look"));
    }

    @Test
    void filesBesideAWishEndTheLooking() {
        assertEquals(0, answered("SEARCH: good\n\n" + note("a.txt", "good")).exit());
        assertEquals(1, asked().size());
    }

    @Test
    void whoLooksTooOftenHasToWriteAndIsToldSo() {
        assertEquals(3, answered("SHOW: a.txt\n").exit());
        assertEquals(4, asked().size());
        assertTrue(last(2).contains("It stands above already."), last(2));
        assertTrue(last(3).endsWith("\nWrite your answer now.\n"), last(3));
    }

    @Test
    void aCheckIsRunOnWhatStandsAndItsOutputShown() {
        notes.plan(task("b", "b.txt"), task("a", "a.txt", "b")).say("b", note("b.txt", "good"))
                .say("a", "CHECK: there", note("a.txt", "good"));
        assertEquals(0, notes.run().exit(), notes.notes()::toString);
        assertTrue(last(2).contains("CHECK: there\n```\npassed\n"), last(2));
    }

    @Test
    void whereThePlannerCannotBeAskedTheAgentIsToldWhy() {
        notes.script(Notes.REPLAN, prompt -> new StubAnswer.Status(400, Map.of(), "no"));
        assertEquals(0, answered("ASK: Are notes short?", note("a.txt", "good")).exit(), notes.notes()::toString);
        assertTrue(last(asked().size() - 1).contains("The planner cannot be asked: "), last(asked().size() - 1));
    }

    @Test
    void theSameQuestionOfTwoTasksReachesThePlannerOnce() {
        var asked = new AtomicInteger();
        notes.plan(task("a", "a.txt"), task("b", "b.txt"))
                .say("a", "ASK: Are notes short?", note("a.txt", "good")).say("b", "ASK: are notes short", note("b.txt", "good"))
                .script(Notes.REPLAN, prompt -> {
                    asked.incrementAndGet();
                    assertTrue(prompt.contains("Are notes short") || prompt.contains("are notes short"), prompt);
                    return StubAnswer.text("Yes: 'Notes.' leaves it open, and short is simplest.");
                });
        assertEquals(0, notes.run().exit(), notes.notes()::toString);
        assertEquals(1, asked.get());
        assertEquals(2, asked().stream().filter(ask -> ask.messages().getLast().text()
                .contains("leaves it open, and short is simplest")).count());
    }

    @Test
    void aTapeWithLooksGivesTheSameTree() throws IOException {
        notes.script(Notes.REPLAN, prompt -> StubAnswer.text("They are."));
        var made = answered("ASK: Are notes short?\nCHECK: good\nLIST:\n", note("a.txt", "good and short"));
        assertEquals(0, made.exit(), notes.notes()::toString);
        var tree = Workshop.tree(made.project());
        var tape = Files.copy(notes.journal(), folder.resolve("tape.jsonl"));
        Workshop.output(folder, "rm", "-rf", notes.project().toString());
        int calls = notes.prompts.size();
        var again = notes.run(Optional.of(tape), Optional.empty());
        assertEquals(0, again.exit(), notes.notes()::toString);
        assertEquals(tree, Workshop.tree(again.project()));
        assertEquals(calls, notes.prompts.size());
    }

    @Test
    void aRunThatIsKilledAfterALookAsksNothingTwice() throws IOException {
        notes.script(Notes.REPLAN, prompt -> StubAnswer.text("They are."));
        var texts = new ConcurrentLinkedDeque<>(List.of("ASK: Are notes short?\nCHECK: good", "SHOW: a.txt",
                note("a.txt", "good")));
        notes.plan(task("a", "a.txt")).script("a", prompt -> {
            // Each cut lies behind the scaffold's commit.
            Workshop.until(() -> !notes.shop.events(Event.Integrated.class).isEmpty());
            return StubAnswer.text(texts.poll());
        });
        var project = notes.run().project();
        var tree = Workshop.tree(project);
        var lines = Files.readAllLines(notes.journal());
        var answers = lines.stream().filter(line -> line.contains("\"type\":\"answered-model\"")).toList();
        assertEquals(4, answers.size(), notes.notes()::toString);
        for (int left = 1; left <= answers.size(); left++) {
            texts.clear();
            texts.addAll(List.of("ASK: Are notes short?\nCHECK: good", "SHOW: a.txt", note("a.txt", "good"))
                    .subList(List.of(3, 2, 1, 1).get(left - 1), 3));
            var copy = notes.shop.folder.resolve("copy-" + left);
            Workshop.output(notes.shop.folder, "cp", "-r", project.toString(), copy.toString());
            Files.write(RunFolder.runs(copy).getLast().resolve(Journal.FILE),
                    lines.subList(0, lines.indexOf(answers.get(answers.size() - left)) + 1));
            Workshop.output(copy, "git", "reset", "-q", "--hard", Workshop.output(copy, "git", "rev-list",
                    "--max-parents=0", "HEAD").strip());
            int calls = notes.prompts.size();
            assertEquals(0, notes.resume(copy).exit(), notes.notes()::toString);
            assertEquals(left - 1, notes.prompts.size() - calls,
                    () -> String.join("\n=====\n", notes.prompts.subList(calls, notes.prompts.size())));
            assertEquals(tree, Workshop.tree(copy));
        }
    }
}
