package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.SpecPiece;
import llmswarm.plan.SpecPiece.Fate;
import llmswarm.run.journal.ChangeEvent;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project grows with its specification: only what an edit asks for is done. */
class EditedSpecTest {
    private static final Path GREETER = Tape.example("python-cli");
    private static final StubAnswer SMALL = StubAnswer.text("""
            {"stack": "python-cli", "parts": [], "reason": "It is one.", "name": "other", "summary": "Greets.", "lines": 30, "checks": []}""");
    private static final String ANSWER = """
            ### greeter/greeting.py
            ```
            <<<<<<< SEARCH
                "fr": "Bonjour",
            =======
                "fr": "Bonjour",
                "it": "Ciao",
            >>>>>>> REPLACE
            <<<<<<< SEARCH
                name = name.strip()
                if not name:
            =======
                if not name.strip():
            >>>>>>> REPLACE
            ```
            ### greeter/cli.py
            ```
            <<<<<<< SEARCH
                parser.add_argument("name", metavar="NAME", help="who is greeted")
            =======
                parser.add_argument("--version", action="version", version="0.1.0")
                parser.add_argument("name", metavar="NAME", help="who is greeted")
            >>>>>>> REPLACE
            ```
            ### tests/test_greeting.py
            ```
            <<<<<<< SEARCH
                        "fr": "Bonjour, Ann!",
            =======
                        "fr": "Bonjour, Ann!",
                        "it": "Ciao, Ann!",
            >>>>>>> REPLACE
            <<<<<<< SEARCH
                def test_drops_blanks_around_the_name(self):
                    self.assertEqual(greet("  Ann\\t "), "Hello, Ann!")
            =======
                def test_keeps_blanks_around_the_name(self):
                    self.assertEqual(greet(" Ann "), "Hello,  Ann !")
            >>>>>>> REPLACE
            ```
            ### tests/test_cli.py
            ```
            <<<<<<< SEARCH
                    self.assertEqual(self.run_main("--language", "de", " Jürgen "), (0, "Hallo, Jürgen!\\n", ""))
            =======
                    self.assertEqual(self.run_main("--language", "de", "Jürgen"), (0, "Hallo, Jürgen!\\n", ""))
                    self.assertEqual(self.run_main("--version"), (0, "0.1.0\\n", ""))
            >>>>>>> REPLACE
            ```
            """;

    @TempDir
    Path folder;
    private Workshop shop;
    private Path project;

    @BeforeEach
    void greeter() {
        shop = new Workshop(folder);
        try (var swarm = shop.swarm()) {
            project = swarm.run(Spec.read(GREETER, "spec.md"), options(Optional.of(GREETER.resolve("tape.jsonl"))))
                    .project();
        }
        shop.events.clear();
    }

    private RunOptions options(Optional<Path> tape) {
        return RunOptions.DEFAULT.withOutput(Optional.of(shop.folder.resolve("greeter"))).withReplay(tape, false);
    }

    private static String edited() {
        return Spec.read(GREETER, "spec.md").text().replace("`fr` Bonjour.", "`fr` Bonjour, `it` Ciao.")
                .replace("## Exit codes", "The option `--version` prints `0.1.0`.\n\n## Exit codes")
                .replaceFirst("Blanks before and after the name are dropped\\. (.*\n)+?\n", "");
    }

    private Outcome change(StubServer server, String spec) {
        shop.models(server.baseUrl());
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.of(spec, "spec.md"), options(Optional.empty()));
        }
    }

    private static StubServer answering() {
        return StubServer.answering(SMALL, StubAnswer.text(ANSWER));
    }

    @Test
    void aNewRuleAChangedOneAndAWithdrawnOneAreOneSmallTask() {
        var before = Workshop.output(project, "git", "rev-parse", "HEAD").strip();
        try (var server = answering()) {
            var outcome = change(server, edited());
            assertEquals("done and checked", outcome.label(), () -> shop.events(Event.Noted.class) + " "
                    + shop.events(Event.Checked.class));
            assertEquals(2, server.requests().size());
            var prompt = server.requests().getLast().body().toString();
            assertTrue(prompt.contains("Withdrawn. What was made for it goes"), prompt);
            assertTrue(prompt.contains("It said:") && prompt.contains("Added, lines"), prompt);
        }
        assertEquals(List.of(Fate.CHANGED, Fate.ADDED, Fate.WITHDRAWN), shop.events(ChangeEvent.Changing.class)
                .getFirst().pieces().stream().map(SpecPiece::fate).filter(fate -> fate != Fate.KEPT).toList());
        assertEquals(List.of("L7-8", "L24", "W10-11"), shop.events(Event.Planned.class).getFirst().plan().requirements()
                .stream().map(Plan.Requirement::id).toList());
        assertEquals(List.of("docs/PLAN.md", "greeter/cli.py", "greeter/greeting.py", "tests/test_cli.py",
                "tests/test_greeting.py"), Workshop.output(project, "git", "diff", "--name-only", before, "HEAD").lines()
                .toList());
        var page = shop.read(project.resolve("docs/PLAN.md"));
        for (var row : List.of("\n- **R1, R2** The user gives a name", " [7-8] (changed by change 1)\n", " with level ERROR and the reason. [16-18]\n",
                "\n- **C1-L24** The option `--version` prints `0.1.0`. [24] (by change 1)\n",
                "\n### Withdrawn\n\n- **R3** Blanks before and after", "\n## Changes\n\n### Change 1: Follow the specification as it was edited\n",
                "\n- withdrawn: Blanks before")) assertTrue(page.contains(row), () -> row + "\nis not in\n" + page);
        assertEquals(1, page.split("- \\*\\*R3\\*\\*", -1).length - 1, page);
        assertEquals("greeter", shop.events(Event.Planned.class).getFirst().plan().name());
        assertFalse(shop.events(ChangeEvent.TestsTried.class).getFirst().failing().isEmpty());
    }

    @Test
    void theNextEditStartsFromWhatTheLastOneMade() {
        try (var server = answering()) {
            change(server, edited());
        }
        shop.events.clear();
        try (var server = StubServer.answering(SMALL, StubAnswer.text("### README.md\n```\n# greeter\n```\n"))) {
            var outcome = change(server, edited().replace("No packages besides", "Nothing besides"));
            assertEquals(0, outcome.exit(), () -> shop.events(Event.Noted.class).toString());
        }
        assertEquals(1, shop.events(ChangeEvent.Changing.class).getFirst().pieces().stream()
                .filter(piece -> piece.fate() != Fate.KEPT).count());
        var page = shop.read(project.resolve("docs/PLAN.md"));
        assertTrue(page.contains("\n- **C1-L24** The option `--version` prints `0.1.0`. [24] (by change 1)\n"), page);
        assertTrue(page.contains(" (changed by change 2)\n") && page.contains("\n### Change 2: "), page);
    }

    @Test
    void aSpecificationThatNobodyEditedIsRefusedAndAnotherOneBuildsAsBefore() {
        assertEquals(("spec.md: the project in '%s' was made from just this; edit it, or say in words what is to change: "
                + "./jbang swarm.java change \"...\" --output DIR").formatted(project),
                assertThrows(Stop.class, () -> change(answering(), Spec.read(GREETER, "spec.md").text())).getMessage());
        try (var swarm = shop.swarm()) {
            assertTrue(assertThrows(Stop.class, () -> swarm.preview(Spec.of("A website that sells shoes.", "spec.md"),
                    options(Optional.empty()))).getMessage().startsWith("--dry-run tells what a change"));
        }
    }

    @Test
    void aDryRunTellsThePiecesAndLeavesNothingBehind() {
        try (var swarm = shop.swarm()) {
            var preview = swarm.preview(Spec.of(edited(), "spec.md"), options(Optional.empty()));
            assertEquals("python-cli", preview.stack());
            assertEquals(3, preview.pieces().stream().filter(piece -> piece.fate() != Fate.KEPT).count());
            assertTrue(preview.shown().contains("greeter/greeting.py"), preview.shown().toString());
        }
        assertEquals("", Workshop.output(project, "git", "status", "--porcelain"));
        assertEquals(1, RunFolder.runs(project).size());
    }

    @Test
    void aChangeReplaysFromItsJournalToTheSameFilesWithTheSamePrompts() throws Exception {
        var copy = folder.resolve("work/copy");
        Workshop.output(shop.folder, "cp", "-r", "greeter", "copy");
        try (var server = answering()) {
            change(server, edited());
        }
        var tape = RunFolder.runs(project).getLast().resolve(Journal.FILE);
        Files.delete(shop.folder.resolve("config/models.yaml"));
        shop.models(java.net.URI.create("http://127.0.0.1:9/v1"));
        try (var swarm = shop.swarmTrusted()) {
            var options = RunOptions.DEFAULT.withOutput(Optional.of(copy)).withReplay(Optional.of(tape), true);
            assertEquals(0, swarm.run(Spec.of(edited(), "spec.md"), options).exit());
        }
        assertEquals(Workshop.tree(project), Workshop.tree(copy));
    }
}
