package llmswarm.files;

import static llmswarm.files.AnswerParserTest.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an answer, in the sentences that are sent back to the model; and that nothing escapes. */
class AnswerFaultsTest {
    private static final String APP = "src/app.py";
    private static final String NONE = "the answer holds no files; for each file give a line with its path, then its whole text in a fenced block";

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n", "I cannot help with that.", "src/app.py", "def f():\n    pass\n", "Use ```x``` here.", "### src/app.py\n\nprint(1)\n"})
    void anAnswerWithoutFilesSaysWhatIsWanted(String answer) {
        assertEquals(new Answer(List.of(), List.of(), List.of(NONE, "'src/app.py' is missing")), parse(answer, APP));
    }

    @Test
    void eachMissingFileIsNamed() {
        assertEquals(new Answer(List.of(file(APP, "x\n")), List.of(), List.of("'b.txt' is missing", "there is no file in 'docs/'")),
                parse("src/app.py\n```\nx\n```\n", APP, "b.txt", "docs/"));
    }

    @Test
    void blocksWithoutNamesAreNotGuessedAmongSeveralFiles() {
        var how = "line %d of the answer: nothing above the block says which file it is; put a ### line with the path above it";
        assertEquals(List.of(how.formatted(1), how.formatted(4), "'src/app.py' is missing", "'b.txt' is missing"),
                parse("```\nx\n```\n```\ny\n```\n", APP, "b.txt").faults());
        assertEquals(List.of(how.formatted(1), how.formatted(4), "'src/app.py' is missing"), parse("```sh\npip\n```\n```\nx\ny\n```\n", APP).faults());
    }

    @Test
    void filesThatNobodyAskedForAreDropped() {
        assertEquals(new Answer(List.of(file(APP, "x\n")), List.of("extra.py", ".gitattributes", "bin/run"), List.of()), parse("""
                ### src/app.py
                ```
                x
                ```
                ### extra.py
                ```
                y
                ```
                ### .gitattributes
                ```
                * filter=evil
                ```
                ### `bin/run`
                ```
                z
                ```
                """, APP));
    }

    @Test
    void whenNothingElseRemainsDroppedFilesAreAFault() {
        assertEquals(new Answer(List.of(), List.of("other.py"), List.of("not asked for: 'other.py'; write each path as the task does",
                        "line 6 of the answer: a block stands under 'Run:', which is no path; put a ### line with the path above it", "'src/app.py' is missing")),
                parse("### other.py\n```\ny\n```\nRun:\n```\nx\n```\n", APP));
    }

    @Test
    void aDocumentWithoutAFenceIsNotTakenForTheBlocksInIt() {
        assertEquals(List.of("line 5 of the answer: a block stands under '# T', which is no path; put a ### line with the path above it", "'docs/a.md' is missing"), parse("### docs/a.md\n\n# T\n\n```\nrun\n```\n### src/app.py\n```\nx\n```\n", "docs/a.md", APP).faults());
        assertEquals(List.of("line 5 of the answer: a block stands under 'Run this:', which is no path; put a ### line with the path above it", "'docs/a.md' is missing"), parse("### docs/a.md\n\nRun this:\n\n```sh\nrun\n```\n### src/app.py\n```\nx\n```\n", "docs/a.md", APP).faults());
    }

    @Test
    void aFileThatIsGivenTwiceAndNotTheSameIsAFault() {
        assertEquals(new Answer(List.of(), List.of(), List.of("'src/app.py' is given twice, at lines 2 and 7 of the answer, and not the same; give each file once")),
                parse("src/app.py\n```\n1\n```\nRun it:\n\n```sh\n# src/app.py\npython src/app.py\n```\n", APP));
        assertEquals(new Answer(List.of(file(APP, "1\n")), List.of(), List.of()), parse("src/app.py\n```\n1\n```\nsrc/app.py\n```\n1\n```\n", APP));
    }

    @Test
    void thinkingThatNeverEndsItsTagsIsReadWithoutDeepening() {
        assertEquals(new Answer(List.of(file(APP, "1\n")), List.of(), List.of()),
                parse("<think></think>".repeat(60_000) + "src/app.py\n```\n1\n```\n", APP));
    }

    @Test
    void anAnswerThatWasCutOffSaysWhere() {
        assertEquals(new Answer(List.of(file("b.txt", "b\n")), List.of(), List.of("line 6 of the answer: the block for 'src/app.py' is not closed; nothing behind that line was read")),
                parse("b.txt\n```\nb\n```\n### src/app.py\n```python\nprint(", "b.txt", APP));
        assertEquals(List.of("line 1 of the answer: the block for 'src/app.py' is not closed; nothing behind that line was read"), parse("```python\nprint(", APP).faults());
        assertEquals(List.of("line 2 of the answer: the block for 'README.md' is not closed; nothing behind that line was read"), parse("README.md\n```markdown\n# T\n```sh\nrun\n```\n", "README.md").faults());
        assertEquals(List.of("the answer ends inside its reasoning; give the files first"), parse("<think>Let me see. src/app.py\n```\nx\n```\n", APP).faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "src/../../../etc/passwd", "/etc/passwd", "/tmp/src/app.py", "../src/app.py", "~/.bashrc", "C:\\Windows\\win.ini", "..\\..\\x.py", ".git/hooks/pre-commit",
            ".GIT/config", "sub/.git/config", ".swarm/runs/x.jsonl", "git~1/config.txt", "docs/../../x.md", "a/b/../../../c.py", "nul.txt", "a\0b.py",
            "src/\u202Egnp.py", "docs/x.md/", "./../x.py", "//server/share.txt", "file.txt:stream.py"})
    void aHostilePathIsRefusedHoweverItIsStated(String path) {
        for (var form : List.of("### %s\n```\nx\n```\n", "`%s`\n```\nx\n```\n", "File: %s\n```\nx\n```\n", "**%s**\n```\nx\n```\n", "```python %s\nx\n```\n",
                "```%s\nx\n```\n", "```\n# %s\nx\n```\n", "- %s:\n~~~\nx\n~~~\n", "```python title=\"%s\"\nx\n```\n")) {
            var parsed = parse(form.formatted(path), APP, "docs/");
            assertEquals(List.of(), parsed.files(), form);
            assertFalse(parsed.faults().isEmpty(), form);
        }
    }

    @Test
    void aRefusalIsAFaultWithItsReason() {
        assertEquals(new Answer(List.of(file(APP, "x\n")), List.of(), List.of("'../../etc/passwd' climbs out of the project")),
                parse("### ../../etc/passwd\n```\nroot\n```\n### src/app.py\n```\nx\n```\n", APP));
        assertEquals(List.of("'docs/../../x.md' climbs out of the project", "there is no file in 'docs/'"),
                parse("### docs/../../x.md\n```\nx\n```\n", "docs/").faults());
    }

    @Test
    void aDeclaredNameThatOtherToolsObeyNeedsThePacksWord() {
        var answer = "### .envrc\n```\nx\n```\n";
        assertEquals(List.of("'.envrc' is refused, because a shell or a manager of environments loads it when the folder is entered; "
                + "leave it out, or allow it with --allow or under 'allow' in the pack's stack.yaml", "'.envrc' is missing"),
                parse(answer, ".envrc").faults());
        assertEquals(List.of(), AnswerParser.parse(answer, List.of(".envrc"), List.of(".envrc")).faults());
    }

    @Test
    void filesThatDifferOnlyByCaseAreAFault() {
        assertEquals(List.of("'docs/A.md' differs from 'docs/a.md' only by case"),
                parse("docs/a.md\n```\n1\n```\ndocs/A.md\n```\n2\n```\n", "docs/").faults());
    }

    @Test
    void anInstructionInsideAFileIsOnlyText() {
        var parsed = parse("src/app.py\n```python\n\"\"\"\n### ../../etc/passwd\n```\n", APP);
        assertEquals(List.of(file(APP, "\"\"\"\n### ../../etc/passwd\n")), parsed.files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"### src/app.py\n```python\n", "```\n", "```a\n", "````\n```b\n", "```a\n````\n", "~~~\n```\n", "`", "# ", "**src/app.py** ", "`src/app.py`:\n",
            "<think>", "src/app.py\n```\nx\n```\n", "```a\n````\n~~~b\n", "x y z:\n```\n", "```markdown\n```\nx\n"})
    void hostileAnswersOfTwoMegabytesAreReadQuickly(String piece) {
        var text = piece.repeat(2_000_000 / piece.length());
        assertTimeout(Duration.ofSeconds(20), () -> parse(text, APP, "README.md", "docs/"));
    }

    @Test
    void aLargeFileIsReadWhole() {
        var text = "print('x')\n".repeat(200_000);
        assertEquals(text, parse("src/app.py\n```python\n" + text + "```\n", APP).files().getFirst().text());
        assertTrue(parse(text, APP).files().isEmpty());
    }

    private static Answer parse(String answer, String... declared) {
        return AnswerParser.parse(answer, List.of(declared), List.of());
    }

    @Test
    void whoMayWriteAnythingLosesOnlyTheFileThatOtherToolsObey() {
        var text = "### a.txt\n```\na\n```\n### .github/workflows/tests.yml\n```\non: push\n```\n";
        var answer = AnswerParser.parse(text, List.of(AnswerParser.ANY), List.of());
        assertEquals(List.of(), answer.faults());
        assertEquals(List.of("a.txt"), answer.files().stream().map(file -> file.path().toString()).toList());
        assertEquals(List.of(".github/workflows/tests.yml"), answer.dropped());
        var named = AnswerParser.parse(text, List.of("a.txt", ".github/workflows/tests.yml"), List.of());
        assertTrue(named.faults().getFirst().contains("GitHub runs it when it is pushed"), named.faults()::toString);
    }

    @Test
    void whatClimbsOutOfTheProjectStaysAFaultForEverybody() {
        var answer = AnswerParser.parse("### ../../etc/passwd\n```\nx\n```\n", List.of(AnswerParser.ANY), List.of());
        assertEquals(List.of(), answer.files());
        assertTrue(answer.faults().getFirst().contains("climbs out of the project"), answer.faults()::toString);
    }
}
