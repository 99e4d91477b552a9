package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run in which two tasks had to mend something, cut short at many places and gone on with, each time in a copy of its
 * project.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumedRepairTest {
    private static final String TEST = "import unittest\n\nfrom sums.cli import main\nfrom sums.add import add\n\n\nclass Sums(unittest.TestCase):\n"
            + "    def test_adds(self):\n        self.assertEqual(add([]), 0)\n\n    def test_ends(self):\n        self.assertEqual(main([]), %s)\n";

    private Taped taped;
    private Outcome whole;
    private String tree;
    private int copies;

    @BeforeAll
    void tape(@TempDir Path folder) {
        taped = new Taped(folder).python("""
                stack: python
                name: sums
                summary: Adds.
                requirements: [{id: R1, text: "Without an error the exit code is 0, else 1."}]
                tasks:
                  - {id: add, title: Adding, agent: backend, description: Add., requirements: [R1], files: [sums/add.py, sums/more.py]}
                  - {id: cli, title: The command line, agent: backend, description: Print., requirements: [R1], files: [sums/cli.py], dependsOn: [add]}
                  - {id: tests, title: Tests, agent: tester, description: Test., requirements: [R1], files: [tests/test_sums.py]}
                """);
        taped.says("backend", "add", 1, file("sums/add.py", "def add(numbers):\n    return numbers[0]\n")
                + file("sums/more.py", "MORE = 1\n"));
        taped.says("backend", "cli", 1, file("sums/cli.py",
                "from sums.add import add\n\n\ndef main(argv=None):\n    return 0\n"));
        taped.says("tester", "tests", 1, file("tests/test_sums.py", TEST.formatted(7)));
        taped.says("reviewer", ":blame", 1,
                "{\"fault\": \"test\", \"code\": \"cli\", \"test\": \"tests\", \"quote\": \"the exit code is 0\", \"reason\": \"Seven is wrong.\"}");
        taped.says("backend", "add", 2, file("sums/add.py", "def add(numbers):\n    return sum(numbers)\n"));
        taped.says("tester", "tests", 2, file("tests/test_sums.py", TEST.formatted(0)));
        whole = taped.run();
        tree = Workshop.tree(whole.project());
        assertEquals(0, whole.exit(), taped::story);
        assertEquals(List.of("backend add 2", "reviewer :blame 1", "tester tests 2"),
                answered(whole.project()).subList(3, 6));
        assertEquals(List.of("end 1 tests: test", "add 2 tests: test", "end 2 tests: test"), taped.failed());
    }

    private Path copy() {
        var copy = taped.shop.folder.resolve("copy-" + ++copies);
        Workshop.output(taped.shop.folder, "cp", "-r", whole.project().toString(), copy.toString());
        taped.shop.events.clear();
        return copy;
    }

    private static String file(String path, String text) {
        return "### %s\n```\n%s```\n".formatted(path, text);
    }

    private static Path journal(Path project) {
        return RunFolder.runs(project).getLast().resolve(Journal.FILE);
    }

    private static List<Event> events(Path project) {
        return Workshop.journaled(journal(project));
    }

    private static List<String> answered(Path project) {
        return events(project).stream().filter(Event.AnsweredModel.class::isInstance)
                .map(Event.AnsweredModel.class::cast)
                .map(answer -> "%s %s %d".formatted(answer.agent(), answer.task(), answer.attempt())).toList();
    }

    /** As if the power had failed after that many lines of the journal; the repository is where it was then. */
    private static void cut(Path project, int lines, String torn) {
        try {
            var all = Files.readAllLines(journal(project));
            Files.writeString(journal(project), String.join("\n", all.subList(0, lines)) + "\n" + torn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var last = events(project).stream().filter(Event.Integrated.class::isInstance).map(Event.Integrated.class::cast)
                .reduce((a, b) -> b).orElseThrow();
        Workshop.output(project, "git", "reset", "-q", "--hard", last.commit());
    }

    private static int line(Path project, Predicate<Event> which) {
        var events = events(project);
        return events.indexOf(events.stream().filter(which).findFirst().orElseThrow());
    }

    private void goesOn(Path project) {
        var before = answered(project);
        var resumed = taped.resume(project);
        assertEquals(0, resumed.exit(), taped::story);
        assertEquals(tree, Workshop.tree(project));
        assertEquals("", Workshop.output(project, "git", "status", "--porcelain"));
        var after = answered(project);
        assertEquals(6, after.size(), after::toString);
        assertEquals(after.stream().distinct().toList(), after, "nothing is asked twice");
        assertEquals(before, after.subList(0, before.size()));
        assertEquals(List.of("Mend: Adding", "Mend: Tests"),
                Taped.commits(resumed).stream().filter(title -> title.startsWith("Mend")).sorted().toList());
    }

    @Test
    void aRunThatIsOverIsOnlyShownAgain() {
        goesOn(copy());
    }

    /** The end of the run is some twenty lines; now and then the last one is torn. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 8, 9, 10, 14, 16})
    void aRunThatIsCutShortWhileItMendsGoesOn(int further) {
        var project = copy();
        int first = line(project, event -> event instanceof Event.Checked checked && checked.task().isEmpty());
        int lines = events(project).size();
        assertTrue(first + further < lines, () -> "%d lines from %d on".formatted(lines, first));
        cut(project, first + further, further % 2 == 0 ? "{\"seq\":99,\"at\":\"20" : "");
        goesOn(project);
    }

    @Test
    void aCommitThatTheJournalDoesNotKnowOfIsNotMadeTwice() {
        var project = copy();
        int mended = line(project, event -> event instanceof Event.AnsweredModel answer && answer.task().equals("add")
                && answer.attempt() == 2);
        var commit = events(project).stream().skip(mended).filter(Event.Integrated.class::isInstance)
                .map(Event.Integrated.class::cast).findFirst().orElseThrow();
        cut(project, events(project).indexOf(commit), "");
        Workshop.output(project, "git", "reset", "-q", "--hard", commit.commit());
        var resumed = taped.resume(project);
        assertEquals(0, resumed.exit(), taped::story);
        assertEquals(6, answered(project).size(), () -> "what depends on it is not asked again: " + answered(project));
        assertEquals(List.of(), taped.notes("").stream().filter(note -> note.startsWith("kept")).toList());
        assertEquals(tree, Workshop.tree(project));
        assertEquals(List.of("Mend: Tests", "Mend: Adding"), Taped.commits(resumed).subList(0, 2));
    }

    @Test
    void whatWasMendedStaysMendedWhereAPersonEditedAnotherFileOfTheTask() {
        var project = copy();
        taped.shop.file(taped.shop.folder.relativize(project) + "/sums/more.py", "MORE = 2\n");
        var resumed = taped.resume(project);
        assertEquals(0, resumed.exit(), taped::story);
        assertEquals(List.of("kept your version of sums/more.py"),
                taped.notes("").stream().filter(note -> note.startsWith("kept")).toList());
        assertEquals("def add(numbers):\n    return sum(numbers)\n", Taped.committed(resumed, "sums/add.py"));
        assertEquals("MORE = 2\n", Taped.committed(resumed, "sums/more.py"));
    }
}
