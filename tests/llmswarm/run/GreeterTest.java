package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The greeter of the examples: made once from its tape, whose prompts are those of today, and in ways that must give
 * the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GreeterTest {
    private static final Path GREETER = Tape.example("python-cli");
    private static final Tape TAPE = new Tape(GREETER.resolve("tape.jsonl"));

    private Outcome built;

    @BeforeAll
    void replay(@TempDir Path folder) {
        try (var swarm = new Workshop(folder).swarm()) {
            built = swarm.run(spec(), replaying(GREETER.resolve("tape.jsonl").toString(), true));
        }
    }

    private static RunOptions replaying(String tape, boolean strict) {
        return RunOptions.DEFAULT.withReplay(Optional.of(Path.of(tape)), strict);
    }

    private static Spec spec() {
        return Spec.read(GREETER, "spec.md");
    }

    private static Outcome served(Workshop shop, UnaryOperator<StubAnswer.Text> manner) {
        try (var server = new StubServer(request -> manner.apply(StubAnswer.text(TAPE.answer(request))));
                var swarm = shop.models(server.baseUrl()).swarmTrusted()) {
            return swarm.run(spec(), RunOptions.DEFAULT);
        }
    }

    @Test
    void theTapeBecomesARepositoryWithOneCommitATaskAndItsScaffold() {
        assertEquals(0, built.exit());
        assertEquals("greeter", built.project().getFileName().toString());
        var commits = Workshop.output(built.project(), "git", "log",
                "--format=%(trailers:key=Task,valueonly,separator=%x2C)");
        assertEquals(TAPE.plan().tasks().stream().map(t -> t.id()).sorted().toList(),
                commits.lines().filter(line -> !line.isBlank()).sorted().toList());
        assertEquals(TAPE.plan().tasks().size() + 1, commits.lines().count());
        assertEquals("", Workshop.output(built.project(), "git", "status", "--porcelain"));
    }

    @Test
    void theProgramItMadeGreetsLogsAndPassesItsTests(@TempDir Path folder) throws Exception {
        Workshop.output(folder, "git", "clone", "--quiet", built.project().toString(), "clone");
        var clone = folder.resolve("clone");
        assertTrue(Workshop.output(clone, "python3", "-m", "unittest", "discover", "-s", "tests").endsWith("OK\n"));
        assertEquals("Hello, Zoë!\n", Workshop.output(clone, "python3", "-m", "greeter", "Zoë"));
        assertTrue(Files.readString(clone.resolve("greeter.log")).endsWith(" INFO Hello, Zoë!\n"));
    }

    @Test
    void aServerThatDoesNotStreamGivesTheSameTreeAsTheTape(@TempDir Path folder) {
        assertEquals(Workshop.tree(built.project()),
                Workshop.tree(served(new Workshop(folder), StubAnswer.Text::inOnePiece).project()));
    }

    @Test
    void aServerThatStreamsLetterByLetterDoesTooAndTheJournalOfItsRunIsATapeOfIt(@TempDir Path folder) {
        var shop = new Workshop(folder);
        var first = served(shop, text -> text.inPiecesOf(1));
        assertEquals(Workshop.tree(built.project()), Workshop.tree(first.project()));
        var journal = first.project().resolve(RunFolder.RUNS).resolve(first.run()).resolve(Journal.FILE);
        try (var swarm = shop.swarmTrusted()) {
            var second = swarm.run(spec(), replaying(journal.toString(), true));
            assertEquals(Workshop.tree(first.project()), Workshop.tree(second.project()));
            assertEquals(shop.folder.resolve("greeter-2"), second.project());
        }
    }

    @Test
    void aStrictReplayStopsAtAPromptThatChanged(@TempDir Path folder) {
        var shop = new Workshop(folder).file("config/templates/plan.mustache",
                "{{spec}}{{#answers}}{{question}}{{/answers}}");
        var options = replaying(GREETER.resolve("tape.jsonl").toString(), true);
        try (var swarm = shop.swarm()) {
            var stop = assertThrows(Stop.class, () -> swarm.run(spec(), options));
            assertEquals(List.of("the prompt of planner for ':plan', attempt 1, is not the one on the tape (--strict)"), stop.lines());
            assertEquals(Stop.UNFINISHED, stop.exit());
        }
    }

    @Test
    void nothingOfTheRunIsLeftBesideTheJournalButWhichProcessWroteIt() throws Exception {
        var run = built.project().resolve(RunFolder.RUNS).resolve(built.run());
        try (var left = Files.walk(run).filter(Files::isRegularFile)) {
            assertEquals(List.of(run.resolve(RunFolder.INBOX + "/process"), run.resolve(Journal.FILE),
                    run.resolve("journal.lock")), left.sorted().toList());
        }
    }
}
