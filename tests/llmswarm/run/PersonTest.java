package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a person at a terminal can do about a task that no agent can mend. */
@Execution(ExecutionMode.CONCURRENT)
class PersonTest {
    private static final String BAD = "### a.txt\n```\nbad\n```\n", EVIDENCE = "Check 'good' failed (exit code 1): grep -q good a.txt\n";

    @TempDir
    Path folder;
    private Notes notes;
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private Path laidOut;

    @BeforeEach
    void workshop() {
        notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt"));
        notes.say("a", BAD).say("b", note("b.txt", "good b")).say("c", note("c.txt", "good c"));
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private void person(String... replies) {
        person(path -> { }, replies);
    }

    private interface Editor {
        void edit(Path laidOut) throws IOException;
    }

    /** Replies in turn; where files were laid out, changes them first. Nobody is left to reply after the last. */
    private void person(Editor editor, String... replies) {
        var left = new ConcurrentLinkedQueue<>(Arrays.asList(replies));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            if (question.contains("' lie in\n")) edit(editor, Path.of(question.lines().toList().get(1)));
            var reply = left.poll();
            if (reply == null) throw new IllegalStateException("asked once too often: " + question);
            return Optional.of(reply);
        };
    }

    private void edit(Editor editor, Path place) {
        try {
            laidOut = place;
            editor.edit(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String question(String id, int attempts, String evidence) {
        return """
                '%s' does not hold after %d attempts:
                %sWhat now?
                  hint WORDS  ask again with them
                  again       ask again
                  show        all of the evidence
                  edit        the files yourself
                  skip        leave it undone
                  stop        end the run for now""".formatted(id, attempts, evidence);
    }

    private static String question(int attempts, String evidence) {
        return question("a", attempts, evidence);
    }

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
    void aFreeReplyIsAHint() {
        person("stop writing bad things", "show some goodness");
        notes.say("a", BAD, BAD, BAD, BAD, note("a.txt", "good"));
        assertEquals(0, notes.run().exit());
        assertTrue(notes.prompts("a").get(2).contains("A person says: stop writing bad things\n"), notes.prompts("a").get(2));
        assertTrue(notes.prompts("a").get(4).contains("A person says: show some goodness\n"), notes.prompts("a").get(4));
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
        assertTrue(questions.get(0).startsWith("'a' does not hold after 2 attempts:\nCheck 'good' failed (exit code 1): sh -c seq 1 20; grep -q good a.txt\n1\n2\n3\n4\n  ... (9 more lines: show)\n14\n"), questions.get(0));
        assertTrue(questions.get(1).startsWith("'a' does not hold after 2 attempts:\nCheck 'good' failed (exit code 1): sh -c seq 1 20; grep -q good a.txt\n1\n2\n"), questions.get(1));
    }

    @Test
    void aSingleWordThatIsNoneOfTheChoicesCostsNoCall() {
        person("shwo", "skip");
        notes.run();
        assertEquals(List.of(question(2, EVIDENCE), question(2, EVIDENCE + "'shwo' is none of these; a hint has more words.\n")), questions);
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
        assertEquals(List.of(question(2, EVIDENCE), question(2, EVIDENCE)), questions);
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
        assertEquals(List.of("1 code", "2 code", "2 "), notes.shop.events(Event.Checked.class).stream().filter(c -> c.task().equals("a"))
                .map(c -> c.attempt() + " " + c.failure()).toList());
        assertTrue(notes.prompts("b").getFirst().contains("good, by hand"), notes.prompts("b").getFirst());
    }

    @Test
    void anEditThatDoesNotHoldIsAskedAboutAgain() {
        var edits = new AtomicInteger();
        person(place -> Files.writeString(place.resolve("a.txt"), edits.getAndIncrement() == 0 ? "still bad\n" : Files.readString(place.resolve("a.txt")) + "now good\n"),
                "edit", "done", "edit", "done");
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
        assertTrue(questions.get(2).startsWith("'a' does not hold after 2 attempts:\n'a.txt' is missing\n"), questions.get(2));
        assertEquals("good from nothing\n", notes.shop.read(notes.project().resolve("a.txt")));
    }

    @Test
    void whatAPersonAddsToTheTasksFolderIsTaken() {
        notes.plan("{id: a, title: Write a, agent: writer, description: Write., files: [d/]}").say("a", note("d/a.txt", "bad"));
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

    private Path shopStopped() {
        var stop = assertThrows(Stop.class, notes::run);
        assertEquals(Stop.INTERRUPTED, stop.exit());
        assertEquals("interrupted; what is done is kept. Go on with: ./jbang swarm.java resume " + Run.quoted(notes.project().toString()), stop.getMessage());
        return notes.project();
    }

    @Test
    void stopEndsTheRunAndAResumeAsksAgain() {
        for (var word : List.of("stop", "Stop")) {
            person(word);
            var project = shopStopped();
            assertTrue(notes.ends().contains("a interrupted"), notes.ends()::toString);
            assertEquals(130, notes.shop.events(Event.RunEnded.class).getLast().exit());
            int asked = notes.prompts("a").size();
            person("hint write good");
            notes.say("a", note("a.txt", "good"));
            assertEquals(0, notes.resume(project).exit());
            assertEquals(question(2, EVIDENCE), questions.getLast());
            assertEquals(asked + 1, notes.prompts("a").size());
            Workshop.output(folder, "rm", "-rf", project.toString());
            notes.say("a", BAD);
            notes.shop.events.clear();
        }
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
        assertTrue(questions.getFirst().contains(" does not hold after 1 attempt:\nCheck 'good' has no result: the program '%s/goodness' does not exist.\n".formatted(bin)
                + "What now?\n  again       when you have mended it\n  show        all of the evidence\n"), questions.getFirst());
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
    void twoTasksThatFailAskOneAfterTheOther() {
        notes.say("c", note("c.txt", "bad"));
        var both = new CountDownLatch(2);
        var open = new AtomicInteger();
        var most = new AtomicInteger();
        notes.shop.person = (question, assumed) -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            questions.add(question);
            // The other one has failed by now, and waits.
            Workshop.until(() -> notes.shop.events(Event.Checked.class).stream().filter(c -> c.attempt() == 2).count() == 2);
            both.countDown();
            open.decrementAndGet();
            return Optional.of("skip");
        };
        assertEquals(3, notes.run().exit());
        assertEquals(0, both.getCount());
        assertEquals(1, most.get());
        assertEquals(2, questions.size());
        var told = notes.shop.events.stream().filter(e -> e instanceof Event.Asked || e instanceof Event.Answered).map(e -> e.getClass().getSimpleName()).toList();
        assertEquals(List.of("Asked", "Answered", "Asked", "Answered"), told);
    }

    @Test
    void anInterruptionEndsTheWaitForAReplyAndTheNextQuestionToo() throws Exception {
        notes.say("c", note("c.txt", "bad"));
        var asked = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            Workshop.until(() -> notes.shop.events(Event.Checked.class).stream().filter(c -> c.attempt() == 2).count() == 2);
            asked.countDown();
            never.await();
            return Optional.empty();
        };
        var run = new Thread(() -> assertEquals(Stop.INTERRUPTED, assertThrows(Stop.class, notes::run).exit()));
        run.start();
        Workshop.until(() -> asked.getCount() == 0 || !run.isAlive());
        run.interrupt();
        run.join();
        assertEquals(1, questions.size());
        assertEquals(List.of("a interrupted", "c interrupted"), notes.ends().stream().sorted().toList());
        person("again", "again");
        notes.say("a", note("a.txt", "good")).say("c", note("c.txt", "good"));
        assertEquals(0, notes.resume(notes.project()).exit(), notes.ends()::toString);
    }

    @Test
    void noOtherTaskIsAskedAboutBetweenEditAndDone() {
        notes.say("c", note("c.txt", "bad"));
        notes.shop.person = (question, assumed) -> {
            questions.add(question.lines().findFirst().orElseThrow().replaceAll("^.*'([ac])'.*$", "$1"));
            if (questions.size() == 1) {
                Workshop.until(() -> notes.shop.events(Event.Checked.class).stream().filter(c -> c.attempt() == 2).count() == 2);
                return Optional.of("show");
            }
            if (questions.size() == 2) return Optional.of("edit");
            return Optional.of("skip");
        };
        assertEquals(3, notes.run().exit());
        assertEquals(4, questions.size());
        assertEquals(1, questions.subList(0, 3).stream().distinct().count(), questions::toString);
    }

    @Test
    void afterStopNoOtherQuestionIsAsked() {
        notes.say("c", note("c.txt", "bad"));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            Workshop.until(() -> notes.shop.events(Event.Checked.class).stream().filter(c -> c.attempt() == 2).count() == 2);
            return Optional.of("stop");
        };
        shopStopped();
        assertEquals(1, questions.size());
        assertEquals(List.of("a interrupted", "c interrupted"), notes.ends().stream().sorted().toList());
    }

    /** Cuts the journal off behind the last line that holds the text. */
    private void cutBehind(String text) throws IOException {
        var lines = Files.readAllLines(notes.journal());
        var last = lines.stream().filter(line -> line.contains(text)).reduce((first, second) -> second).orElseThrow();
        Files.write(notes.journal(), lines.subList(0, lines.indexOf(last) + 1));
    }

    private void resumesWithoutAsking(Path project, String tree, int asked) {
        questions.clear();
        person();
        assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);
        assertEquals(List.of(), questions);
        assertEquals(tree, Workshop.tree(project));
        assertEquals(asked, notes.prompts.size());
        notes.shop.person = Answerer.NOBODY;
        assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);
        assertEquals(tree, Workshop.tree(project));
        assertEquals(asked, notes.prompts.size());
    }

    @Test
    void aResumeTakesTheHintThatWasGiven() throws IOException {
        person("show", "hint write the word good");
        notes.say("a", BAD, BAD, note("a.txt", "good"));
        var project = notes.run().project();
        var tree = Workshop.tree(project);
        int asked = notes.prompts.size();
        resumesWithoutAsking(project, tree, asked);
        cutBehind("\"type\":\"answered\"");
        Workshop.output(project, "git", "reset", "-q", "--hard", "HEAD~2");
        notes.say("a", note("a.txt", "good"));
        notes.shop.person = Answerer.NOBODY;
        notes.shop.events.clear();
        assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);
        assertEquals(tree, Workshop.tree(project));
        assertTrue(notes.prompts("a").getLast().contains("A person says: write the word good"), notes.prompts("a").getLast());
    }

    @Test
    void aResumeTakesTheEditThatWasMade() {
        person(place -> Files.writeString(place.resolve("a.txt"), "good, by hand\n"), "edit", "done");
        var project = notes.run().project();
        resumesWithoutAsking(project, Workshop.tree(project), notes.prompts.size());
    }

    @Test
    void aRunCutShortWhileAPersonEditsFindsTheFilesAsTheyWereLeft() {
        person(place -> Files.writeString(place.resolve("a.txt"), "half edited\n"), "edit", "stop");
        var project = shopStopped();
        person(place -> {
            assertEquals("half edited\n", Files.readString(place.resolve("a.txt")));
            Files.writeString(place.resolve("a.txt"), "good now\n");
        }, "done");
        assertEquals(0, notes.resume(project).exit());
        assertEquals("good now\n", notes.shop.read(project.resolve("a.txt")));
    }

    @Test
    void aReplyIsNotTakenForAnotherFailure() {
        person("hint first words", "stop");
        var project = shopStopped();
        notes.shop.file("config/agents/writer.yaml", "{name: writer, description: Writes., model: coder, prompt: task, role: You write better., attempts: 2}");
        questions.clear();
        person("hint second words");
        notes.say("a", BAD, BAD, note("a.txt", "good"));
        assertEquals(0, notes.resume(project).exit());
        assertEquals(1, questions.size());
        assertTrue(notes.prompts("a").stream().skip(4).noneMatch(prompt -> prompt.contains("first words")));
    }

    @Test
    void aSecretInAHintIsNotKept() throws IOException {
        notes.shop.env.put("SOME_API_KEY", "hunter2-hunter2-hunter2");
        person("hint use hunter2-hunter2-hunter2 to be good");
        notes.say("a", BAD, BAD, note("a.txt", "good"));
        var project = notes.run().project();
        assertFalse(notes.shop.read(notes.journal()).contains("hunter2"));
        assertTrue(notes.prompts.stream().noneMatch(prompt -> prompt.contains("hunter2")));
        resumesWithoutAsking(project, Workshop.tree(project), notes.prompts.size());
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
        assertTrue(questions.stream().noneMatch(q -> q.chars().anyMatch(c -> c < ' ' && c != '\n')), questions::toString);
    }
}
