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
import java.util.Optional;

import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.guard.Trust;
import llmswarm.run.journal.BegunRuns;
import llmswarm.run.steps.Answerer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A resume takes the folder of configuration that its run was started with, unless another is given or it may be
 * somebody else's.
 */
class ResumedConfigTest {
    @TempDir
    Path folder;
    private Notes notes;
    private Path config;

    @BeforeEach
    void runThatWasNotFinished() {
        notes = new Notes(folder).plan(task("a", "a.txt")).say("a", note("a.txt", "bad"));
        assertEquals(3, notes.run().exit());
        notes.say("a", note("a.txt", "good"));
        config = notes.shop.folder.resolve("config");
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private SwarmSetup setup(Optional<Path> given, boolean trust) {
        return new SwarmSetup(notes.shop.folder, notes.shop.env, given, trust, Swarm.Where.ANYWHERE, entry ->
                notes.shop.events.add(entry.event()), notes.shop.notices::add, Answerer.NOBODY);
    }

    private Outcome resume(Optional<Path> given, boolean trust) {
        try (var swarm = Swarm.open(setup(given, trust).resuming(notes.project()))) {
            return swarm.resume(notes.project(), Optional.empty(), false);
        }
    }

    /** As if the run had been begun with the journal as it is now. */
    private void begunHere() {
        new BegunRuns(Trust.stateFolder(notes.shop.env)).add(notes.journal().getParent());
    }

    /** What is said when the journal names another folder. */
    private String told(Path other) throws IOException {
        var journal = notes.journal();
        Files.writeString(journal, Files.readString(journal)
                .replace("\"config\":\"%s\"".formatted(config), "\"config\":\"%s\"".formatted(other)));
        var stop = assertThrows(Stop.class, () -> resume(Optional.empty(), true));
        assertEquals(Stop.USAGE, stop.exit());
        return stop.getMessage();
    }

    @Test
    void theFolderOfTheRunIsTakenAndThatIsSaid() {
        notes.shop.notices.clear();
        assertEquals(0, resume(Optional.empty(), false).exit(), notes.shop.events::toString);
        assertEquals("going on with --config %s, as the run was started".formatted(config),
                notes.shop.notices.getFirst());
    }

    @Test
    void aFolderThatIsGivenAnewWins() throws IOException {
        var other = notes.shop.folder.resolve("other");
        Files.move(config, other);
        assertEquals(0, resume(Optional.of(Path.of("other")), true).exit(), notes.shop.events::toString);
    }

    @Test
    void aFolderThatIsGoneIsToldByName() throws IOException {
        Files.move(config, notes.shop.folder.resolve("other"));
        assertEquals("The run was started with --config %s, which is not there any more; name the folder with --config DIR.".formatted(config),
                assertThrows(Stop.class, () -> resume(Optional.empty(), true)).getMessage());
    }

    @Test
    void aFolderInTheProjectItselfIsNotTakenAlsoThroughALink() throws IOException {
        var inside = notes.project().resolve("mine");
        Workshop.output(folder, "cp", "-r", config.toString(), inside.toString());
        var link = Files.createSymbolicLink(folder.resolve("link"), inside);
        assertEquals("The run's journal names the folder of configuration %s, which is not outside of the project; where it is yours, say --config DIR.".formatted(inside),
                told(inside));
        config = inside;
        assertTrue(told(link).contains(link + ", which is not outside of the project"));
        config = link;
        assertTrue(told(Path.of("../mine")).contains("is not outside of the project"));
        assertEquals(0, resume(Optional.of(inside), true).exit(), notes.shop.events::toString);
    }

    @Test
    void aFolderOfTheJournalIsAskedAboutLikeAnyOther() throws IOException {
        var foreign = folder.resolve("foreign");
        Workshop.output(folder, "cp", "-r", config.toString(), foreign.toString());
        var journal = notes.journal();
        Files.writeString(journal, Files.readString(journal)
                .replace("\"config\":\"%s\"".formatted(config), "\"config\":\"%s\"".formatted(foreign)));
        var changed = assertThrows(Stop.class, () -> resume(Optional.empty(), false));
        assertTrue(changed.getMessage().contains("was not begun here"), changed.getMessage());
        begunHere();
        var stop = assertThrows(Stop.class, () -> resume(Optional.empty(), false));
        assertEquals(Stop.UNTRUSTED, stop.exit());
        assertTrue(stop.getMessage()
                .contains("pack notes in %s is not trusted".formatted(foreign.resolve("stacks/notes"))),
                stop.getMessage());
    }

    @Test
    void whereModelsMayBeIsTakenTooAndTrustIsNot() throws IOException {
        var journal = notes.journal();
        Files.writeString(journal, Files.readString(journal)
                .replace("\"config\":", "\"where\":\"LOCAL_ONLY\",\"trust\":\"true\",\"config\":"));
        begunHere();
        var setup = setup(Optional.empty(), false).resuming(notes.project());
        assertEquals(List.of(Swarm.Where.LOCAL_ONLY, false, Optional.of(config)),
                List.of(setup.where(), setup.trust(), setup.config()));
    }
}
