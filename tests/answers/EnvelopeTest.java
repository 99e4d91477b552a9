package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patches, diffs and calls of tools are told from files. */
class EnvelopeTest {
    private static final String NOTES = "notes.md";

    @ParameterizedTest
    @CsvSource({"a patch, '*** Begin Patch\n*** Update File: notes.md\n@@\n Adding works.\n+Subtracting works.\n*** End Patch'",
            "a diff, '--- a/notes.md\n+++ b/notes.md\n@@ -1,2 +1,3 @@\n Adding works.\n+Subtracting works.'",
            "a diff, 'diff --git a/notes.md b/notes.md\n--- a/notes.md\n+++ b/notes.md\n+Subtracting works.'",
            "the call of a tool, '{\"name\": \"Edit\", \"arguments\": {\"file_path\": \"notes.md\", \"new_string\": \"# Notes\"}}'",
            "the call of a tool, '\n[{\n  \"type\": \"tool_use\",\n  \"name\": \"write_file\",\n  \"input\": {\"path\": \"notes.md\"}\n}]'",
            "the call of a tool, '{\"function\": {\"name\": \"write\", \"arguments\": \"{}\"}}'",
            "the call of a tool, '<write_to_file>\n<path>notes.md</path>\n<content>\n# Notes\n</content>\n</write_to_file>'",
            "the call of a tool, '<tool_call>\n<function=write>\n<parameter=path>\nnotes.md\n</parameter>\n<parameter=text>x'",
            "the call of a tool, '<invoke name=\"Write\">\n<parameter name=\"file_path\">./notes.md</parameter>'",
            "the call of a tool, '<boltAction type=\"file\" filePath=\"notes.md\">\n# Notes\n</boltAction>'",
            "the call of a tool, '[write_file(path=\"notes.md\", content=\"# Notes\")]'",
            "a shell command that writes it, 'cat > notes.md <<''EOF''\n# Notes\nEOF'",
            "a shell command that writes it, 'mkdir -p docs\ncat <<EOF > ./notes.md\n# Notes\nEOF'",
            "a shell command that writes it, 'tee notes.md <<-EOF >/dev/null\n# Notes\nEOF'",
            "JSON that has the file in it, '{\"notes.md\": \"# Notes\"}'",
            "JSON that has the file in it, '{\"project\": [{\"filename\": \"notes.md\", \"code\": \"# Notes\", \"id\": 1}]}'"})
    void anEnvelopeIsNeverTheFile(String what, String text) {
        for (var answer : List.of("### notes.md\n```\n" + text + "\n```\n", "I change it:\n\n```\n" + text
                + "\n```\n")) {
            int line = answer.startsWith("#") ? 2 : 3;
            var told = "line %d of the answer: the block for 'notes.md' holds %s and not the file; give ".formatted(line, what);
            assertEquals(Answers.given(Map.of(), List.of(), List.of(told + "the whole file")),
                    Answers.read(answer, List.of(NOTES)));
            assertEquals(Answers.given(Map.of(), List.of(), List.of(told + "search/replace blocks or the whole file")),
                    Answers.read(answer, List.of(NOTES), Map.of(NOTES, "# Notes\n\nAdding works.\n")));
        }
    }

    @Test
    void aBlockThatSaysItIsADiffIsOne() {
        assertEquals(1, Answers.read("### notes.md\n```diff\n # Notes\n-Adding works.\n+All works.\n```\n",
                List.of(NOTES)).faults().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"- one\n- two\n", "---\ntitle: Notes\n---\n+ a\n",
            "{\"name\": \"notes\", \"version\": 1}\n",
            "A patch begins with\n\n*** Begin Patch\n", "--- a rule, and no second one\n- a\n", "[link]: x\n",
            "<write_to_file> is the tag of a call.\n", "<create_x><path>other.md</path></create_x>\n",
            "cat > other.md <<EOF\nx\nEOF\n", "cat notes.md\n", "{\"path\": \"other.md\", \"content\": \"x\"}\n",
            "{\"path\": \"notes.md\", \"see\": 1}\n", "open(path='other.md')\n"})
    void rightTextsOfUnusualFormAreFiles(String text) {
        assertEquals(Map.of(NOTES, text), Answers.files("### notes.md\n````\n" + text + "````\n", NOTES));
    }

    @Test
    void aFileOfThatKindMayBeAskedFor() {
        assertEquals(Map.of("a.patch", "--- a/x\n+++ b/x\n+y\n"),
                Answers.files("### a.patch\n```diff\n--- a/x\n+++ b/x\n+y\n```\n", "a.patch"));
        var call = "{\"name\": \"Write\", \"arguments\": {}}\n";
        assertEquals(Map.of("call.json", call),
                Answers.files("### call.json\n```json\n" + call + "```\n", "call.json"));
        assertEquals(1, Answers.read("```json\n" + call + "```\n", List.of("call.json")).faults().size());
    }
}
