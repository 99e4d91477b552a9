package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.planning.RunOptions;
import llmswarm.run.planning.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreeterTest {
    private static final Path GREETER = Tape.example("greeter");
    private static final Tape TAPE = new Tape(GREETER.resolve("tape.jsonl"));

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
    }

    private static RunOptions replaying(String tape, boolean strict) {
        return new RunOptions(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.of(Path.of(tape)), strict,
                Optional.empty(), false);
    }

    private Spec spec() {
        return Spec.read(GREETER, "spec.md");
    }

    private Outcome replay(boolean strict) {
        try (var swarm = shop.swarm()) {
            return swarm.run(spec(), replaying(GREETER.resolve("tape.jsonl").toString(), strict));
        }
    }

    private Outcome served(UnaryOperator<StubAnswer.Text> manner) {
        try (var server = new StubServer(request -> manner.apply(StubAnswer.text(TAPE.answer(request))));
                var swarm = shop.models(server.baseUrl()).swarmTrusted()) {
            return swarm.run(spec(), RunOptions.DEFAULT);
        }
    }

    @Test
    void theTapeBecomesARepositoryWithOneCommitATaskAndItsScaffold() {
        var outcome = replay(false);
        assertEquals(0, outcome.exit());
        assertEquals(shop.folder.resolve("greeter"), outcome.project());
        var commits = Workshop.output(outcome.project(), "git", "log", "--format=%(trailers:key=Task,valueonly,separator=%x2C)");
        assertEquals(TAPE.plan().tasks().stream().map(t -> t.id()).sorted().toList(),
                commits.lines().filter(line -> !line.isBlank()).sorted().toList());
        assertEquals(TAPE.plan().tasks().size() + 1, commits.lines().count());
        assertEquals("", Workshop.output(outcome.project(), "git", "status", "--porcelain"));
    }

    @Test
    void theProgramItMadeGreetsLogsAndPassesItsTests() {
        var project = replay(false).project();
        assertTrue(Workshop.output(project, "python3", "-m", "unittest", "discover", "-s", "tests").endsWith("OK\n"));
        assertEquals("Hello, Zoë!\n", Workshop.output(project, "python3", "-m", "greeter", "Zoë"));
        assertTrue(shop.read(project.resolve("greeter.log")).endsWith(" INFO Hello, Zoë!\n"));
    }

    @Test
    void aServerThatStreamsOrNotGivesTheSameTreeAsTheTape() {
        var tree = Workshop.tree(replay(false).project());
        assertEquals(tree, Workshop.tree(served(text -> text).project()));
        assertEquals(tree, Workshop.tree(served(StubAnswer.Text::inOnePiece).project()));
        assertEquals(tree, Workshop.tree(served(text -> text.inPiecesOf(1)).project()));
    }

    @Test
    void everyPromptIsTheOneOnTheTape() {
        assertEquals(0, replay(true).exit());
    }

    @Test
    void aStrictReplayStopsAtAPromptThatChanged() {
        shop.file("config/templates/plan.mustache", "{{spec}}{{#answers}}{{question}}{{/answers}}");
        var options = replaying(GREETER.resolve("tape.jsonl").toString(), true);
        try (var swarm = shop.swarm()) {
            var stop = assertThrows(Stop.class, () -> swarm.run(spec(), options));
            assertEquals(List.of("the prompt of planner for ':plan', attempt 1, is not the one on the tape (--strict)"), stop.lines());
            assertEquals(Stop.UNFINISHED, stop.exit());
        }
    }

    @Test
    void theJournalOfARunIsATapeOfIt() {
        var first = served(text -> text);
        var journal = first.project().resolve(RunFolder.RUNS).resolve(first.run()).resolve(Journal.FILE);
        try (var swarm = shop.swarmTrusted()) {
            var second = swarm.run(spec(), replaying(journal.toString(), true));
            assertEquals(Workshop.tree(first.project()), Workshop.tree(second.project()));
            assertEquals(shop.folder.resolve("greeter-2"), second.project());
        }
    }

    @Test
    void nothingOfTheRunIsLeftBesideTheJournal() throws Exception {
        var outcome = replay(false);
        var run = outcome.project().resolve(RunFolder.RUNS).resolve(outcome.run());
        try (var left = Files.walk(run).filter(Files::isRegularFile)) {
            assertEquals(List.of(run.resolve(Journal.FILE), run.resolve("journal.lock")), left.sorted().toList());
        }
    }
}
