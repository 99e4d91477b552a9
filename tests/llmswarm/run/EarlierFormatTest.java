package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that version 0.1.0 began at commit b9fc2d4, before journals had a format number, goes on today. */
class EarlierFormatTest {
    private static final Path BEGUN = Path.of("tests/journals/format-1");
    private static final String RUN = "20261130-032032-672-6e12";

    @TempDir
    Path folder;

    @Test
    void aRunOfTheFirstFormatIsResumedWithWhatItHadDone() throws IOException {
        try (var notes = new Notes(folder)) {
            notes.plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt", "b"));
            notes.script("b", prompt ->
                    StubAnswer.text(note("b.txt", prompt.contains("# What came out") || prompt.contains("bad")
                    ? "good b" : "bad b")));
            notes.say("a", note("a.txt", "good a")).say("c", note("c.txt", "good c"));
            var project = Files.createDirectories(notes.shop.folder.resolve("out"));
            Workshop.output(notes.shop.folder, "git", "clone", "-q", "-b", "cut",
                    BEGUN.resolve("project.bundle").toAbsolutePath().toString(), project.toString());
            Workshop.output(project, "git", "remote", "remove", "origin");
            var journal = Files.createDirectories(project.resolve(RunFolder.RUNS).resolve(RUN)).resolve(Journal.FILE);
            Files.writeString(journal, Files.readString(BEGUN.resolve(Journal.FILE))
                    .replace("@FOLDER@", notes.shop.folder.toString()));

            assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);

            assertEquals(List.of("good a", "good b", "good c"), List.of("a", "b", "c").stream()
                    .map(name -> Workshop.output(project, "git", "show", "HEAD:%s.txt".formatted(name)).strip())
                    .toList());
            assertEquals(1, Workshop.output(project, "git", "log", "--format=%s").lines().filter("Write a"::equals)
                    .count());
            assertEquals(1, Workshop.journaled(journal).stream().filter(Event.Resumed.class::isInstance).count());
            assertTrue(notes.shop.events(Event.TaskEnded.class).stream()
                    .allMatch(end -> end.state() == Event.State.DONE));
        }
    }
}
