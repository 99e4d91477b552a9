package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.guard.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import text.ShellWords;

/** A person at a terminal, who is asked about the task 'a' as soon as no agent can mend it. */
abstract class AtATerminal {
    static final String BAD = "### a.txt\n```\nbad\n```\n",
            EVIDENCE = "Check 'good' failed (exit code 1): grep -q good a.txt\n";

    @TempDir
    Path folder;
    Notes notes;
    final List<String> questions = new CopyOnWriteArrayList<>();
    Path laidOut;

    @BeforeEach
    void workshop() {
        notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt"));
        notes.say("a", BAD).say("b", note("b.txt", "good b")).say("c", note("c.txt", "good c"));
    }

    @AfterEach
    void end() {
        notes.close();
    }

    void person(String... replies) {
        person(path -> { }, replies);
    }

    interface Editor {
        void edit(Path laidOut) throws IOException;
    }

    /** Replies in turn; where files were laid out, changes them first. Nobody is left to reply after the last. */
    void person(Editor editor, String... replies) {
        var left = new ConcurrentLinkedQueue<>(Arrays.asList(replies));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            if (question.contains("' lie in\n")) edit(editor, Path.of(question.lines().toList().get(1)));
            var reply = left.poll();
            if (reply == null) throw new IllegalStateException("asked once too often: " + question);
            return Optional.of(reply);
        };
    }

    void edit(Editor editor, Path place) {
        try {
            laidOut = place;
            editor.edit(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String question(String id, int attempts, String evidence) {
        return """
                '%s' still fails after %d attempts:
                %sWhat now?
                  hint WORDS  ask again with them
                  again       ask again
                  show        all of the evidence
                  edit        the files yourself
                  skip        leave it undone
                  stop        end the run for now""".formatted(id, attempts, evidence);
    }

    static String question(int attempts, String evidence) {
        return question("a", attempts, evidence);
    }

    Path shopStopped() {
        var stop = assertThrows(Stop.class, notes::run);
        assertEquals(Stop.INTERRUPTED, stop.exit());
        assertEquals("interrupted; what is done is kept. Go on with: ./jbang swarm.java resume "
                + ShellWords.quoted(notes.project().toString()), stop.getMessage());
        return notes.project();
    }
}
