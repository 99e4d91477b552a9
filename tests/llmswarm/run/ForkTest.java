package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that shares the past of another, in a real repository of its own; ResumedStoryTest has many points. */
class ForkTest {
    private static final Map<String, String> OTHER = Map.of("coder", "other");

    @TempDir
    Path folder;
    private Notes notes;
    private Path project;

    @BeforeEach
    void run() {
        notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt", "b"));
        for (var id : List.of("a", "b", "c")) notes.say(id, note(id + ".txt", "good " + id));
        project = notes.run().project();
        notes.prompts.clear();
        notes.shop.events.clear();
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private Outcome fork(String from, Map<String, String> models, String output) {
        notes.shop.instead = models;
        try (var swarm = notes.shop.swarmTrusted()) {
            var run = swarm.past().fork(project, from, models, Optional.ofNullable(output).map(Path::of));
            return swarm.resume(run, Optional.empty(), false);
        } finally {
            notes.shop.instead = Map.of();
        }
    }

    private String refused(String from, Map<String, String> models, String output) {
        return assertThrows(Stop.class, () -> fork(from, models, output)).getMessage();
    }

    private static RunState last(Path project) {
        return RunState.of(Journal.read(RunFolder.runs(project).getLast().resolve(Journal.FILE)));
    }

    private List<String> asked() {
        return notes.prompts.stream().map(Notes::task).toList();
    }

    @Test
    void theRestIsAskedOfTheOtherModelAndTheOldProjectStaysAsItIs() {
        var head = Workshop.output(project, "git", "rev-parse", "HEAD");
        var journal = notes.shop.read(notes.journal());
        notes.say("b", note("b.txt", "good and different"));
        var forked = fork("b", OTHER, "try");
        assertEquals(0, forked.exit());
        assertEquals(notes.shop.folder.resolve("try"), forked.project());
        assertEquals(List.of("b", "c"), asked());
        assertEquals(List.of("other", "other"), notes.shop.events(Event.AskedModel.class).stream()
                .filter(asked -> !asked.task().equals("a")).map(Event.AskedModel::alias).toList());
        assertEquals("good and different\n", notes.shop.read(forked.project().resolve("b.txt")));
        assertEquals(head, Workshop.output(project, "git", "rev-parse", "HEAD"));
        assertEquals(journal, notes.shop.read(RunFolder.runs(project).getLast().resolve(Journal.FILE)));
        assertEquals(Workshop.output(project, "git", "rev-list", "--max-parents=0", "HEAD"),
                Workshop.output(forked.project(), "git", "rev-list", "--max-parents=0", "HEAD"));
    }

    /** A commit is made while the next task is asked already, so that its line may stand behind that question. */
    @Test
    void aCommitThatCameBehindTheNextQuestionIsSharedToo() throws Exception {
        var file = RunFolder.runs(project).getLast().resolve(Journal.FILE);
        var lines = new ArrayList<>(Files.readAllLines(file));
        var commits = lines.stream().filter(line -> line.contains("\"type\":\"integrated\"")
                && !line.contains("\"task\":\"b\"") && !line.contains("\"task\":\"c\"")).toList();
        lines.removeAll(commits);
        int asked = IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains("\"type\":\"asked-model\"")
                && lines.get(i).contains("\"task\":\"b\"")).findFirst().orElseThrow();
        lines.addAll(asked + 1, commits);
        Files.write(file, IntStream.range(0, lines.size())
                .mapToObj(i -> lines.get(i).replaceFirst("\"seq\":\\d+", "\"seq\":" + (i + 1))).toList());
        var forked = fork("b", OTHER, "late");
        assertEquals(0, forked.exit());
        assertEquals(List.of("b", "c"), asked());
        var shared = Workshop.output(project, "git", "rev-list", "--reverse", "HEAD").lines().limit(commits.size())
                .toList();
        assertEquals(shared, Workshop.output(forked.project(), "git", "rev-list", "--reverse", "HEAD").lines()
                .limit(commits.size()).toList());
    }

    @Test
    void whatIsSharedWasPaidByTheOtherRun() {
        var before = last(project);
        var forked = last(fork("b", OTHER, null).project());
        assertEquals(1, forked.recorded());
        assertTrue(forked.tokens() > 0 && forked.tokens() < before.tokens(), "%d of %d".formatted(forked.tokens(), before.tokens()));
        assertEquals(before.started().orElseThrow().run(), forked.forked().map(Forked::of).orElseThrow());
        assertEquals(OTHER, forked.forked().map(Forked::models).orElseThrow());
    }

    @Test
    void aForkGoesOnLikeAnyRunAndKeepsItsModels() {
        notes.say("c", note("c.txt", "bad"));
        var forked = fork("b", OTHER, null);
        assertEquals("notes-2", forked.project().getFileName().toString());
        assertEquals(3, forked.exit());
        notes.say("c", note("c.txt", "good"));
        notes.prompts.clear();
        notes.shop.events.clear();
        var setup = new SwarmSetup(notes.shop.folder, notes.shop.env, Optional.of(notes.shop.folder.resolve("config")), true,
                Swarm.Where.ANYWHERE, entry -> notes.shop.events.add(entry.event()), notes.shop.notices::add,
                notes.shop.person).resuming(forked.project());
        try (var swarm = Swarm.open(setup)) {
            assertEquals(0, swarm.resume(forked.project(), Optional.empty(), false).exit());
        }
        assertEquals(List.of("c"), asked());
        assertEquals("other", last(forked.project()).task("c").alias());
    }

    @Test
    void aForkFromThePlansLineOnSharesNothingButTheSpecification() {
        var forked = fork("2", Map.of(), "all");
        assertEquals(0, forked.exit());
        assertEquals(List.of("a", "b", "c"), asked());
        assertEquals(Workshop.tree(project), Workshop.tree(forked.project()));
    }

    @Test
    void anExistingRepositoryIsWhereItWasBeforeTheRun() {
        var repo = notes.shop.folder.resolve("repo");
        notes.shop.file("repo/mine.txt", "good\n");
        Workshop.output(repo, "git", "init", "-q");
        Workshop.output(repo, "git", "add", ".");
        Workshop.output(repo, "git", "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "begin");
        var options = RunOptions.DEFAULT.withOutput(Optional.of(repo)).withPlan(Optional.of(Path.of("plan.yaml")));
        try (var swarm = notes.shop.swarmTrusted()) {
            assertEquals(0, swarm.run(Spec.of("Notes.", "spec.md"), options).exit());
        }
        notes.shop.file("repo/b.txt", "not committed\n");
        project = repo;
        var forked = fork("2", Map.of(), "other");
        assertEquals(0, forked.exit());
        assertEquals("good\n", notes.shop.read(forked.project().resolve("mine.txt")));
        assertEquals("not committed\n", notes.shop.read(repo.resolve("b.txt")));
    }

    @Test
    void whatCannotBeForkedIsSaidBeforeAnythingIsMade() throws Exception {
        assertTrue(refused("e", OTHER, null).startsWith("unknown task 'e'"), refused("e", OTHER, null));
        assertTrue(refused("9999", OTHER, null).startsWith("--from 9999: the journal of the run "));
        assertEquals("no planner was asked in the run %s".formatted(last(project).started().orElseThrow().run()),
                refused("plan", OTHER, null));
        assertTrue(refused("b", Map.of("coder", "othre"), null).contains("did you mean 'other'?"));
        Files.createDirectories(notes.shop.folder.resolve("full/x"));
        assertEquals("'%s' is not empty, and a fork has a folder of its own; choose another with --output"
                .formatted(notes.shop.folder.resolve("full")), refused("b", OTHER, "full"));
        assertEquals(List.of(), asked());
        assertTrue(Files.notExists(notes.shop.folder.resolve("notes-2")));
    }
}
