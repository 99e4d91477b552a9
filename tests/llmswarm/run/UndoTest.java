package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Undone;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks and runs are taken back out of a real repository, and done again. */
class UndoTest {
    @TempDir
    Path folder;
    private Notes notes;
    private Path project;

    @BeforeEach
    void run() {
        notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt"),
                task("d", "d.txt", "b"));
        for (var id : List.of("a", "b", "c", "d")) notes.say(id, note(id + ".txt", "good " + id));
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        project = outcome.project();
        notes.prompts.clear();
        notes.shop.events.clear();
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private Undone undo(String what, boolean dependents) {
        try (var swarm = notes.shop.swarmTrusted(); var undo = swarm.past().undo(project, what)) {
            return undo.takeBack(dependents);
        }
    }

    private String refused(String what) {
        return assertThrows(Stop.class, () -> undo(what, false)).getMessage();
    }

    private RunState state() {
        return RunState.of(Journal.read(notes.journal()));
    }

    private String git(String... words) {
        return Workshop.output(project, words).strip();
    }

    private void commit(String path, String text) {
        notes.shop.file("notes/" + path, text);
        git("git", "add", path);
        git("git", "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "By hand");
    }

    private List<String> asked() {
        return notes.prompts.stream().map(Notes::task).sorted().toList();
    }

    @Test
    void aTaskGoesByARevertAndAResumeAsksForItAndForNothingElse() {
        var tree = Workshop.tree(project);
        var undone = undo("c", false);
        assertFalse(Files.exists(project.resolve("c.txt")));
        assertEquals("Revert \"Write c\"", git("git", "log", "-1", "--format=%s"));
        assertEquals(undone.commits(), List.of(git("git", "rev-parse", "HEAD")));
        assertTrue(git("git", "log", "-1", "--format=%b").startsWith("This reverts commit "));
        assertEquals("", git("git", "status", "--porcelain"));
        var state = state();
        assertEquals(Stage.WAITING, state.task("c").state());
        assertFalse(state.task("c").written());
        assertTrue(state.ended().isPresent(), "the run is over all the same");
        assertEquals(List.of(), state.endChecks());
        assertFalse(state.written().present().containsKey("c.txt"));
        assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);
        assertEquals(List.of("c"), asked());
        assertEquals(tree, Workshop.tree(project));
        assertEquals(Set.of(), state().written().undone());
        notes.prompts.clear();
        assertEquals(0, notes.resume(project).exit());
        assertEquals(List.of(), asked());
    }

    @Test
    void whatBuildsOnATaskIsFoundAndGoesWithItWhereThatIsSaid() {
        try (var swarm = notes.shop.swarmTrusted(); var undo = swarm.past().undo(project, "a")) {
            var found = undo.found();
            assertEquals(List.of("a"), found.tasks());
            assertEquals("{b=comes after 'a' in the plan, d=comes after 'a' in the plan}",
                    found.dependents().toString());
            assertEquals(List.of(), found.others());
        }
        undo("a", true);
        assertEquals("c.txt", git("sh", "-c", "ls *.txt"));
        assertEquals(0, notes.resume(project).exit());
        assertEquals(List.of("a", "b", "d"), asked());
    }

    @Test
    void aTaskAloneIsAskedAgainAndWhatBuildsOnItOnlyWhereItCameOutDifferently() {
        undo("a", false);
        notes.say("a", note("a.txt", "good and new"));
        assertEquals(0, notes.resume(project).exit());
        assertEquals(List.of("a", "b", "d"), asked());
        notes.prompts.clear();
        undo("a", false);
        assertEquals(0, notes.resume(project).exit());
        assertEquals(List.of("a"), asked());
    }

    @Test
    void aWholeRunGoesAndAResumeDoesItAllAgain() {
        var tree = Workshop.tree(project);
        var run = notes.journal().getParent().getFileName().toString();
        undo(run, false);
        assertEquals("", git("git", "ls-files"));
        assertFalse(Files.exists(project.resolve("docs")));
        assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);
        assertEquals(List.of("a", "b", "c", "d"), asked());
        assertEquals(tree, Workshop.tree(project));
    }

    @Test
    void aPersonsEditAtTheSamePlaceIsNamedAndNothingIsChanged() {
        commit("c.txt", "good and mine\n");
        var head = git("git", "rev-parse", "HEAD");
        var lines = state();
        assertTrue(refused("c").startsWith("nothing was taken back: c.txt changed since the commit "), refused("c"));
        assertEquals(head, git("git", "rev-parse", "HEAD"));
        assertEquals("good and mine\n", notes.shop.read(project.resolve("c.txt")));
        assertEquals(lines.count(Stage.DONE), state().count(Stage.DONE));
    }

    @Test
    void aPersonsFileInTheSameFolderStaysAndIsNoDependent() {
        commit("mine.txt", "good\n");
        undo("c", false);
        assertEquals("good\n", notes.shop.read(project.resolve("mine.txt")));
    }

    @Test
    void uncommittedChangesAnUnknownTaskAndOneThatIsGoneAlreadyAreTold() {
        notes.shop.file("notes/mine.txt", "mine\n");
        assertEquals("'%s' has uncommitted changes; commit or stash them, or leave its commits as they are".formatted(project),
                refused("c"));
        git("rm", "mine.txt");
        var run = notes.journal().getParent().getFileName().toString();
        assertTrue(refused("e").startsWith("unknown task 'e'"), refused("e"));
        undo("c", false);
        assertEquals("'c' is taken back already", refused("c"));
        undo(run, false);
        assertEquals("the run %s has no commit that could be taken back".formatted(run), refused(run));
        assertEquals("%s: holds no run".formatted(folder), assertThrows(Stop.class, () -> {
            try (var swarm = notes.shop.swarm()) {
                swarm.past().undo(folder, "a");
            }
        }).getMessage());
    }

    @Test
    void aJournalThatNamesACommitOfAPersonTakesNothingBack() throws IOException {
        commit("mine.txt", "good\n");
        var mine = git("git", "rev-parse", "HEAD");
        var journal = notes.journal();
        var own = state().written().own("c").getFirst();
        Files.writeString(journal, Files.readString(journal).replace(own, mine));
        assertEquals("the commit %s holds mine.txt, which 'c' did not write; git revert takes it back by hand"
                .formatted(mine.substring(0, 8)), refused("c"));
        assertEquals("good\n", notes.shop.read(project.resolve("mine.txt")));
    }

    @Test
    void aRunThatWasNotBegunHereIsTakenBackOnlyWhenItIsTrusted() {
        Workshop.output(notes.shop.folder, "cp", "-r", project.toString(), notes.shop.folder.resolve("copy").toString());
        project = notes.shop.folder.resolve("copy");
        notes.shop.trust = false;
        assertEquals(Stop.UNTRUSTED, assertThrows(Stop.class, () -> {
            try (var swarm = notes.shop.swarm()) {
                swarm.past().undo(project, "c");
            }
        }).exit());
    }

    @Test
    void commitsThatWereMadeBeforeTheJournalCouldTellAreToldTheNextTime() throws IOException {
        undo("c", false);
        var journal = notes.journal();
        var lines = Files.readAllLines(journal);
        Files.write(journal, lines.subList(0, lines.size() - 1));
        var again = undo("c", false);
        assertEquals(List.of(), again.commits());
        assertEquals(List.of("c"), again.tasks());
        assertEquals(0, notes.resume(project).exit());
        assertEquals(List.of("c"), asked());
    }

    @Test
    void aFileThatAnotherTaskRewroteIsWrittenAgainByBoth() {
        var other = new Notes(folder.resolve("other")).plan(task("a", "x.txt"), task("b", "x.txt", "a"));
        try (other) {
            other.say("a", note("x.txt", "good\n2\n3\n4\n5\n6\n7\n8"));
            other.say("b", note("x.txt", "good\n2\n3\n4\n5\n6\n7\n8\nmore"));
            var made = other.run().project();
            var text = other.shop.read(made.resolve("x.txt"));
            try (var swarm = other.shop.swarmTrusted(); var undo = swarm.past().undo(made, "a")) {
                assertEquals("{b=comes after 'a' in the plan}", undo.found().dependents().toString());
                assertEquals(Stop.UNFINISHED, assertThrows(Stop.class, () -> undo.takeBack(false)).exit());
                undo.takeBack(true);
            }
            assertFalse(Files.exists(made.resolve("x.txt")));
            assertEquals(0, other.resume(made).exit());
            assertEquals(text, other.shop.read(made.resolve("x.txt")));
        }
    }
}
