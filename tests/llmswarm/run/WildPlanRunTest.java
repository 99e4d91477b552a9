package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import llmswarm.Workshop;
import llmswarm.plan.Cut;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans as models write them: each becomes the same repository as the plain one, and none is asked for twice. */
class WildPlanRunTest {
    private static final String PLAIN = Notes.planned(Notes.json("a", "a.txt"), Notes.json("b", "b.txt", "a"));

    private static List<String> plain;

    @TempDir
    Path folder;

    private enum Form {
        UNDERSCORES(plan -> plan.replace("dependsOn", "depends_on")),
        ANOTHER_WORD(plan -> plan.replace("dependsOn", "dependencies")),
        BRACES_BEFORE(plan -> "Users are at /users/{id}, pages hold {{x}} and {% if y %}.\n\n" + plan),
        A_FENCE_AND_CHATTER(plan -> "Here is the plan {as JSON}:\n```json\n" + plan + "\n```\nShall I go on?"),
        NO_LISTS(plan -> plan.replace("[]", "null")),
        TRAILING_COMMAS(plan -> plan.replace("]}", "],}").replace("\"unclear\": []", "\"unclear\": [],")
                .replace(",,", ",")),
        COMMENTS(plan -> plan.replace("\"tasks\"", "// what is to be done\n \"tasks\"")),
        DOTS(plan -> plan.replace("\"a.txt\"", "\"./a.txt\"")),
        THOUGHT_BEFORE(plan -> "I could plan {\"tasks\": []} here.</think>\n" + plan);

        private final UnaryOperator<String> of;

        Form(UnaryOperator<String> of) {
            this.of = of;
        }
    }

    private Path built(String name, String plan, String... more) {
        try (var notes = new Notes(folder.resolve(name)).say(Notes.REPLAN, plan)) {
            for (var task : List.of("a", "b")) notes.say(task, Notes.note(task + ".txt", "good"));
            for (var title : more) notes.say(title, Notes.note("b.txt", "good"));
            try (var swarm = notes.shop.swarmTrusted()) {
                var outcome = swarm.run(Spec.of("Notes.", "spec.md"), RunOptions.DEFAULT
                        .withStack(Optional.of("notes")).withTasks(Optional.of(Cut.MANY)));
                assertEquals(0, outcome.exit(), () -> notes.shop.notices.toString());
                assertEquals(1, notes.prompts.stream().filter(prompt -> prompt.contains("Plan this specification."))
                        .count());
                return outcome.project();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aPlanInAnUnusualFormIsThePlanAtOnce(Form form) {
        if (plain == null) plain = told(built("plain", PLAIN));
        assertEquals(plain, told(built("wild", form.of.apply(PLAIN))));
    }

    /** The files, and of the plan's page the tables: beside them it may say how the plan was read. */
    private static List<String> told(Path project) {
        var files = Workshop.output(project, "git", "ls-tree", "-r", "HEAD").lines()
                .filter(line -> !line.endsWith("docs/PLAN.md"));
        var tables = Workshop.output(project, "git", "show", "HEAD:docs/PLAN.md").lines()
                .filter(line -> line.startsWith("|"));
        return Stream.concat(files, tables).toList();
    }

    @Test
    void aBarInATitleKeepsTheTableOfThePlanWhole() {
        var project = built("bar", PLAIN.replace("Write b", "Write b | c"), "b | c");
        var rows = Workshop.output(project, "git", "show", "HEAD:docs/PLAN.md").lines()
                .filter(line -> line.startsWith("|") && line.contains("Write b")).toList();
        assertEquals(1, rows.size());
        assertTrue(rows.getFirst().contains("Write b \\| c"), rows::toString);
    }
}
