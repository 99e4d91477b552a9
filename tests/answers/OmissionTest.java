package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole file that stands for more than it says is not taken. */
class OmissionTest {
    private static final String FILE = "calc.js", REST = "\nfunction sub(a, b) {\n  return a - b;\n}\n";

    @ParameterizedTest
    @ValueSource(strings = {"// ... existing code ...", "// ... rest of the file ...", "# … unchanged …",
            "/* ... keep existing code ... */",
            "  // ...existing code...", "<!-- ... the rest of the page -->", "// other functions ...",
            "{/* ... remaining items ... */}", "// rest stays the same", "# Rest of the code remains unchanged.",
            "// Rest of the imports and component code remains the same until the results section",
            "# (other methods unchanged)", "/* [existing code here] */", "# ... (rest of the file) ...",
            "// ... previous code remains the same", "// ... (otras funciones permanecen igual)",
            "<!-- the rest of the markup goes here -->"})
    void aCommentThatStandsForLinesIsAFault(String line) {
        var answer = "### calc.js\n```js\n" + line + "\n" + REST + "```\n";
        var told = "line 2 of the answer: the block for 'calc.js' leaves lines out with '%s', and they would be lost; give ".formatted(line.strip());
        assertEquals(Answers.given(Map.of(), List.of(), List.of(told + "every line")),
                Answers.read(answer, List.of(FILE)));
        assertEquals(Answers.given(Map.of(), List.of(), List.of(told + "search/replace blocks or every line")),
                Answers.read(answer, List.of(FILE), Map.of(FILE, "const LIMIT = 100;\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"// ...", "// waits ...", "// ... and so on", "log('... existing code ...');",
            "f(...rest);", "// the existing code", "# ...or another one",
            "// existing keys remain unchanged", "// the rest of the code is in b.js", "// other functions read it",
            "# the rest is the same as (a + b) / 2", "let rest = 'stays the same';", "// (see above)",
            "# the file stays as is while other tasks write",
            "# the existing file is unchanged", "// all other routes are unchanged", "# existing contents unchanged"})
    void rightLinesOfUnusualFormAreText(String line) {
        assertEquals(Map.of(FILE, line + "\n" + REST),
                Answers.files("### calc.js\n```js\n" + line + "\n" + REST + "```\n", FILE));
    }

    @Test
    void aDocumentMayShowOneAndAFileMayKeepItsOwn() {
        var text = "# Use\n\n```js\n// ... existing code ...\n```\n";
        assertEquals(Map.of("README.md", text),
                Answers.files("### README.md\n````markdown\n" + text + "````\n", "README.md"));
        var kept = "// ... existing code ...\n" + REST;
        assertEquals(Map.of(FILE, kept), Answers.read("### calc.js\n```js\n" + kept + "```\n", List.of(FILE),
                Map.of(FILE, "// ... existing code ...\n")).files());
    }
}
