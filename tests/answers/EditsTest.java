package answers;

import static answers.WildEdits.APP;
import static answers.WildEdits.FILES;
import static answers.WildEdits.GREETED;
import static answers.WildEdits.edit;
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
    private static final String README = "docs/use.md", GREET =
            edit("    return \"Hello, \" + name\n", "    return f\"Hello, {name}!\"\n");

    static Stream<WildEdits.Row> wild() {
        return Stream.of(WildEdits.PLACES, WildEdits.TEXTS).flatMap(List::stream);
    }

    static List<RefusedEdits.Row> refused() {
        return RefusedEdits.ROWS;
    }

    @ParameterizedTest
    @MethodSource("wild")
    void aWildFormGivesExactlyTheIntendedText(WildEdits.Row row) {
        var parsed = parse(row.answer());
        assertEquals(List.of(), parsed.faults());
        assertEquals(Map.of(row.path(), row.text()), parsed.files());
        assertTrue(parsed.applied() >= 1);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotSureIsRefusedWithItsReason(RefusedEdits.Row row) {
        var parsed = parse(row.answer());
        assertEquals(row.faults(), parsed.faults());
        assertEquals(Map.of(), parsed.files());
        assertEquals(0, parsed.applied());
    }

    @Test
    void whatAppliesIsKeptAndTheRestIsNamed() {
        var parsed = parse(GREET + edit("    return 'Bye, ' + name\n", "    return 'Ciao'\n")
                + "docs/use.md\n```\n<<<<<<< SEARCH\n# Use\n=======\n# How to use\n>>>>>>> REPLACE\n```\n");
        assertEquals(Map.of("src/app.py", GREETED, README, "# How to use\n\nimport sys\n"), parsed.files());
        assertEquals(List.of("""
                'src/app.py': the search text of block 2 is not in the file:
                  |     return 'Bye, ' + name
                did you mean line 11 of 'src/app.py'?
                11 |     return "Bye, " + name""",
                "block 1 ('src/app.py') and block 3 ('docs/use.md') were applied; do not send them again"),
                parsed.faults());
        assertEquals(2, parsed.applied());
        assertEquals("block 1 ('src/app.py') was applied; do not send it again",
                parse(GREET + edit("no\n", "yes\n")).faults().getLast());
    }

    @Test
    void aFileIsTakenWholeBeforeItIsEdited() {
        var whole = "src/app.py\n```python\ndef greet(name):\n    return \"Hello, \" + name\n```\n";
        for (var answer : List.of(whole + GREET, GREET + whole)) {
            assertEquals(Answers.given(Map.of("src/app.py", "def greet(name):\n    return f\"Hello, {name}!\"\n"),
                    List.of(), List.of(), 1), parse(answer));
        }
    }

    @Test
    void onlyFilesThatAreNotThereYetAreMissing() {
        var declared = List.of("src/app.py", "src/new.py", "docs/");
        assertEquals(Answers.given(Map.of("src/app.py", GREETED), List.of(),
                List.of("'src/new.py' is missing", "block 1 ('src/app.py') was applied; do not send it again"), 1),
                Answers.read(GREET, declared, FILES));
        assertEquals(Answers.given(Map.of("src/app.py", GREETED, "src/new.py", "x = 1\n"), List.of(), List.of(), 2),
                Answers.read(GREET + "src/new.py\n```\n<<<<<<< SEARCH\n=======\nx = 1\n>>>>>>> REPLACE\n```\n",
                declared, FILES));
        assertEquals(List.of("the answer holds neither files nor search/replace blocks; for each file to change give a line with its path, "
                + "then search/replace blocks or its whole text in a fenced block"), parse("I see no fault.").faults());
    }

    @Test
    void theOnlyFileOfATaskNeedsNoName() {
        var app = Map.of("src/app.py", APP);
        assertEquals(Map.of("src/app.py", GREETED),
                Answers.read(GREET.replace("src/app.py\n", ""), List.of("src/app.py"), app).files());
        assertEquals(Map.of("src/app.py", APP + "x\n"),
                Answers.read("<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE", List.of("src/app.py"), app).files());
    }

    @Test
    void aNameCountsForTheBlocksOfItsFenceOnly() {
        var parsed = parse(GREET
                + "And the use:\n\n```\n<<<<<<< SEARCH\nimport sys\n=======\nimport os\n>>>>>>> REPLACE\n```\n");
        assertEquals(List.of("block 2 names no file; put a line with the path above it",
                "block 1 ('src/app.py') was applied; do not send it again"), parsed.faults());
        var same = parse("src/app.py\n" + GREET.lines().skip(2).limit(5).reduce("", (a, b) -> a + b + "\n")
                + "\n<<<<<<< SEARCH\nimport sys\n=======\nimport os\n>>>>>>> REPLACE\n");
        assertEquals(Map.of("src/app.py", GREETED.replace("import sys", "import os")), same.files());
    }

    /** A document about merging is a file, also where its marks look like edits. */
    @ParameterizedTest
    @ValueSource(strings = {"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> feature",
            "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE",
            "```\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n```"})
    void marksInsideADocumentAreItsText(String marks) {
        var text = "# Merging\n\nIt looks like this:\n\n%s\n\nChoose one.\n".formatted(marks);
        var answer = "### docs/merge.md\n````markdown\n" + text + "````\n";
        for (var current : List.of(Map.<String, String>of(), Map.of("docs/merge.md", "old\na\n"))) {
            assertEquals(Answers.given(Map.of("docs/merge.md", text), List.of(), List.of()),
                    Answers.read(answer, List.of("docs/merge.md"), current));
        }
        assertEquals(Answers.given(Map.of("docs/merge.md", text), List.of(), List.of()),
                Answers.read(answer, List.of("docs/merge.md")));
        var unnamed = "````markdown\n" + text + "````\n";
        assertEquals(Map.of("docs/merge.md", text), Answers.read(unnamed, List.of("docs/merge.md"), Map.of()).files());
    }

    @Test
    void aProgramThatHoldsMarksIsAFileToo() {
        var text = "MARK = '''\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n'''\n\nprint(MARK)\n";
        assertEquals(Map.of("src/app.py", text), parse("src/app.py\n```python\n" + text + "```\n").files());
    }

    @Test
    void fencesInsideAnEditAreText() {
        var text = "# T\n\n```sh\nrun\n```\n\nEnd.\n";
        var answer = "docs/use.md\n```markdown\n<<<<<<< SEARCH\n```sh\nrun\n```\n=======\n```sh\nrun --fast\n```\n\nor\n\n```\nwalk\n```\n>>>>>>> REPLACE\n```\n" + GREET;
        var parsed = Answers.read(answer, List.of("src/app.py", README), Map.of("src/app.py", APP, README, text));
        assertEquals(List.of(), parsed.faults());
        assertEquals(Map.of(README, "# T\n\n```sh\nrun --fast\n```\n\nor\n\n```\nwalk\n```\n\nEnd.\n", "src/app.py",
                GREETED), parsed.files());
    }

    @Test
    void linesOfEqualSignsInTheTextAreToldFromTheMark() {
        var text = "Title\n=======\n\nText.\n";
        assertEquals("New\n=======\n\nText.\n",
                used(text, "<<<<<<<<< SEARCH\nTitle\n=======\n=========\nNew\n=======\n>>>>>>>>> REPLACE"));
        var unclear = Answers.read("docs/use.md\n<<<<<<< SEARCH\nTitle\n=======\n\n=======\nNew\n=======\n>>>>>>> REPLACE", List.of(README), Map.of(README, text));
        assertEquals(List.of("'docs/use.md': block 1 can be read in several ways, because its text holds lines of '=' signs; write its three markers with nine signs each"), unclear.faults());
    }

    @Test
    void blanksBecomeTheTabsOfTheFile() {
        var text = "func main() {\n\tfor {\n\t\trun()\n\t}\n}\n";
        for (var blank : List.of("  ", "    ", "        ")) {
            var answer = "<<<<<<< SEARCH\n\tfor {\n\t\trun()\n=======\n\tfor {\n\t\twait()\n\t\t\trun()\n>>>>>>> REPLACE".replace("\t", blank);
            assertEquals("func main() {\n\tfor {\n\t\twait()\n\t\t\trun()\n\t}\n}\n", used(text, answer));
        }
    }

    @Test
    void whatAnEditDoesNotChangeStaysAsItIs() {
        assertEquals("a\r\nB\r\nc\r\n", used("a\r\nb\r\nc\r\n",
                "<<<<<<< SEARCH\na\nb\n=======\na\nB\n>>>>>>> REPLACE"));
        assertEquals("a\r\nb\r\nc\r\nd\r\n", used("a\r\nb\r\nc", "<<<<<<< SEARCH\n=======\nd\n>>>>>>> REPLACE"));
        assertEquals("a  \nB\n", used("a  \nb", "<<<<<<< SEARCH\na\nb\n=======\na\nB\n>>>>>>> REPLACE"));
        assertEquals("", used("a\n", "<<<<<<< SEARCH\na\n=======\n>>>>>>> REPLACE"));
        assertEquals("a\n", used("", "<<<<<<< SEARCH\n=======\na\n>>>>>>> REPLACE"));
    }

    @Test
    void aDiffBesideEditsOrWholeFilesOnlyExplainsThem() {
        var diff = "In short:\n\n```diff\n-    return \"Hello, \" + name\n+    return f\"Hello, {name}!\"\n```\n";
        for (var answer : List.of(GREET, "src/app.py\n```python\n" + GREETED + "```\n")) {
            assertEquals(Map.of("src/app.py", GREETED), parse(answer + diff).files());
            assertEquals(List.of(), parse(answer + diff).faults());
        }
    }

    @Test
    void aDeclaredDiffIsAFile() {
        var text = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
        assertEquals(Map.of("fix.patch", text),
                Answers.read("fix.patch\n```diff\n" + text + "```\n", List.of("fix.patch"), Map.of("fix.patch", "a\n"))
                .files());
    }

    @Test
    void anEditOfAFileThatThePolicyRefusesIsAFault() {
        assertEquals(List.of("'.envrc' is not for answers"),
                Answers.read("<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE", List.of(".envrc"),
                Map.of(".envrc", "a\n")).faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<<<<<< SEARCH\n", "<<<<<<< SEARCH\n=======\n", "=======\n", ">>>>>>> REPLACE\n",
            "<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n", "<<<<<<< HEAD\nx\n",
            "<<<<<<< SEARCH\n    for name in sys.argv[2:]:\n        print(greet(names))\n=======\ny\n>>>>>>> REPLACE\n", "```\n<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE\n", "@@ @@\n-x\n+y\n", "...\n"})
    void hostileAnswersOfTwoMegabytesAreReadQuickly(String piece) {
        var files = Map.of("src/app.py", APP.repeat(300), README, "x\ny\n".repeat(3000));
        for (var before : List.of("", "src/app.py\n```diff\n", "docs/use.md\n```\n<<<<<<< SEARCH\n")) {
            var text = before + piece.repeat(2_000_000 / piece.length()) + ">>>>>>> REPLACE\n";
            assertTimeout(Duration.ofSeconds(60), () -> Answers.read(text, WildEdits.DECLARED, files));
        }
    }

    @Test
    void noMoreThanTwoHundredBlocksAreRead() {
        var parsed = parse(GREET + edit("no\n", "yes\n").repeat(200));
        assertEquals("only the first 200 blocks were read; give a file that changes this much whole",
                parsed.faults().get(parsed.faults().size() - 2));
        assertTrue(String.join("\n", parsed.faults()).length() < 30_000);
    }

    private static String used(String text, String answer) {
        var parsed = Answers.read("docs/use.md\n" + answer, List.of(README), Map.of(README, text));
        assertEquals(List.of(), parsed.faults());
        return parsed.files().firstEntry().getValue();
    }

    private static ParsedAnswer parse(String answer) {
        return Answers.read(answer, WildEdits.DECLARED, FILES);
    }
}
