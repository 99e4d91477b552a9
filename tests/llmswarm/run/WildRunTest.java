package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

import llmswarm.StubAnswer;
import llmswarm.StubAnswer.Garbage;
import llmswarm.Workshop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole runs with answers and servers as they are met in the wild. Whatever comes, the file is right or the task is not
 * done; every wrong text holds the word that the check looks for, so that the check alone would let it pass.
 */
@Execution(ExecutionMode.CONCURRENT)
class WildRunTest {
    private static final String RIGHT = "good(); kept(); last();\n", BEFORE = "kept();\ngood();\n";
    private static final String EVENT = "data: {\"choices\": [{\"delta\": {\"content\": \"%s\"}, \"finish_reason\": %s}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    @TempDir
    Path folder;
    private Notes notes;

    @BeforeEach
    void workshop() {
        notes = new Notes(folder).plan(task("a", "a.js"), task("b", "b.txt"));
        notes.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                checks:
                  - {name: good, when: task, files: "a.js", run: [grep, -q, good, "{{file}}"]}
                  - {name: there, when: end, run: [test, -s, b.txt]}
                """);
        notes.say("b", note("b.txt", "good"));
    }

    @AfterEach
    void end() {
        notes.close();
    }

    static Stream<Arguments> wrong() {
        return Stream.concat(answers(), streams());
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("lines left out", text(note("a.js", "good();\n// ... existing code ..."))),
                Arguments.of("a patch", text("```\n*** Begin Patch\n*** Add File: a.js\n+good();\n*** End Patch\n```\n")),
                Arguments.of("a patch under the name", text(note("a.js", "*** Begin Patch\n*** Update File: a.js\n+good();\n*** End Patch"))),
                Arguments.of("a diff", text("### a.js\n```diff\n--- a/a.js\n+++ b/a.js\n+good();\n```\n")),
                Arguments.of("a call that edits", text("```json\n{\"name\": \"Edit\", \"arguments\": {\"path\": \"a.js\", \"new\": \"good()\"}}\n```\n")),
                Arguments.of("lines left out without dots", text(note("a.js", "good();\n// rest of the code remains the same"))),
                Arguments.of("a call in tags", text("```xml\n<write_to_file>\n<path>a.js</path>\n<content>\ngood();\n</content>\n"
                        + "</write_to_file>\n```\n")),
                Arguments.of("a here-document", text("```bash\ncat > a.js <<'EOF'\ngood();\nEOF\n```\n")),
                Arguments.of("JSON with the file in it", text("```json\n{\"a.js\": \"good();\"}\n```\n")),
                Arguments.of("an empty file", text("### a.js\n```\n```\n")),
                Arguments.of("line numbers", text(note("a.js", "1 | good();\n2 | kept();\n3 | last();"))),
                Arguments.of("escaped line ends", text(note("a.js", "good();\\nkept();\\nlast();\\n"))),
                Arguments.of("entities", text(note("a.js", "if (a &lt; b) good();"))),
                Arguments.of("thought that has no end", text("<think>\n" + note("a.js", "good(); draft();"))),
                Arguments.of("impossible in thought", text("<think>\nIMPOSSIBLE: good?\n</think>\nI begin.")));
    }

    /** Each is asked for again in the same attempt. */
    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of("an end without a word for it", stream(EVENT.formatted("### a.js\\n```\\ngood();\\n```\\n", "\"\""))),
                Arguments.of("an end without any reason", stream(EVENT.formatted("### a.js\\n```\\ngood();\\n```\\n", "null") + DONE)),
                Arguments.of("an error in the choice", stream(EVENT.formatted("### a.js\\n```\\ngood();\\n```\\n", "null")
                        + EVENT.formatted("", "\"error\", \"error\": {\"code\": 502, \"message\": \"gone\"}") + DONE)),
                Arguments.of("a flat error", stream(EVENT.formatted("### a.js\\n```\\ngood();\\n```\\n", "null")
                        + "data: {\"object\": \"error\", \"message\": \"good memory is out\", \"code\": 500}\n\n" + DONE)),
                Arguments.of("nothing", stream(EVENT.formatted("", "\"stop\"") + DONE)),
                Arguments.of("no events", stream(DONE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void whatIsNotTheFileIsAskedForAgain(String what, StubAnswer wrong) throws Exception {
        answer(wrong, text(note("a.js", RIGHT.strip())));
        assertEquals(0, notes.run().exit(), () -> notes.ends() + " " + notes.notes());
        assertEquals(RIGHT, written());
        assertEquals(2, notes.prompts("a").size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void whatNeverIsTheFileIsNeverWritten(String what, StubAnswer wrong) {
        answer(wrong);
        assertEquals(3, notes.run().exit(), () -> notes.ends() + " " + notes.notes());
        assertEquals("b.txt\ndocs/PLAN.md\n", Workshop.output(notes.project(), "git", "ls-files"));
    }

    static Stream<Arguments> unusual() {
        var file = "### a.js\\n```\\ngood(); kept(); last();\\n```\\n";
        return Stream.of(
                Arguments.of("a call that writes", text("{\"name\": \"Write\", \"arguments\": {\"path\": \"a.js\", \"content\": \"good(); kept(); last();\\n\"}}")),
                Arguments.of("only the end of thought", text("### a.js\n```\ngood(); draft();\n```\n</think>\n" + note("a.js", RIGHT.strip()))),
                Arguments.of("a message in a stream", stream(("data: {\"choices\": [{\"message\": {\"content\": \"%s\"}, "
                        + "\"finish_reason\": \"stop\"}]}\n\n").formatted(file) + DONE)),
                Arguments.of("parts", stream(("data: {\"choices\": [{\"delta\": {\"content\": [{\"type\": \"thinking\", "
                        + "\"thinking\": []}, {\"type\": \"text\", \"text\": \"%s\"}]}, \"finish_reason\": \"stop\"}]}\n\n").formatted(file))),
                Arguments.of("a path and a text", text("{\"path\": \"a.js\", \"content\": \"good(); kept(); last();\\n\"}")),
                Arguments.of("channels without marks", text("analysisWe need good.\n" + note("a.js", "good(); draft();")
                        + "\nassistantfinal" + note("a.js", RIGHT.strip()))),
                Arguments.of("the mark of its end", text(note("a.js", RIGHT.strip()).strip() + "<|im_end|>")),
                Arguments.of("merged events", stream((EVENT.formatted("### a.js\\n```\\ngood(); ", "null") + EVENT.formatted("kept(); ", "null")
                        + EVENT.formatted("last();\\n```\\n", "\"stop\"")).replace("\n\n", "\n"))),
                Arguments.of("the message once more", stream(EVENT.formatted(file, "null") + EVENT.formatted(file, "\"stop\"")
                        .replace("delta", "message") + DONE)),
                Arguments.of("no type", new Garbage("text/plain", EVENT.formatted(file, "\"stop\"") + DONE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusual")
    void whatMeansTheFileIsTheFileAtOnce(String what, StubAnswer right) throws Exception {
        answer(right);
        assertEquals(0, notes.run().exit(), () -> notes.ends() + " " + notes.notes());
        assertEquals(RIGHT, written());
        assertEquals(1, notes.prompts("a").size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void whatStoodBeforeStaysWhateverCameInItsPlace(String what, StubAnswer wrong) throws Exception {
        notes.plan(task("a", "a.js"), task("b", "a.js", "a"));
        answer(text(note("a.js", BEFORE.strip())));
        notes.script("b", prompt -> wrong);
        assertEquals(3, notes.run().exit(), () -> notes.ends() + " " + notes.notes());
        assertEquals(BEFORE, written());
    }

    private void answer(StubAnswer... answers) {
        var left = new ConcurrentLinkedDeque<>(Arrays.asList(answers));
        notes.script("a", prompt -> left.size() > 1 ? left.poll() : left.peek());
    }

    private String written() throws Exception {
        return Files.readString(notes.project().resolve("a.js"));
    }

    private static StubAnswer text(String text) {
        return StubAnswer.text(text);
    }

    private static StubAnswer stream(String events) {
        return new Garbage("text/event-stream", events);
    }
}
