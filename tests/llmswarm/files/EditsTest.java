package llmswarm.files;

import static llmswarm.files.AnswerParserTest.file;
import static llmswarm.files.WildEdits.APP;
import static llmswarm.files.WildEdits.FILES;
import static llmswarm.files.WildEdits.GREETED;
import static llmswarm.files.WildEdits.edit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that edit files: what applies, what is refused and in which words. */
@Execution(ExecutionMode.CONCURRENT)
class EditsTest {
    private static final String README = "docs/use.md", GREET = edit("    return \"Hello, \" + name\n", "    return f\"Hello, {name}!\"\n");

    static Stream<WildEdits.Row> wild() {
        return Stream.of(WildEdits.PLACES, WildEdits.TEXTS, WildEdits.DIFFS).flatMap(List::stream);
    }

    static List<RefusedEdits.Row> refused() {
        return RefusedEdits.ROWS;
    }

    @ParameterizedTest
    @MethodSource("wild")
    void aWildFormGivesExactlyTheIntendedText(WildEdits.Row row) {
        var parsed = parse(row.answer());
        assertEquals(List.of(), parsed.faults());
        assertEquals(List.of(file(row.path(), row.text())), parsed.files());
        assertTrue(parsed.applied() >= 1);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotSureIsRefusedWithItsReason(RefusedEdits.Row row) {
        var parsed = parse(row.answer());
        assertEquals(row.faults(), parsed.faults());
        assertEquals(List.of(), parsed.files());
        assertEquals(0, parsed.applied());
    }

    @Test
    void whatAppliesIsKeptAndTheRestIsNamed() {
        var parsed = parse(GREET + edit("    return 'Bye, ' + name\n", "    return 'Ciao'\n") + "docs/use.md\n```\n<<<<<<< SEARCH\n# Use\n=======\n# How to use\n>>>>>>> REPLACE\n```\n");
        assertEquals(List.of(file("src/app.py", GREETED), file(README, "# How to use\n\nimport sys\n")), parsed.files());
        assertEquals(List.of("""
                'src/app.py': the search text of block 2 is not in the file:
                  |     return 'Bye, ' + name
                did you mean line 11 of 'src/app.py'?
                11 |     return "Bye, " + name""",
                "block 1 ('src/app.py') and block 3 ('docs/use.md') were applied; do not send them again"), parsed.faults());
        assertEquals(2, parsed.applied());
        assertEquals("block 1 ('src/app.py') was applied; do not send it again", parse(GREET + edit("no\n", "yes\n")).faults().getLast());
    }

    @Test
    void aFileIsTakenWholeBeforeItIsEdited() {
        var whole = "src/app.py\n```python\ndef greet(name):\n    return \"Hello, \" + name\n```\n";
        for (var answer : List.of(whole + GREET, GREET + whole)) {
            assertEquals(new Answer(List.of(file("src/app.py", "def greet(name):\n    return f\"Hello, {name}!\"\n")), List.of(), List.of(), 1), parse(answer));
        }
    }

    @Test
    void onlyFilesThatAreNotThereYetAreMissing() {
        var declared = List.of("src/app.py", "src/new.py", "docs/");
        assertEquals(new Answer(List.of(file("src/app.py", GREETED)), List.of(), List.of("'src/new.py' is missing", "block 1 ('src/app.py') was applied; do not send it again"), 1),
                AnswerParser.parse(GREET, declared, List.of(), FILES));
        assertEquals(new Answer(List.of(file("src/app.py", GREETED), file("src/new.py", "x = 1\n")), List.of(), List.of(), 2),
                AnswerParser.parse(GREET + "src/new.py\n```\n<<<<<<< SEARCH\n=======\nx = 1\n>>>>>>> REPLACE\n```\n", declared, List.of(), FILES));
        assertEquals(List.of("the answer holds neither files nor search/replace blocks; for each file to change give a line with its path, "
                + "then search/replace blocks or its whole text in a fenced block"), parse("I see no fault.").faults());
    }

    @Test
    void aDiffOfAFileThatIsNotThereMakesIt() {
        assertEquals(List.of(file("docs/new.md", "# New\n\nText.\n")), parse("```diff\n--- /dev/null\n+++ b/docs/new.md\n@@ -0,0 +1,3 @@\n+# New\n+\n+Text.\n```\n").files());
    }

    @Test
    void theOnlyFileOfATaskNeedsNoName() {
        var app = Map.of("src/app.py", APP);
        assertEquals(List.of(file("src/app.py", GREETED)), AnswerParser.parse(GREET.replace("src/app.py\n", ""), List.of("src/app.py"), List.of(), app).files());
        assertEquals(List.of(file("src/app.py", APP + "x\n")),
                AnswerParser.parse("<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE", List.of("src/app.py"), List.of(), app).files());
    }

    @Test
    void aNameCountsForTheBlocksOfItsFenceOnly() {
        var parsed = parse(GREET + "And the use:\n\n```\n<<<<<<< SEARCH\nimport sys\n=======\nimport os\n>>>>>>> REPLACE\n```\n");
        assertEquals(List.of("block 2 names no file, and its search text is in 'docs/use.md' and 'src/app.py'; put a line with the path above it",
                "block 1 ('src/app.py') was applied; do not send it again"), parsed.faults());
        var same = parse("src/app.py\n" + GREET.lines().skip(2).limit(5).reduce("", (a, b) -> a + b + "\n") + "\n<<<<<<< SEARCH\nimport sys\n=======\nimport os\n>>>>>>> REPLACE\n");
        assertEquals(List.of(file("src/app.py", GREETED.replace("import sys", "import os"))), same.files());
    }

    /** A document about merging is a file, also where its marks look like edits. */
    @ParameterizedTest
    @ValueSource(strings = {"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> feature", "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE", "```\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n```"})
    void marksInsideADocumentAreItsText(String marks) {
        var text = "# Merging\n\nIt looks like this:\n\n%s\n\nChoose one.\n".formatted(marks);
        var answer = "### docs/merge.md\n````markdown\n" + text + "````\n";
        for (var current : List.of(Map.<String, String>of(), Map.of("docs/merge.md", "old\na\n"))) {
            assertEquals(new Answer(List.of(file("docs/merge.md", text)), List.of(), List.of()), AnswerParser.parse(answer, List.of("docs/merge.md"), List.of(), current));
        }
        assertEquals(new Answer(List.of(file("docs/merge.md", text)), List.of(), List.of()), AnswerParser.parse(answer, List.of("docs/merge.md"), List.of()));
        var unnamed = "````markdown\n" + text + "````\n";
        assertEquals(List.of(file("docs/merge.md", text)), AnswerParser.parse(unnamed, List.of("docs/merge.md"), List.of(), Map.of()).files());
    }

    @Test
    void aProgramThatHoldsMarksIsAFileToo() {
        var text = "MARK = '''\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n'''\n\nprint(MARK)\n";
        assertEquals(List.of(file("src/app.py", text)), parse("src/app.py\n```python\n" + text + "```\n").files());
    }

    @Test
    void fencesInsideAnEditAreText() {
        var text = "# T\n\n```sh\nrun\n```\n\nEnd.\n";
        var answer = "docs/use.md\n```markdown\n<<<<<<< SEARCH\n```sh\nrun\n```\n=======\n```sh\nrun --fast\n```\n\nor\n\n```\nwalk\n```\n>>>>>>> REPLACE\n```\n" + GREET;
        var parsed = AnswerParser.parse(answer, List.of("src/app.py", README), List.of(), Map.of("src/app.py", APP, README, text));
        assertEquals(List.of(), parsed.faults());
        assertEquals(List.of(file(README, "# T\n\n```sh\nrun --fast\n```\n\nor\n\n```\nwalk\n```\n\nEnd.\n"), file("src/app.py", GREETED)), parsed.files());
    }

    @Test
    void linesOfEqualSignsInTheTextAreToldFromTheMark() {
        var text = "Title\n=======\n\nText.\n";
        assertEquals("New\n=======\n\nText.\n", used(text, "<<<<<<<<< SEARCH\nTitle\n=======\n=========\nNew\n=======\n>>>>>>>>> REPLACE"));
        assertEquals("Title\n=======\n\nNew.\n=======\n", used(text, "<<<<<<< SEARCH\nText.\n=======\nNew.\n=======\n>>>>>>> REPLACE"));
        var unclear = AnswerParser.parse("docs/use.md\n<<<<<<< SEARCH\nTitle\n=======\n\n=======\nNew\n=======\n>>>>>>> REPLACE", List.of(README), List.of(), Map.of(README, text));
        assertEquals(List.of("'docs/use.md': block 1 can be read in several ways, because its text holds lines of '=' signs; write its three markers with nine signs each"), unclear.faults());
    }

    @Test
    void aLineThatStandsElsewhereHasNotDrifted() {
        var text = "total = total + value\na = 1\n\ntotal = total + value + 110\nif a:\na = 1\n";
        var parsed = AnswerParser.parse("<<<<<<< SEARCH\ntotal = total + value + 110\na = 1\n=======\ntotal = total + value + 110\na = 2\n>>>>>>> REPLACE",
                List.of("a.py"), List.of(), Map.of("a.py", text));
        assertEquals(List.of("""
                'a.py': the search text of block 1 is not in the file:
                  | total = total + value + 110
                  | a = 1
                did you mean lines 1 to 2 of 'a.py'?
                1 | total = total + value
                2 | a = 1"""), parsed.faults());
    }

    @Test
    void whatAnEditDoesNotChangeStaysAsItIs() {
        assertEquals("a\r\nB\r\nc\r\n", used("a\r\nb\r\nc\r\n", "<<<<<<< SEARCH\na\nb\n=======\na\nB\n>>>>>>> REPLACE"));
        assertEquals("a\r\nb\r\nc\r\nd\r\n", used("a\r\nb\r\nc", "<<<<<<< SEARCH\n=======\nd\n>>>>>>> REPLACE"));
        assertEquals("a  \nB\n", used("a  \nb", "<<<<<<< SEARCH\na\nb\n=======\na\nB\n>>>>>>> REPLACE"));
        assertEquals("", used("a\n", "<<<<<<< SEARCH\na\n=======\n>>>>>>> REPLACE"));
        assertEquals("a\n", used("", "<<<<<<< SEARCH\n=======\na\n>>>>>>> REPLACE"));
    }

    @Test
    void aDiffBesideEditsOrWholeFilesOnlyExplainsThem() {
        var diff = "In short:\n\n```diff\n-    return \"Hello, \" + name\n+    return f\"Hello, {name}!\"\n```\n";
        assertEquals(List.of(file("src/app.py", GREETED)), parse(GREET + diff).files());
        assertEquals(List.of(file("src/app.py", GREETED)), parse("src/app.py\n```python\n" + GREETED + "```\n" + diff).files());
        assertEquals(List.of(), parse("src/app.py\n```python\n" + GREETED + "```\n" + diff).faults());
    }

    @Test
    void aDeclaredDiffIsAFile() {
        var text = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
        assertEquals(List.of(file("fix.patch", text)), AnswerParser.parse("fix.patch\n```diff\n" + text + "```\n", List.of("fix.patch"), List.of(), Map.of("fix.patch", "a\n")).files());
    }

    @Test
    void aDeclaredNameThatOtherToolsObeyNeedsThePacksWord() {
        var answer = "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE";
        assertEquals(List.of("'.envrc' is refused, because a shell or a manager of environments loads it when the folder is entered; "
                + "leave it out, or allow it with --allow or under 'allow' in the pack's stack.yaml"),
                AnswerParser.parse(answer, List.of(".envrc"), List.of(), Map.of(".envrc", "a\n")).faults());
        assertEquals(List.of(), AnswerParser.parse(answer, List.of(".envrc"), List.of(".envrc"), Map.of(".envrc", "a\n")).faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<<<<<< SEARCH\n", "<<<<<<< SEARCH\n=======\n", "=======\n", ">>>>>>> REPLACE\n", "<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n", "<<<<<<< HEAD\nx\n",
            "<<<<<<< SEARCH\n    for name in sys.argv[2:]:\n        print(greet(names))\n=======\ny\n>>>>>>> REPLACE\n", "```\n<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE\n", "@@ @@\n-x\n+y\n", "...\n"})
    void hostileAnswersOfTwoMegabytesAreReadQuickly(String piece) {
        var files = Map.of("src/app.py", APP.repeat(300), README, "x\ny\n".repeat(3000));
        for (var before : List.of("", "src/app.py\n```diff\n", "docs/use.md\n```\n<<<<<<< SEARCH\n")) {
            var text = before + piece.repeat(2_000_000 / piece.length()) + ">>>>>>> REPLACE\n";
            assertTimeout(Duration.ofSeconds(60), () -> AnswerParser.parse(text, WildEdits.DECLARED, List.of(), files));
        }
    }

    @Test
    void noMoreThanTwoHundredBlocksAreRead() {
        var parsed = parse(GREET + edit("no\n", "yes\n").repeat(200));
        assertEquals("only the first 200 blocks were read; give a file that changes this much whole", parsed.faults().get(parsed.faults().size() - 2));
        assertTrue(String.join("\n", parsed.faults()).length() < 30_000);
    }

    private static String used(String text, String answer) {
        var parsed = AnswerParser.parse("docs/use.md\n" + answer, List.of(README), List.of(), Map.of(README, text));
        assertEquals(List.of(), parsed.faults());
        return parsed.files().getFirst().text();
    }

    private static Answer parse(String answer) {
        return AnswerParser.parse(answer, WildEdits.DECLARED, List.of(), FILES);
    }
}
