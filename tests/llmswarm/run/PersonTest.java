package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a person at a terminal can do about a task that no agent can mend. */
@Execution(ExecutionMode.CONCURRENT)
class PersonTest extends AtATerminal {
    @Test
    void withNobodyThereNothingWaits() {
        assertEquals(3, notes.run().exit());
        assertEquals(List.of("a failed", "b blocked", "c done"), notes.ends().stream().sorted().toList());
        assertEquals(List.of(), notes.shop.events(Event.Asked.class));
    }

    @Test
    void aHintGoesToTheAgentWithTheEvidence() {
        person("hint write the word good");
        notes.say("a", BAD, BAD, note("a.txt", "good"));
        assertEquals(0, notes.run().exit(), notes.shop.events::toString);
        assertEquals(List.of(question(2, EVIDENCE)), questions);
        var last = notes.prompts("a").getLast();
        assertTrue(last.contains(EVIDENCE + "\n\nA person says: write the word good\n"), last);
        assertEquals(3, notes.prompts("a").size());
        assertEquals("good\n", notes.shop.read(notes.project().resolve("a.txt")));
    }

    @Test
    void aHintIsInEveryPromptUntilThePersonIsAskedAgain() {
        person("hint write the word good", "skip");
        assertEquals(3, notes.run().exit());
        assertEquals(4, notes.prompts("a").size());
        assertTrue(notes.prompts("a").get(2).contains("A person says: write the word good"));
        assertTrue(notes.prompts("a").get(3).contains("A person says: write the word good"), notes.prompts("a").get(3));
    }

    @Test
    void aFreeReplyIsAHintWhenThePersonSaysSo() {
        person("stop writing bad things", "y", "show some goodness", "Yes");
        notes.say("a", BAD, BAD, BAD, BAD, note("a.txt", "good"));
        assertEquals(0, notes.run().exit());
        assertEquals("Send 'stop writing bad things' as a hint to the agent? [y/N]", questions.get(1));
        assertTrue(notes.prompts("a").get(2).contains("A person says: stop writing bad things\n"),
                notes.prompts("a").get(2));
        assertTrue(notes.prompts("a").get(4).contains("A person says: show some goodness\n"),
                notes.prompts("a").get(4));
    }

    @Test
    void aFreeReplyThatIsNoHintCostsNoCall() {
        person("what is this", "", "nonsense", "n", "skip");
        notes.run();
        assertEquals(question(2, EVIDENCE + "'what is this' is none of these.\n"), questions.get(2));
        assertEquals("Send 'nonsense' as a hint to the agent? [y/N]", questions.get(3));
        assertEquals(2, notes.prompts("a").size());
    }

    @Test
    void showTellsAllOfTheEvidenceAndAsksAgain() {
        notes.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                checks: [{name: good, when: task, files: "**.txt", run: [sh, -c, "seq 1 20; grep -q good {{file}}"]}]
                """);
        person("show", "skip");
        notes.run();
        assertEquals(2, questions.size());
        assertTrue(questions.get(0)
                .startsWith("'a' still fails after 2 attempts:\nCheck 'good' failed (exit code 1): sh -c seq 1 20; grep -q good a.txt\n1\n2\n3\n4\n  ... (9 more lines: show)\n14\n"), questions.get(0));
        assertTrue(questions.get(1)
                .startsWith("'a' still fails after 2 attempts:\nCheck 'good' failed (exit code 1): sh -c seq 1 20; grep -q good a.txt\n1\n2\n"), questions.get(1));
    }

    @Test
    void aSlipOfThePenCostsNoCallAndIsNamed() {
        person("shwo", "agian", "skip");
        notes.run();
        assertEquals(List.of(question(2, EVIDENCE),
                question(2, EVIDENCE + "'shwo' is none of these; did you mean 'show'?\n"),
                question(2, EVIDENCE + "'agian' is none of these; did you mean 'again'?\n")), questions);
        assertEquals(2, notes.prompts("a").size());
    }

    @Test
    void whereFilesAreEditedAnEmptyReplyTakesThem() {
        var assumed = new CopyOnWriteArrayList<String>();
        person(place -> Files.writeString(place.resolve("a.txt"), "good, by hand\n"), "edit", "");
        var replies = notes.shop.person;
        notes.shop.person = (question, otherwise) -> {
            assumed.add(otherwise);
            return replies.answer(question, otherwise).filter(reply -> !reply.isEmpty());
        };
        assertEquals(0, notes.run().exit());
        assertEquals(List.of("skip", "done"), assumed);
        assertEquals("good, by hand\n", notes.shop.read(notes.project().resolve("a.txt")));
    }

    @Test
    void aHintWithoutWordsIsAskedForAgain() {
        person("hint", "skip");
        notes.run();
        assertEquals(List.of(question(2, EVIDENCE), question(2, EVIDENCE + "A hint has words behind 'hint'.\n")),
                questions);
        assertEquals(2, notes.prompts("a").size());
    }

    @Test
    void filesThatAPersonEditsAreCheckedAndBecomeTheProjects() {
        person(place -> {
            assertEquals("bad\n", Files.readString(place.resolve("a.txt")));
            Files.writeString(place.resolve("a.txt"), "good, by hand\n");
        }, "edit", "done");
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertTrue(laidOut.startsWith(notes.journal().getParent()), laidOut::toString);
        assertEquals("The files of 'a' lie in\n%s\nChange them there, then say done (or skip, stop)".formatted(laidOut), questions.get(1));
        assertEquals("good, by hand\n", Workshop.output(notes.project(), "git", "show", "HEAD~1:a.txt").concat(""));
        assertEquals(2, notes.prompts("a").size());
        assertEquals(List.of("1 code", "2 code", "2 "),
                notes.shop.events(Event.Checked.class).stream().filter(c -> c.task().equals("a"))
                .map(c -> c.attempt() + " " + c.failure()).toList());
        assertTrue(notes.prompts("b").getFirst().contains("good, by hand"), notes.prompts("b").getFirst());
    }

    @Test
    void anEditThatDoesNotHoldIsAskedAboutAgain() {
        var edits = new AtomicInteger();
        person(place -> Files.writeString(place.resolve("a.txt"), edits.getAndIncrement() == 0 ? "still bad\n"
                : Files.readString(place.resolve("a.txt")) + "now good\n"), "edit", "done", "edit", "done");
        assertEquals(0, notes.run().exit());
        assertEquals(4, questions.size());
        assertEquals("still bad\nnow good\n", notes.shop.read(notes.project().resolve("a.txt")));
    }

    @Test
    void whereNoAnswerCouldBeUsedThePersonWritesTheFiles() {
        notes.say("a", "I would rather not.");
        person(place -> {
            assertEquals(List.of(), Files.list(place).toList());
            if (questions.size() > 2) Files.writeString(place.resolve("a.txt"), "good from nothing\n");
        }, "edit", "done", "edit", "done");
        assertEquals(0, notes.run().exit(), notes.shop.events::toString);
        assertTrue(questions.get(2).startsWith("'a' still fails after 2 attempts:\n'a.txt' is missing\n"),
                questions.get(2));
        assertEquals("good from nothing\n", notes.shop.read(notes.project().resolve("a.txt")));
    }

    @Test
    void whatAPersonAddsToTheTasksFolderIsTaken() {
        notes.plan("{id: a, title: Write a, agent: writer, description: Write., files: [d/]}")
                .say("a", note("d/a.txt", "bad"));
        person(place -> {
            Files.writeString(place.resolve("d/a.txt"), "good\n");
            Files.writeString(place.resolve("d/b.txt"), "good too\n");
            Files.writeString(place.resolve("elsewhere.txt"), "good, but nobody's\n");
        }, "edit", "done");
        notes.shop.file("config/stacks/notes/scaffold/x.txt", "good\n");
        assertEquals(0, notes.run().exit());
        assertEquals("good too\n", notes.shop.read(notes.project().resolve("d/b.txt")));
        assertFalse(Files.exists(notes.project().resolve("elsewhere.txt")));
    }

    @Test
    void stopAndSkipAreUnderstoodWhileFilesAreEditedToo() {
        person("edit", "stop");
        var project = shopStopped();
        person("what?", "skip");
        assertEquals(3, notes.resume(project).exit());
        assertEquals(3, questions.stream().filter(q -> q.contains("lie in")).count());
    }

    @Test
    void skipLeavesTheTaskAndTheRestGoesOn() {
        person("skip");
        assertEquals(3, notes.run().exit());
        assertEquals(List.of("a failed", "b blocked", "c done"), notes.ends().stream().sorted().toList());
    }

    @Test
    void aMachineThatWasMendedJudgesAgainWithoutACall() throws IOException {
        var bin = Files.createDirectories(folder.resolve("bin")).toRealPath();
        notes.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                checks: [{name: good, when: task, files: "**.txt", run: [%s/goodness, "{{file}}"]}, {name: there, when: end, run: [test, -f, a.txt]}]
                """.formatted(bin));
        notes.say("a", note("a.txt", "good"));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            notes.shop.file("../bin/goodness", "#!/bin/sh\nexec grep -q good \"$1\"\n");
            bin.resolve("goodness").toFile().setExecutable(true);
            return Optional.of("again");
        };
        assertEquals(0, notes.run(Optional.empty(), Optional.of("off")).exit(), notes.shop.events::toString);
        assertTrue(questions.getFirst()
                .contains(" still fails after 1 attempt:\nCheck 'good' has no result: the program '%s/goodness' does not exist.\n".formatted(bin)
                + "What now?\n  again       when you have mended it\n  show        all of the evidence\n"),
                questions.getFirst());
        assertEquals(1, notes.prompts("a").size());
    }

    @Test
    void whatThenFailsGoesToTheAgentBeforeThePersonIsAskedAgain() throws IOException {
        notes.plan(task("a", "a.txt"));
        var bin = Files.createDirectories(folder.resolve("bin")).toRealPath();
        notes.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                checks: [{name: good, when: task, files: "**.txt", run: [%s/goodness, "{{file}}"]}, {name: there, when: end, run: [test, -f, a.txt]}]
                """.formatted(bin));
        notes.say("a", BAD, note("a.txt", "good"));
        person("again");
        var replies = notes.shop.person;
        notes.shop.person = (question, assumed) -> {
            notes.shop.file("../bin/goodness", "#!/bin/sh\nexec grep -q good \"$1\"\n");
            bin.resolve("goodness").toFile().setExecutable(true);
            return replies.answer(question, assumed);
        };
        assertEquals(0, notes.run(Optional.empty(), Optional.of("off")).exit(), notes.shop.events::toString);
        assertEquals(2, notes.prompts("a").size());
    }

    @Test
    void anAnswerThatCannotBePrintedDoesNotSteerTheTerminal() {
        notes.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                checks: [{name: good, when: task, files: "**.txt", run: [sh, -c, "cat {{file}}; exit 1"]}]
                """);
        notes.plan(task("a", "a.txt")).say("a", note("a.txt", "\u001b[2Jbad\u001b]0;title\u0007"));
        person("show", "skip");
        notes.run();
        assertTrue(questions.stream().noneMatch(q -> q.chars().anyMatch(c -> c < ' ' && c != '\n')),
                questions::toString);
    }
}
