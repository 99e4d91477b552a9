package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Command;
import llmswarm.Workshop;
import llmswarm.run.Taped;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code undo}, as a person types it where there is no terminal. */
class UndoCommandTest {
    @TempDir
    Path folder;
    private Workshop shop;
    private Path project;

    @BeforeEach
    void run() {
        var taped = new Taped(folder).plan("""
                {stack: notes, name: notes, summary: Notes., requirements: [], tasks: [
                {id: a, title: Write a, agent: documenter, description: Write., files: [a.txt]},
                {id: b, title: Write b, agent: documenter, description: Write., files: [b.txt], dependsOn: [a]}]}
                """).says("documenter", "a", 1, "### a.txt\n```\na\n```\n")
                .says("documenter", "b", 1, "### b.txt\n```\nb\n```\n");
        shop = taped.shop.file("config/stacks/notes/stack.yaml", """
                {name: notes, description: Plain notes., agents: [documenter], checks: [{name: there, when: end, run: [test, -f, a.txt]}]}
                """);
        project = taped.run().project();
    }

    private Command.Result undo(String... words) {
        var all = new ArrayList<>(List.of("undo", "--config", "config", "--output", "notes"));
        all.addAll(List.of(words));
        return Here.run(shop, all.toArray(String[]::new));
    }

    private String head() {
        return Workshop.output(project, "git", "rev-parse", "HEAD").strip();
    }

    @Test
    void whereNobodyCanBeAskedNothingThatOthersBuildOnGoesWithoutAWord() {
        var head = head();
        var refused = undo("a");
        assertEquals(2, refused.exit());
        assertTrue(refused.err().contains("  Write a\nbuilds on it  b  comes after 'a' in the plan\n"
                + "nothing was taken back, as 1 task would stand on what is gone; say --with-dependents to take these back, too, or --alone\n"),
                refused.err());
        assertEquals(head, head());
        assertEquals("--with-dependents and --alone contradict each other; leave one out\n",
                undo("a", "--alone", "--with-dependents").err());
        var alone = undo("a", "--alone");
        assertEquals(0, alone.exit(), alone.err());
        assertEquals(head() + "\n", alone.out());
        assertTrue(alone.err().endsWith("To do a again: ./jbang swarm.java resume %s\n".formatted(project)), alone.err());
    }

    @Test
    void theJournalsLineIsPrintedAndTheRunsTellOfIt() throws Exception {
        var undone = undo("a", "--with-dependents", "--json");
        assertEquals(0, undone.exit(), undone.err());
        var line = new JsonMapper().readTree(undone.out());
        assertEquals("undone", line.path("type").asText());
        assertEquals("[\"a\",\"b\"]", line.path("tasks").toString());
        assertEquals("", line.path("files").path("a.txt").asText("there"));
        var runs = Here.run(shop, "runs", "notes");
        assertTrue(runs.out().contains("  done and checked        0 done, 0 failed, 0 blocked, 2 taken back  "), runs.out());
    }

    @Test
    void aWholeRunIsNamedByItsId() {
        var id = RunFolder.runs(project).getLast().getFileName().toString();
        var undone = undo(id);
        assertEquals(0, undone.exit(), undone.err());
        assertEquals(3, undone.out().lines().count(), undone.out());
        assertEquals("", Workshop.output(project, "git", "ls-files"));
    }
}
