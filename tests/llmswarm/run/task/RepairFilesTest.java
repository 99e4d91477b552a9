package llmswarm.run.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

import llmswarm.Tape;
import llmswarm.config.Catalog;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;
import llmswarm.run.Receipt;
import llmswarm.run.Taped;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repair shows of a task with many files, and how an agent gets to see the others. */
class RepairFilesTest {
    private static final Stack PYTHON =
            Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, Tape.checkout(), "clone")), new Faults())
            .stack("python-cli");
    private static final String LONG = "x = 1\n".repeat(2000);
    private static final String TABLE = "value = 1  # ----------------------------------------------\n".repeat(400);

    private final TreeMap<String, byte[]> tree = new TreeMap<>();

    private RepairFilesTest with(String path, String text) {
        tree.put(path, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private RepairFiles repair(String evidence, int context) {
        var all = tree.entrySet().stream()
                .map(file -> new SourceText(file.getKey(), new String(file.getValue(), StandardCharsets.UTF_8)))
                .toList();
        return RepairFiles.of(new Prompts.Files(all, List.of(), List.of()), evidence, PYTHON, tree, context);
    }

    private static List<String> paths(List<SourceText> files) {
        return files.stream().map(SourceText::path).toList();
    }

    @Test
    void aTaskWithFewFilesIsShownAllOfThem() {
        with("a/one.py", "1\n").with("a/two.py", "2\n");
        assertEquals(List.of("a/one.py", "a/two.py"),
                paths(repair("File \"a/one.py\", line 1", 128_000).shown().changes()));
    }

    @Test
    void theFileThatAReviewNamesComesFirst() {
        with("tests/test_one.py", LONG).with("tests/test_two.py", LONG).with("a/three.py", LONG);
        var places = "File \"tests/test_one.py\", line 1, in a\nFile \"tests/test_two.py\", line 1, in b\n";
        assertEquals("tests/test_two.py", paths(repair(places, 128_000).shown().changes()).getFirst());
        assertEquals("tests/test_one.py", paths(repair(places + "A review found:\na in tests/test_one.py is wrong", 128_000)
                .shown().changes()).getFirst());
    }

    @Test
    void ofManyFilesThoseThatTheEvidenceNamesAndThatTheseMentionAreShown() {
        with("a/store.py", LONG).with("a/cli.py", "from a.store import read\n").with("a/other.py", LONG)
                .with("tests/test_cli.py", "from a import cli\n").with("README.md", LONG);
        var repair = repair("File \"tests/test_cli.py\", line 1, in test\nFile \"a/cli.py\", line 1, in main\nKeyError: 'polls'", 128_000);
        assertEquals(List.of("a/cli.py", "tests/test_cli.py", "a/store.py"), paths(repair.shown().changes()));
        assertEquals(List.of("README.md", "a/other.py"), paths(repair.unshown()));
    }

    @Test
    void whatIsOnlyMentionedIsShownAsFarAsLittleGoes() {
        with("a/one.py", LONG).with("a/two.py", LONG).with("a/three.py", LONG)
                .with("tests/test_all.py", "from a import one, two, three\n");
        var repair = repair("File \"tests/test_all.py\", line 1, in test", 128_000);
        assertEquals("tests/test_all.py", paths(repair.shown().changes()).getFirst());
        assertEquals(2, repair.shown().changes().size(), () -> paths(repair.shown().changes()).toString());
        assertEquals(2, repair.unshown().size());
    }

    @Test
    void aFileNamedInASentenceCountsAsWell() {
        with("a/page.html", LONG).with("a/other.py", LONG).with("a/more.py", LONG);
        assertEquals(List.of("a/page.html"), paths(repair("The title of a/page.html is missing.", 32_000).shown()
                .changes()));
    }

    @Test
    void whatDoesNotFitTheBudgetIsLeftOutFromTheEnd() {
        with("a/one.py", LONG).with("a/two.py", LONG).with("a/three.py", LONG);
        var all = "File \"a/one.py\", line 1\nFile \"a/two.py\", line 1\nFile \"a/three.py\", line 1";
        assertEquals(List.of("a/three.py"), paths(repair(all, 8_000).shown().changes()));
        assertEquals(3, repair(all, 128_000).shown().changes().size());
    }

    @Test
    void whereNothingIsNamedAsManyAreShownAsFit() {
        with("a/one.py", LONG).with("a/two.py", LONG).with("a/three.py", LONG);
        assertEquals(2, repair("It is wrong.", 40_000).shown().changes().size());
    }

    /** A task of two files, one of them long, whose agent asks to see the long one. */
    private static Taped asking(Path folder) {
        var taped = new Taped(folder)
                .python(Receipt.PLAN.replace("files: [receipt/total.py]",
                "files: [receipt/total.py, receipt/table.py]"));
        taped.says("backend", "total", 1, Receipt.TOTAL.replace("result += price", "result += prices[9]")
                + "\n### receipt/table.py\n```python\n" + TABLE + "```\n");
        taped.says("backend", "cli", 1, Receipt.CLI).says("tester", "tests", 1, Receipt.TESTS);
        taped.says("backend", "total", 2, "SHOW: `receipt/table.py`");
        taped.says("backend", "total", 2, "+look1", false, Receipt.edit("receipt/total.py", "result += prices[9]", "result += price"));
        return taped;
    }

    @Test
    void anAgentMayAskToSeeWhatIsNotShown(@TempDir Path folder) {
        var taped = asking(folder);
        taped.shop.models(URI.create("http://localhost:9/v1"));
        assertEquals(0, taped.run().exit(), taped::story);
        var second = taped.prompt("total", 2);
        assertTrue(second.contains("\n- receipt/table.py (24000 characters)\n"), second);
        assertTrue(second.contains("\nSHOW: receipt/table.py\n") && second.contains(TABLE), second);
        assertEquals(List.of("looks (1 of 2): SHOW: receipt/table.py"),
                taped.notes("total").stream().filter(note -> note.startsWith("looks")).toList());
        assertEquals(List.of("total 2"), taped.shop.events(Event.Checked.class).stream()
                .filter(c -> c.check().equals("tests") && !c.task().isEmpty())
                .map(c -> c.task() + " " + c.attempt()).toList());
    }

    @Test
    void whatAnAgentAsksForAndAModelHasNoRoomForIsNotSaidToBeShown(@TempDir Path folder) {
        var taped = asking(folder);
        assertEquals(0, taped.run().exit(), taped::story);
        var second = taped.prompt("total", 2);
        assertTrue(second.contains("\nSHOW: receipt/table.py\n```\nIt has no room beside what stands here;"), second);
        assertFalse(second.contains(TABLE), second);
    }
}
