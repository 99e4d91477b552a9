package answers;

import static answers.Answers.files;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where blocks begin and end: fences in fences, forgotten ones, and blocks that are no files. */
class AnswerFencesTest {
    private static final String APP = "src/app.py";

    @Test
    void tildesFence() {
        assertEquals(Map.of(APP, "```\nx\n```\n"), files("src/app.py\n~~~~python\n```\nx\n```\n~~~~\n", APP));
    }

    @Test
    void aDocumentWithBlocksOfItsOwnIsNotTornByThat() {
        var readme = "### README.md\n````markdown\n# T\n```text\nrun\n```text\nEnd.\n````\n";
        assertEquals(Map.of("README.md", "# T\n```text\nrun\n```text\nEnd.\n"), files(readme, "README.md"));
    }

    @Test
    void indentedFencesLoseTheirIndent() {
        assertEquals(Map.of(APP, "if x:\n    y\n\nz\n", "b.txt", "b\n"), files("""
                1. `src/app.py`

                   ```python
                   if x:
                       y

                   z
                   ```

                2. `b.txt`

                        ```
                        b
                        ```
                """, APP, "b.txt"));
    }

    @Test
    void aLongerFenceHoldsShorterOnes() {
        assertEquals(Map.of("README.md", "# T\n```bash\nrun\n```\n```\nunpaired\n"), files("""
                README.md
                ````markdown
                # T
                ```bash
                run
                ```
                ```
                unpaired
                ````
                """, "README.md"));
    }

    @Test
    void aDocumentHoldsFencesOfItsOwnLength() {
        assertEquals(Map.of("README.md", "# T\n\n```bash\nrun\n```\n\nand\n\n```sh\nmore\n```\n\nEnd.\n", APP, "print(1)\n"), files("""
                ### README.md
                ```markdown
                # T

                ```bash
                run
                ```

                and

                ```sh
                more
                ```

                End.
                ```
                ### src/app.py
                ```python
                print(1)
                ```
                """, "README.md", APP));
    }

    @Test
    void aDocumentHoldsFencesWithoutInfo() {
        assertEquals(Map.of("README.md", "# T\n\nRun:\n```\nrun\n```\nThen:\n\n```\nmore\n```\nEnd.\n", APP, "print(1)\n"), files("""
                ### README.md
                ```
                # T

                Run:
                ```
                run
                ```
                Then:

                ```
                more
                ```
                End.
                ```

                ### src/app.py
                ```python
                print(1)
                ```
                """, "README.md", APP));
    }

    @Test
    void talkWithABlockBehindADocumentIsNotPartOfIt() {
        assertEquals(Map.of("README.md", "# T\nText.\n"), files("""
                ### README.md
                ```markdown
                # T
                Text.
                ```

                You can try it with:

                ```
                run
                ```
                """, "README.md"));
    }

    @Test
    void aDocumentMayShowAnotherFileOfTheAnswer() {
        assertEquals(Map.of("README.md", "# T\n\n`src/app.py`:\n```python\nprint(2)\n```\n", APP, "print(1)\n"), files("""
                ### README.md
                ```markdown
                # T

                `src/app.py`:
                ```python
                print(2)
                ```
                ```
                ### src/app.py
                ```python
                print(1)
                ```
                """, "README.md", APP));
    }

    @Test
    void fencesDeepInsideCodeAreText() {
        assertEquals(Map.of(APP, "def f():\n    \"\"\"\n    ```\n    f()\n    ```\n    \"\"\"\n"), files("""
                src/app.py
                ```python
                def f():
                    \"""
                    ```
                    f()
                    ```
                    \"""
                ```
                """, APP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"```markdown", "```", "````md", "~~~"})
    void oneFenceAroundTheWholeAnswerIsSeenThrough(String fence) {
        var closing = fence.replaceAll("[a-z]", "");
        assertEquals(Map.of(APP, "print(1)\n", "README.md", "# T\n"), files("""
                %s
                ### src/app.py
                ```python
                print(1)
                ```
                ### README.md
                ```markdown
                # T
                ```
                %s
                """.formatted(fence, closing), APP, "README.md"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"```python", "```", "~~~"})
    void behindAForgottenFenceReadingGoesOnAtTheNextFile(String fence) {
        for (var other : List.of("### b.txt\n```text\nb\n```\n", "**b.txt**\n\n```\nb\n```\n")) {
            assertEquals(Answers.given(Map.of("b.txt", "b\n"), List.of(),
                    List.of("line 2 of the answer: the block for 'src/app.py' is not closed")),
                    Answers.read("### src/app.py\n" + fence + "\nprint(1)\n\n" + other, List.of(APP, "b.txt")));
        }
    }

    @Test
    void behindADocumentThatIsNotClosedNothingIsRead() {
        assertEquals(Answers.given(Map.of(), List.of(),
                List.of("line 2 of the answer: the block for 'README.md' is not closed; nothing behind that line was read",
                "'src/app.py' is missing")),
                Answers.read("### README.md\n````markdown\n# T\n\n### src/app.py\n```python\nprint(2)\n```\n",
                List.of("README.md", APP)));
    }

    @Test
    void aFileThatBeginsInsideAnotherIsNotPartOfThat() {
        assertEquals(Answers.given(Map.of(), List.of(),
                List.of("line 5 of the answer: 'b.txt' begins inside the block for 'a.md' that opens at line 2; "
                + "close that block before it, or put a longer fence around it", "'b.txt' is missing")),
                Answers.read("### a.md\n```markdown\n# A\n\n### b.txt\n```text\nb\n```\n```\n",
                List.of("a.md", "b.txt")));
    }

    @Test
    void aDocumentWhoseFencesCanBePairedInTwoWaysIsAFault() {
        for (var inside : List.of("# T\nRun\n```\nrun\n```\nEnd.\n", "# T\n\n```\nkey:\n```\n\nEnd.\n",
                "# T\n\n```\nsrc/app.py\n```\nEnd.\n", "# T\n\nStart it:\n\n")) {
            assertEquals(List.of("line 2 of the answer: the block for 'a.md' may end at more than one fence; put a longer fence around it than those inside it; "
                    + "nothing behind that line was read"),
                    Answers.read("### a.md\n```\n" + inside + "```\n", List.of("a.md")).faults());
            assertEquals(Map.of("a.md", inside), files("### a.md\n````\n" + inside + "````\n", "a.md"));
        }
    }

    @Test
    void aFenceTooManyIsNotGuessedAt() {
        assertEquals(List.of("line 2 of the answer: the block for 'src/app.py' may end at more than one fence; put a longer fence around it than those inside it; "
                + "nothing behind that line was read", "'b.txt' is missing"),
                Answers.read("### src/app.py\n```python\nprint(1)\n```\n```\n\n### b.txt\n```text\nb\n```\n```\n",
                List.of(APP, "b.txt")).faults());
    }

    @Test
    void anOpeningFenceWrittenTwiceDoesNotMakeAnEmptyFile() {
        for (var text : List.of("# T\n", "print(1)\n")) {
            assertEquals(Answers.given(Map.of(), List.of(),
                    List.of("line 2 of the answer: the block for 'a.md' may end at more than one fence; put a longer fence around it "
                    + "than those inside it; nothing behind that line was read")),
                    Answers.read("### a.md\n```\n```\n" + text + "```\n", List.of("a.md")));
        }
        assertEquals(Map.of("a.md", "", APP, "x\n"),
                files("### a.md\n```\n```\n### src/app.py\n```\nx\n```\n", "a.md", APP));
        assertEquals(Map.of("a.md", ""), files("### a.md\n```\n```\n\nIt stays empty.\n", "a.md"));
    }

    @Test
    void filesListedInATreeAreNotLabels() {
        assertEquals(Map.of(APP, "print(1)\n", "b.txt", "b\n"), files("""
                Structure:
                ```
                src/app.py
                b.txt
                ```
                **src/app.py**
                ```python
                print(1)
                ```
                **b.txt**
                ```
                b
                ```
                """, APP, "b.txt"));
    }

    @Test
    void anExcerptInASentenceDoesNotReplaceTheFile() {
        assertEquals(Map.of(APP, "print(1)\n"), files("""
                ### src/app.py
                ```python
                print(1)
                ```
                To start src/app.py use:
                ```bash
                python3 src/app.py
                ```
                """, APP));
    }
}
