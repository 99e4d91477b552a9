package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that call a tool nobody offered, and say plainly which file has which text. */
class FileCallsTest {
    private static final String PAGE = "index.html", TEXT = "<p>```\nHi</p>\n";

    @ParameterizedTest
    @ValueSource(strings = {
        "```json\n{\"path\": \"index.html\", \"content\": \"<p>```\\nHi</p>\\n\"}\n```\n",
        "{\"files\": [{\"file_path\": \"index.html\", \"code\": \"<p>```\\nHi</p>\\n\"}]}",
        "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"index.html\", \"content\": \"<p>```\\nHi</p>\\n\"}}",
        "```json\n{\"name\": \"Write\", \"arguments\": {\"file_path\": \"index.html\", \"content\": \"<p>```\\nHi</p>\\n\"}}\n```",
        "I will write the file.\n\n```tool_call\n{\"tool\": \"create_file\", \"input\": {\"path\": \"./index.html\", \"text\": \"<p>```\\nHi</p>\"}}\n```\n",
        "<tool_call>\n{\"name\": \"write_file\", \"arguments\": {\"path\": \"index.html\", \"content\": \"<p>```\\nHi</p>\\n\", \"overwrite\": true}}\n</tool_call>",
        "[TOOL_CALLS]\n[{\"name\": \"write_file\", \"arguments\": \"{\\\"path\\\": \\\"index.html\\\", \\\"content\\\": \\\"<p>```\\\\nHi</p>\\\"}\"}]",
        "{\"tool_calls\": [{\"id\": \"a\", \"type\": \"function\", \"function\": {\"name\": \"writeFile\", \"arguments\": {\"filename\": \"index.html\", \"content\": \"<p>```\\nHi</p>\\n\"}}}]}"})
    void aCallThatWritesAFileIsThatFile(String answer) {
        assertEquals(Map.of(PAGE, TEXT), Answers.files(answer, PAGE));
        assertEquals(Map.of(PAGE, TEXT), Answers.read(answer, List.of(PAGE), Map.of(PAGE, "old\n")).files());
    }

    @Test
    void severalCallsAreSeveralFiles() {
        var call = "{\"name\": \"write\", \"arguments\": {\"path\": \"%s\", \"content\": \"x\"}}\n";
        assertEquals(Map.of("a.py", "x\n", "b.py", "x\n"),
                Answers.files(call.formatted("a.py") + call.formatted("b.py"), "a.py", "b.py"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"path\": \"index.html\", \"content\": \"x\", \"action\": \"append\"}",
        "{\"path\": \"index.html\", \"content\": 7}",
        "{\"name\": \"Edit\", \"arguments\": {\"file_path\": \"index.html\", \"content\": \"x\"}}",
        "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"index.html\"}}",
        "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"index.html\", \"path\": \"a\", \"content\": \"x\"}}",
        "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"../index.html\", \"content\": \"x\"}}",
        "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"other.html\", \"content\": \"x\"}}",
        "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"index.html\", \"content\": \"x\"}} and then",
        "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"index.html\", \"content\": \"x\"}}\n"
                + "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"index.html\", \"content\": \"y\"}}"})
    void whatIsNotPlainIsNoFile(String answer) {
        assertEquals(Map.of(), Answers.read(answer, List.of(PAGE)).files());
        assertEquals(Map.of(), Answers.read("```json\n" + answer + "\n```\n", List.of(PAGE)).files());
    }

    @Test
    void aFileThatHoldsSuchACallIsThatFile() {
        var call = "{\"name\": \"Write\", \"arguments\": {\"file_path\": \"index.html\", \"content\": \"x\"}}\n";
        assertEquals(Map.of("call.json", call), Answers.files("### call.json\n```json\n" + call + "```\n", "call.json"));
    }
}
