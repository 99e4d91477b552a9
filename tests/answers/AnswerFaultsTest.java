package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an answer, in the sentences that are sent back to the model; and that nothing escapes. */
class AnswerFaultsTest {
    private static final String APP = "src/app.py";
    private static final String NONE = "the answer holds no files; for each file give a line with its path, then its whole text in a fenced block";

    @ParameterizedTest
    @ValueSource(strings = {"", "   \n", "I cannot help with that.", "src/app.py", "def f():\n    pass\n",
            "Use ```x``` here.", "### src/app.py\n\nprint(1)\n"})
    void anAnswerWithoutFilesSaysWhatIsWanted(String answer) {
        assertEquals(Answers.given(Map.of(), List.of(), List.of(NONE, "'src/app.py' is missing")), parse(answer, APP));
    }

    @Test
    void eachMissingFileIsNamed() {
        assertEquals(Answers.given(Map.of(APP, "x\n"), List.of(),
                List.of("'b.txt' is missing", "there is no file in 'docs/'")),
                parse("src/app.py\n```\nx\n```\n", APP, "b.txt", "docs/"));
    }

    @Test
    void blocksWithoutNamesAreNotGuessedAmongSeveralFiles() {
        var how = "line %d of the answer: nothing above the block says which file it is; put a ### line with the path above it";
        assertEquals(List.of(how.formatted(1), how.formatted(4), "'src/app.py' is missing", "'b.txt' is missing"),
                parse("```\nx\n```\n```\ny\n```\n", APP, "b.txt").faults());
        assertEquals(List.of(how.formatted(1), how.formatted(4), "'src/app.py' is missing"),
                parse("```sh\npip\n```\n```\nx\ny\n```\n", APP).faults());
    }

    @Test
    void filesThatNobodyAskedForAreDropped() {
        assertEquals(Answers.given(Map.of(APP, "x\n"), List.of("extra.py", ".gitattributes", "bin/run"), List.of()), parse("""
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
        assertEquals(Answers.given(Map.of(), List.of("other.py"),
                List.of("not asked for: 'other.py'; write each path as the task does",
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
        assertEquals(Answers.given(Map.of(), List.of(),
                List.of("'src/app.py' is given twice, at lines 2 and 7 of the answer, and not the same; give each file once")),
                parse("src/app.py\n```\n1\n```\nRun it:\n\n```sh\n# src/app.py\npython src/app.py\n```\n", APP));
        assertEquals(Answers.given(Map.of(APP, "1\n"), List.of(), List.of()),
                parse("src/app.py\n```\n1\n```\nsrc/app.py\n```\n1\n```\n", APP));
    }

    @Test
    void thinkingThatNeverEndsItsTagsIsReadWithoutDeepening() {
        assertEquals(Answers.given(Map.of(APP, "1\n"), List.of(), List.of()),
                parse("<think></think>".repeat(60_000) + "src/app.py\n```\n1\n```\n", APP));
    }

    @Test
    void anAnswerThatWasCutOffSaysWhere() {
        assertEquals(Answers.given(Map.of("b.txt", "b\n"), List.of(),
                List.of("line 6 of the answer: the block for 'src/app.py' is not closed; nothing behind that line was read")),
                parse("b.txt\n```\nb\n```\n### src/app.py\n```python\nprint(", "b.txt", APP));
        assertEquals(List.of("line 1 of the answer: the block for 'src/app.py' is not closed; nothing behind that line was read"), parse("```python\nprint(", APP).faults());
        assertEquals(List.of("line 2 of the answer: the block for 'README.md' is not closed; nothing behind that line was read"), parse("README.md\n```markdown\n# T\n```sh\nrun\n```\n", "README.md").faults());
        assertEquals(List.of("the answer ends inside its reasoning; give the files first"),
                parse("<think>Let me see. src/app.py\n```\nx\n```\n", APP).faults());
    }

    @Test
    void anInstructionInsideAFileIsOnlyText() {
        var parsed = parse("src/app.py\n```python\n\"\"\"\n### ../../etc/passwd\n```\n", APP);
        assertEquals(Map.of(APP, "\"\"\"\n### ../../etc/passwd\n"), parsed.files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"### src/app.py\n```python\n", "```\n", "```a\n", "````\n```b\n", "```a\n````\n",
            "~~~\n```\n", "`", "# ", "**src/app.py** ", "`src/app.py`:\n",
            "<think>", "src/app.py\n```\nx\n```\n", "```a\n````\n~~~b\n", "x y z:\n```\n", "```markdown\n```\nx\n"})
    void hostileAnswersOfTwoMegabytesAreReadQuickly(String piece) {
        var text = piece.repeat(2_000_000 / piece.length());
        assertTimeout(Duration.ofSeconds(20), () -> parse(text, APP, "README.md", "docs/"));
    }

    @Test
    void aLargeFileIsReadWhole() {
        var text = "print('x')\n".repeat(200_000);
        assertEquals(text, parse("src/app.py\n```python\n" + text + "```\n", APP).files().firstEntry().getValue());
        assertTrue(parse(text, APP).files().isEmpty());
    }

    @Test
    void aRefusalIsAFaultWithItsReason() {
        assertEquals(Answers.given(Map.of(APP, "x\n"), List.of(), List.of("'../../etc/passwd.txt' leaves the project")),
                parse("### ../../etc/passwd.txt\n```\nroot\n```\n### src/app.py\n```\nx\n```\n", APP));
        assertEquals(List.of("'.envrc' is not for answers", "'.envrc' is missing"),
                parse("### .envrc\n```\nx\n```\n", ".envrc").faults());
        assertEquals(Answers.given(Map.of(APP, "x\n"), List.of(".envrc"), List.of()),
                parse("### .envrc\n```\ny\n```\n### src/app.py\n```\nx\n```\n", "./"));
        assertEquals(List.of("'.envrc' is not for answers", "there is no file in './'"),
                parse("### .envrc\n```\ny\n```\n", "./").faults());
    }

    @Test
    void twoPathsOfOneFileAreAFault() {
        assertEquals(List.of("'docs/a.md' and 'docs/A.md' are one file"),
                parse("docs/a.md\n```\n1\n```\ndocs/A.md\n```\n2\n```\n", "docs/").faults());
    }

    private static ParsedAnswer parse(String answer, String... declared) {
        return Answers.read(answer, List.of(declared));
    }

}
