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

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.steps.Answerer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a person said is there after a resume, for the failure it was said about. */
@Execution(ExecutionMode.CONCURRENT)
class ResumedPersonTest extends AtATerminal {
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
        assertTrue(notes.prompts("a").getLast().contains("A person says: write the word good"),
                notes.prompts("a").getLast());
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
        notes.shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: task, role: You write better., attempts: 2}");
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
}
