package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.planned;
import static llmswarm.run.Notes.task;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import llmswarm.Workshop;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A plan whose task 'a' cannot be done as planned. */
abstract class Impossible {
    static final String REASON = "there is no word for a";

    @TempDir
    Path folder;
    Notes notes;

    @BeforeEach
    void workshop() {
        notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt"));
        notes.say("a", "IMPOSSIBLE: " + REASON);
        for (var id : List.of("b", "c", "d", "e", "f")) notes.say(id, note(id + ".txt", "good " + id));
    }

    @AfterEach
    void end() {
        notes.close();
    }

    List<String> ids() {
        return notes.shop.events(Event.Planned.class).getLast().plan().tasks().stream().map(Task::id).toList();
    }

    List<String> files(Path project) {
        return Workshop.output(project, "git", "ls-files").lines().toList();
    }

    List<String> log(Path project) {
        return Workshop.output(project, "git", "log", "--format=%s").lines().toList();
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
