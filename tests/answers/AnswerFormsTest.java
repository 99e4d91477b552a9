package answers;

import static answers.Answers.files;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which models write files. Each answer stands here as a model would write it. */
class AnswerFormsTest {
    private static final String APP = "src/app.py";

    @ParameterizedTest
    @ValueSource(strings = {"src/app.py", "src/app.py:", "### src/app.py", "# src/app.py #", "#### `src/app.py`",
            "**src/app.py**", "**`src/app.py`**",
            "**`src/app.py`:**", "`src/app.py`", "`src/app.py`:", "'src/app.py'", "\"src/app.py\"", "File: src/app.py",
            "**File:** `src/app.py`",
            "**File: src/app.py**", "Filename: src/app.py", "- **File**: `src/app.py`", "1. `src/app.py`",
            "2) src/app.py", "### 1. `src/app.py`",
            "1. **src/app.py**:", "- `src/app.py`", "* **src/app.py**", "./src/app.py", "### ./src/app.py",
            "### src/app.py (new file)",
            "### `src/app.py` - the entry point", "**src/app.py** (updated):", "   src/app.py   ",
            "### src/app.py\n\nThis is the entry point.", "### src/app.py\nIt belongs to `b.txt`, see `b.txt`:"})
    void aLineAboveTheBlockNamesTheFile(String line) {
        assertEquals(Map.of(APP, "print(1)\n", "b.txt", "b\n"), files("""
                %s
                ```python
                print(1)
                ```

                ### b.txt
                ```
                b
                ```
                """.formatted(line), APP, "b.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"“src/app.py”", "## 📄 src/app.py", "=== src/app.py ===", "[src/app.py](src/app.py)",
            "> src/app.py", "// src/app.py",
            "### File 1: src/app.py", "Create `src/app.py`:", "Here is the updated `src/app.py`:",
            "### Step 1: Create src/app.py", "src\\app.py",
            "`src/app.py` starts it", "src/app.py - the entry point", "<file path=\"src/app.py\">",
            "**Path:** src/app.py", "### src/app.py\n\n#### Code"})
    void anyOtherLineIsAFaultThatSaysHowToWriteIt(String line) {
        var last = line.lines().toList().getLast();
        assertEquals(List.of("line %d of the answer: a block stands under '%s', which is no path; put a ### line with the path above it"
                .formatted(line.lines().count() + 1, last), "'src/app.py' is missing"), Answers.read("""
                %s
                ```python
                print(1)
                ```

                ### b.txt
                ```
                b
                ```
                """.formatted(line), List.of(APP, "b.txt")).faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SRC/App.py", "app.py", "my-tool/src/app.py"})
    void aPathIsSpelledAsTheTaskDoes(String path) {
        assertEquals(List.of("not asked for: '%s'; write each path as the task does".formatted(path),
                "'src/app.py' is missing"),
                Answers.read("### %s\n```python\nprint(1)\n```\n".formatted(path), List.of(APP)).faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"python src/app.py", "python:src/app.py", "src/app.py", "./src/app.py",
            "python title=\"src/app.py\"", "python filename=src/app.py",
            "python file='src/app.py'", "{.python filename=\"src/app.py\"}", "python # src/app.py",
            "python path=src/app.py {1-3}"})
    void theInfoStringNamesTheFile(String info) {
        assertEquals(Map.of(APP, "print(1)\n", "b.txt", "b\n"), files("""
                Here are the files.
                ```%s
                print(1)
                ```
                ```txt b.txt
                b
                ```
                """.formatted(info), APP, "b.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"# src/app.py", "#src/app.py", "// src/app.py", "/* src/app.py */", "<!-- src/app.py -->",
            "-- src/app.py", "; src/app.py",
            "# File: src/app.py", "// ./src/app.py"})
    void aCommentOnTheFirstLineNamesTheFileAndIsLeftOut(String comment) {
        assertEquals(Map.of(APP, "print(1)\n", "b.txt", "b\n"), files("""
                ```
                %s

                print(1)
                ```
                ```
                // b.txt
                b
                ```
                """.formatted(comment), APP, "b.txt"));
    }

    @Test
    void aCommentThatRepeatsTheLabelIsLeftOutButADocumentsTitleStays() {
        assertEquals(Map.of("a.json", "{}\n", "README.md", "# README.md\nx\n"), files("""
                ### a.json
                ```json
                // a.json
                {}
                ```
                ### README.md
                ```markdown
                # README.md
                x
                ```
                """, "a.json", "README.md"));
    }

    @Test
    void aFileMayConsistOfItsPathAlone() {
        assertEquals(Map.of("src/__init__.py", "", APP, "print(1)\n"),
                files("```python\n# src/__init__.py\n```\n\n```python\n# src/app.py\nprint(1)\n```\n",
                "src/__init__.py", APP));
    }

    @Test
    void aFirstLineThatSaysMoreThanThePathStays() {
        assertEquals(Map.of(APP, "#!/usr/bin/env python3\n# src/app.py: starts it\n"), files("""
                src/app.py
                ```
                #!/usr/bin/env python3
                # src/app.py: starts it
                ```
                """, APP));
        assertEquals(Map.of(APP, "# src/app.py starts it\n"),
                files("src/app.py\n```\n# src/app.py starts it\n```\n", APP));
    }

    @Test
    void talkBeforeBetweenAndBehindIsLeftOut() {
        assertEquals(Map.of(APP, "print(1)\n"), files("""
                Sure! The tool has two parts and/or one file, e.g. as asked:

                ### src/app.py

                This is the entry point.

                ```python
                print(1)
                ```

                Run it with:
                ```bash
                python3 src/app.py
                ```
                Let me know if you need more.
                """, APP));
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkAreTaken() {
        assertEquals(Map.of(APP, "a\nb\n"), files("\uFEFFsrc/app.py\r\n```python\r\na\r\nb\r\n```\r\n", APP));
        assertEquals(Map.of(APP, "a\nb\n"), files("src/app.py\r```python\ra\rb\r```", APP));
    }

    @Test
    void aFileMayBeEmptyOrLackItsLastLineEnd() {
        assertEquals(Map.of("src/__init__.py", "", APP, "print(1)\n"),
                files("src/__init__.py\n```\n```\nsrc/app.py\n```\nprint(1)\n```", "src/__init__.py", APP));
    }

    @Test
    void underscoresMayBeEscaped() {
        assertEquals(Map.of("src/__init__.py", "x\n"),
                files("**src/\\_\\_init\\_\\_.py**\n```\nx\n```\n", "src/__init__.py"));
    }

    @Test
    void pathsMayHoldSpaces() {
        assertEquals(Map.of("my docs/über uns.md", "x\n", "a b.txt", "y\n"),
                files("### my docs/über uns.md\n```\nx\n```\n`a b.txt`\n```\ny\n```\n", "my docs/über uns.md",
                "a b.txt"));
    }

    @Test
    void oneBlockWithoutANameIsTheOnlyFile() {
        assertEquals(Map.of(APP, "print(1)\n"), files("Here you are:\n\n```python\nprint(1)\n```\nEnjoy.", APP));
        assertEquals(Map.of("poem.txt", "A rose.\n"),
                files("Here is the poem:\n\n```text\nA rose.\n```\nEnjoy.", "poem.txt"));
        assertEquals(Map.of("README.md", "# T\n```sh\nrun\n```\n"),
                files("```markdown\n# T\n```sh\nrun\n```\n```\n", "README.md"));
    }

    @Test
    void whichOfSeveralBlocksIsTheFileIsNotGuessed() {
        assertEquals(List.of("line 1 of the answer: nothing above the block says which file it is; put a ### line with the path above it",
                "line 6 of the answer: a block stands under 'Run it:', which is no path; put a ### line with the path above it", "'src/app.py' is missing"),
                Answers.read("```python\nprint(1)\nprint(2)\n```\nRun it:\n```\npython3 src/app.py\n```\n",
                List.of(APP)).faults());
        assertEquals(List.of("line 4 of the answer: a block stands under 'Run it:', which is no path; put a ### line with the path above it", "'README.md' is missing"),
                Answers.read("# A document\n\nRun it:\n```\nrun\n```\n", List.of("README.md")).faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<think>\nFirst src/app.py\n```python\ndraft\n```\nor so\n</think>\n",
            "<thinking>hm</thinking>", "The user wants a file.\n</think>\n"})
    void reasoningBeforeTheAnswerIsLeftOut(String reasoning) {
        assertEquals(Answers.given(Map.of(APP, "print(1)\n"), List.of(), List.of()),
                Answers.read(reasoning + "src/app.py\n```\nprint(1)\n```\n", List.of(APP)));
    }

    @Test
    void aFileMayTalkOfThinking() {
        assertEquals(Map.of(APP, "</think>\n"), files("src/app.py\n```\n</think>\n```\n", APP));
    }

    @Test
    void aFolderTakesAnyFileInIt() {
        assertEquals(Map.of("docs/a.md", "a\n", "docs/b/c.md", "c\n"),
                files("### docs/a.md\n```\na\n```\n### docs/b/c.md\n```\nc\n```\n", "docs/"));
    }

    @Test
    void theOrderIsTheAnswers() {
        assertEquals(List.of("b.txt", APP),
                List.copyOf(files("b.txt\n```\nb\n```\nsrc/app.py\n```\na\n```\n", APP, "b.txt").keySet()));
    }
}
