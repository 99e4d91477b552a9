package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import llmswarm.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that cannot be done as planned goes back to the planner, which may change only what has not begun. */
class ReplanTest {
    private static final String HEAD = """
            {"stack": "notes", "name": "two-notes", "summary": "Notes.", "requirements": [{"id": "R1", "text": "There are notes."}], "contracts": [],
             "checks": [], "unclear": [], "tasks": [""";
    private static final String FIRST = task("first", "first.txt", "Write it.", ""), SECOND = task("second", "second.txt", "Write it.", "\"first\""),
            THIRD = task("third", "third.txt", "Write it.", "\"second\"");
    private static final String IMPOSSIBLE = "IMPOSSIBLE: second.txt would have to name a file that no task writes.\n";

    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void pack() {
        taped = new Taped(folder).plan(plan(FIRST, SECOND, THIRD));
        taped.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [documenter]
                checks: [{name: there, when: end, run: [test, -f, first.txt]}]
                """);
        taped.says("documenter", "first", 1, note("first.txt"));
    }

    private static String task(String id, String file, String description, String after) {
        return """
                {"id": "%s", "title": "The %s", "agent": "documenter", "description": "%s", "requirements": ["R1"], "files": ["%s"],
                 "dependsOn": [%s], "provides": [], "uses": []}""".formatted(id, id, description, file, after);
    }

    private static String plan(String... tasks) {
        return HEAD + String.join(",\n", tasks) + "]}";
    }

    private static String note(String file) {
        return "### %s\n```\nA note.\n```\n".formatted(file);
    }

    @Test
    void aTaskIsSplitAndWhatWaitsForItRunsAfterBothParts() {
        taped.says("documenter", "second", 1, IMPOSSIBLE)
                .says("planner", ":replan", 1, plan(FIRST, task("named", "named.txt", "Write what second.txt names.", "\"first\""),
                        task("second", "second.txt", "Write it.", "\"named\""), THIRD))
                .says("documenter", "named", 1, note("named.txt")).says("documenter", "second", 2, note("second.txt"))
                .says("documenter", "third", 1, note("third.txt"));
        var outcome = taped.run();
        assertEquals("done and checked", outcome.label(), taped::story);
        assertEquals(List.of("documenter first 1", "documenter second 1", "planner :replan 1", "documenter named 1", "documenter second 2", "documenter third 1"), taped.asked());
        assertTrue(taped.prompt(":replan", 1).contains("The task second cannot be done as it is planned: second.txt would have to name a file that no task writes."));
        assertTrue(taped.prompt(":replan", 1).contains("\n- first\n"), taped.prompt(":replan", 1));
        assertTrue(Taped.committed(outcome, "docs/PLAN.md").contains("named.txt"));
        assertTrue(Taped.commits(outcome).contains("Change the plan"));
        var tree = Workshop.tree(outcome.project());
        taped.shop.events.clear();
        assertEquals("done and checked", taped.resume(outcome.project()).label(), taped::story);
        assertEquals(tree, Workshop.tree(outcome.project()));
        assertEquals(List.of(), taped.asked());
    }

    @Test
    void whatHasBegunStaysAsItWasPlannedWhateverThePlannerSays() {
        taped.says("documenter", "second", 1, IMPOSSIBLE)
                .says("planner", ":replan", 1, plan(task("first", "other.txt", "Something else.", ""), task("second", "second.txt", "Name nothing.", "\"first\"")))
                .says("documenter", "second", 2, note("second.txt"));
        var outcome = taped.run();
        assertEquals("done and checked", outcome.label(), taped::story);
        assertEquals("docs/PLAN.md\nfirst.txt\nsecond.txt\n", Workshop.output(outcome.project(), "git", "ls-files"));
        var plan = taped.shop.events(Event.Planned.class).getLast().plan();
        assertEquals("Write it.", plan.task("first").description());
        assertEquals("Name nothing.", plan.task("second").description());
    }

    @Test
    void aFaultyChangeIsSentBackWithItsFaults() {
        taped.says("documenter", "second", 1, IMPOSSIBLE)
                .says("planner", ":replan", 1, plan(FIRST, task("second", "second.txt", "Write it.", "\"third\""), THIRD))
                .says("planner", ":replan", 2, plan(FIRST, task("second", "second.txt", "Name nothing.", ""), THIRD))
                .says("documenter", "second", 2, note("second.txt")).says("documenter", "third", 1, note("third.txt"));
        assertEquals("done and checked", taped.run().label(), taped::story);
        assertTrue(taped.prompt(":replan", 2).contains("the tasks depend on each other in a circle: "), taped.prompt(":replan", 2));
    }

    @Test
    void withoutAPlannersAnswerTheTaskFailsWithItsReason() {
        taped.says("documenter", "second", 1, IMPOSSIBLE);
        assertEquals(3, taped.run().exit());
        assertEquals(List.of("second.txt would have to name a file that no task writes."), taped.ends("second").stream().map(Event.TaskEnded::evidence).toList());
        assertEquals(List.of("waits for 'second', which is not done"), taped.ends("third").stream().map(Event.TaskEnded::evidence).toList());
    }

    @Test
    void aPlanIsChangedTwiceAtMost() {
        taped.says("documenter", "second", 1, IMPOSSIBLE).says("planner", ":replan", 1, plan(FIRST, task("second", "second.txt", "Once more.", "\"first\""), THIRD))
                .says("documenter", "second", 2, IMPOSSIBLE).says("planner", ":replan", 2, plan(FIRST, task("second", "second.txt", "And again.", "\"first\""), THIRD))
                .says("documenter", "second", 3, IMPOSSIBLE).says("planner", ":replan", 3, plan(FIRST, SECOND, THIRD));
        assertEquals(3, taped.run().exit());
        assertEquals(2, taped.asked().stream().filter(asked -> asked.startsWith("planner")).count());
    }
}
