package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.guard.Stop;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Answerer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A project's journal that somebody else wrote, or that was damaged: going on with it ends in a sentence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedJournalTest {
    private Path folder, journal;
    private Notes notes;
    private List<String> lines;

    @BeforeAll
    void run(@TempDir Path folder) throws IOException {
        this.folder = folder;
        notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"));
        notes.say("a", note("a.txt", "bad")).say("b", note("b.txt", "good b"));
        notes.shop.person = (question, assumed) -> Optional.of("skip");
        assertEquals(3, notes.run().exit());
        notes.shop.person = Answerer.NOBODY;
        journal = notes.journal();
        lines = Files.readAllLines(journal);
    }

    @AfterAll
    void end() {
        notes.close();
    }

    @BeforeEach
    void asItWas() throws IOException {
        Files.write(journal, lines);
    }

    /** Goes on as a command does, in whose view the state follows every event. */
    private Outcome resume() {
        var state = new RunState();
        try (var swarm = Swarm.open(new SwarmSetup(notes.shop.folder, notes.shop.env,
                Optional.of(notes.shop.folder.resolve("config")), true,
                Swarm.Where.ANYWHERE, state, sentence -> { }, Answerer.NOBODY))) {
            return swarm.resume(notes.project(), Optional.empty(), false);
        }
    }

    /** The place of the first line of that type. */
    private int line(String type) {
        return IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains("\"type\":\"%s\"".formatted(type)))
                .findFirst().orElseThrow();
    }

    private String told(String type, String from, String to) throws IOException {
        var line = lines.get(line(type));
        var forged = line.replaceFirst(from, to);
        assertFalse(line.equals(forged), line);
        Files.write(journal, IntStream.range(0, lines.size()).mapToObj(i -> i == line(type) ? forged : lines.get(i))
                .toList());
        var stop = assertThrows(Stop.class, this::resume);
        assertEquals(Stop.USAGE, stop.exit());
        return stop.getMessage();
    }

    @ParameterizedTest
    @CsvSource({"planned,name", "planned,title", "planned,description", "answered-model,text", "checked,failure",
            "checked,task", "task-ended,state",
            "asked,question", "answered,id", "answered,answer", "run-ended,usage", "integrated,agent"})
    void aLineThatLacksAFieldIsNoEvent(String type, String field) throws IOException {
        var told = told(type, "\"%s\":(\"[^\"]*\"|\\{[^}]*\\})".formatted(field), "\"%s\":null".formatted(field));
        var missing = field.equals("text") ? "something is missing in it" : "'%s' is missing".formatted(field);
        assertEquals("%s:%d: this line is no event: %s".formatted(journal, line(type) + 1, missing), told);
    }

    @Test
    void aPlanWhoseTasksHaveNoOrderIsNoEvent() throws IOException {
        var place = "%s:%d: this line is no event: the plan's tasks have no order: ".formatted(journal, line("planned")
                + 1);
        assertEquals(place + "no such vertex in graph: a", told("planned", "\"id\":\"a\"", "\"id\":\"../a\""));
        assertEquals(place + "Edge would induce a cycle",
                told("planned", "\"dependsOn\":\\[]", "\"dependsOn\":[\"b\"]"));
    }

    @Test
    void aFolderThatIsNoPathIsToldAsSuch() throws IOException {
        assertEquals("the journal's 'folder' is no path: Nul character not allowed: a\0b",
                told("run-started", "\"folder\":\"[^\"]*\"", "\"folder\":\"a\\\\u0000b\""));
    }

    @Test
    void noLockIsMadeBehindALink() throws IOException {
        var lock = journal.resolveSibling("journal.lock");
        var elsewhere = folder.resolve("elsewhere");
        Files.deleteIfExists(lock);
        Files.createSymbolicLink(lock, elsewhere);
        try {
            assertEquals("%s: is a link, and runs are not kept behind links; remove it".formatted(lock),
                    assertThrows(Stop.class, this::resume).getMessage());
            assertFalse(Files.exists(elsewhere));
        } finally {
            Files.delete(lock);
        }
    }
}
