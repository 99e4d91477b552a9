package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository that takes no commit while tasks are done. */
class CommitTest {
    @Test
    void theRunEndsWithTheReasonAndNothingThatHeldIsAskedAgain(@TempDir Path folder) throws IOException {
        try (var notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt", "b"))) {
            notes.script("a", prompt -> {
                Workshop.until(() -> !notes.shop.events(Event.Integrated.class).isEmpty());
                notes.shop.file("notes/.git/index.lock", "");
                return StubAnswer.text(note("a.txt", "good a"));
            });
            notes.say("b", note("b.txt", "good b")).say("c", note("c.txt", "good c"));
            var stop = assertThrows(Stop.class, notes::run);
            assertEquals("git could not add files in '%1$s': Unable to create '%1$s/.git/index.lock': File exists".formatted(notes.project()), stop.getMessage());
            assertTrue(notes.ends().stream().noneMatch(end -> end.endsWith("failed")), notes.ends()::toString);
            Files.delete(notes.project().resolve(".git/index.lock"));
            assertEquals(0, notes.resume(notes.project()).exit(), notes.shop.events::toString);
            assertEquals(List.of("a", "b", "c"), notes.prompts.stream().map(Notes::task).toList());
        }
    }
}
