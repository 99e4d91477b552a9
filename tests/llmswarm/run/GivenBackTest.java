package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import llmswarm.StubAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that takes one call at a time, and a task for which no prompt can be made: the others go on. */
class GivenBackTest {
    private static final List<String> FILES = IntStream.range(0, 25).mapToObj("a%d.txt"::formatted).toList();

    @Test
    void aRepairThatCannotBeAskedForKeepsNobodyWaiting(@TempDir Path folder) {
        try (var notes = new Notes(folder)) {
            notes.models(notes.server.baseUrl(), 1);
            notes.shop.file("config/stacks/notes/stack.yaml", """
                    name: notes
                    description: Plain notes.
                    agents: [writer]
                    location: ['(?<file>[\\w./-]+):(?<line>\\d+)']
                    checks:
                      - {name: first, when: end, run: [sh, -c, "grep -q right a0.txt || { echo a0.txt:1 wrong; seq 200; exit 1; }"]}
                      - {name: second, when: end, needs: [], run: [sh, -c, "grep -q right b.txt || { echo b.txt:1 wrong; exit 1; }"]}
                    """);
            // With as many files, the evidence as often as this makes no prompt but a sentence.
            notes.shop.file("config/stacks/notes/templates/task.mustache", """
                    # Your task: {{task.title}}
                    {{#retry}}{{#task.files}}{{#task.files}}{{#task.files}}{{evidence}}{{/task.files}}{{/task.files}}{{/task.files}}{{/retry}}
                    """);
            notes.plan(task("a", String.join(", ", FILES)), task("b", "b.txt"));
            notes.say("a", FILES.stream().map(file -> note(file, "good")).collect(Collectors.joining()));
            notes.say(Notes.REPLAN, "The reviewer does not know either.");
            notes.script("b", prompt -> StubAnswer.text(note("b.txt", prompt.contains("wrong") ? "right" : "good")));
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertEquals(3, notes.run().exit()));
            assertEquals(2, notes.prompts("b").size());
            assertTrue(notes.notes().stream().anyMatch(sentence -> sentence.startsWith("not fixed: ")
                    && sentence.contains("4 million characters")), notes.notes()::toString);
        }
    }

    @Test
    void aFileThatCannotBeAskedForKeepsNobodyWaiting(@TempDir Path folder) {
        try (var notes = new Notes(folder)) {
            notes.models(notes.server.baseUrl(), 1);
            notes.shop.file("config/models.yaml", notes.shop.read(notes.shop.folder.resolve("config/models.yaml"))
                    .replace("{provider", "{small: true, provider"));
            notes.shop.file("config/stacks/notes/templates/task.small.mustache", """
                    # Your task: {{task.title}}
                    {{#inputs}}{{#otherFiles}}{{#otherFiles}}{{#otherFiles}}{{text}}{{/otherFiles}}{{/otherFiles}}{{/otherFiles}}{{/inputs}}
                    """);
            notes.plan(task("a", String.join(", ", FILES)), task("b", "b.txt"), task("c", "c.txt", "b"));
            notes.say("a", note(FILES.getFirst(), "good ".repeat(1000))).say("b", note("b.txt", "good"))
                    .say("c", note("c.txt", "good"));
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> assertEquals(3, notes.run().exit()));
            assertEquals(List.of("a failed", "b done", "c done"), notes.ends().stream().sorted().toList());
        }
    }
}
