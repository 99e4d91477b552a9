package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.Workshop;
import llmswarm.config.Budget;
import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that other tools obey: what a user hears of them, and what it takes to have them. */
class AllowedNamesTest {
    private static final String WORKFLOW = ".github/workflows/ci.yml",
            REMEDY = "; leave it out, or allow it with --allow or under 'allow' in the pack's stack.yaml";
    private static final String REFUSED = "'%s' is refused, because GitHub runs it when it is pushed".formatted(WORKFLOW) + REMEDY;
    @TempDir
    Path folder;
    private Notes notes;

    @BeforeEach
    void notes() {
        notes = new Notes(folder);
        notes.say("a", Notes.note("a.txt", "good")).say("ci", Notes.note(WORKFLOW, "on: push"));
    }

    @AfterEach
    void close() {
        notes.close();
    }

    private Outcome run(String specification, Optional<Path> plan, String... allow) {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of(specification, "spec.md"),
                    RunOptions.DEFAULT.withStack(Optional.of("notes")).withPlan(plan)
                            .withTasks(Optional.of(Cut.MANY)).withAllowed(List.of(allow)));
        }
    }

    private Outcome planned(String... allow) {
        notes.plan(Notes.task("a", "a.txt"), Notes.task("ci", WORKFLOW));
        return run("Notes.", Optional.of(Path.of("plan.yaml")), allow);
    }

    private List<String> told() {
        return notes.shop.events(Event.Noted.class).stream().filter(note -> note.task().isEmpty())
                .map(Event.Noted::sentence).toList();
    }

    @Test
    void aPlanOfTheUsersOwnThatHoldsSuchAFileIsRefusedBeforeAnythingIsAsked() {
        var stop = assertThrows(Stop.class, this::planned);
        assertEquals(List.of("plan.yaml: task 'ci': " + REFUSED), stop.lines());
        assertEquals(List.of(), notes.prompts);
    }

    @Test
    void whatTheUserAllowsIsWrittenAndCommitted() {
        var outcome = planned(".github/workflows/");
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertEquals("on: push\n", Workshop.output(outcome.project(), "git", "show", "HEAD:" + WORKFLOW));
    }

    @Test
    void aResumeHasToBeAllowedItAgain() {
        notes.say("a", Notes.note("a.txt", "bad"));
        var project = planned(WORKFLOW).project();
        notes.say("a", Notes.note("a.txt", "good"));
        var stop = assertThrows(Stop.class, () -> notes.resume(project));
        assertEquals(List.of("the journal's plan: task 'ci': " + REFUSED), stop.lines());
        try (var swarm = notes.shop.swarmTrusted()) {
            assertEquals(0, swarm.resume(project, Optional.empty(), false, List.of(WORKFLOW), Budget.NONE).exit());
        }
    }

    @Test
    void theSpecificationsWishIsAnsweredAtOnceAndThePlannersFileStaysANote() {
        notes.say(Notes.REPLAN, Notes.planned(Notes.json("a", "a.txt"), Notes.json("ci", WORKFLOW)),
                "{\"drop\": {\"tasks\": [\"ci\"]}}");
        var outcome = run("Notes, with a GitHub workflow.", Optional.empty());
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        assertEquals("the specification speaks of 'GitHub workflow', but '.github/workflows/' is left out, because GitHub runs it when it is pushed; "
                + "to have it written, say --allow .github/workflows/, or list that under 'allow' in the pack's stack.yaml", told().getFirst());
        assertTrue(notes.prompts(Notes.REPLAN).getLast().contains("- task 'ci': " + REFUSED));
        assertTrue(notes.shop.events(Event.Planned.class).getFirst().notes()
                .contains("left out of the plan: " + REFUSED));
    }

    @Test
    void thePlannerHearsWhatIsAllowed() {
        notes.say(Notes.REPLAN, Notes.planned(Notes.json("a", "a.txt"), Notes.json("ci", WORKFLOW)));
        assertEquals(0, run("Notes, with a GitHub workflow.", Optional.empty(), ".github/workflows/").exit(),
                notes.shop.events::toString);
        assertTrue(notes.prompts(Notes.REPLAN).getFirst().contains("\n  .github/workflows/ is allowed.\n"));
        assertTrue(told().stream().noneMatch(note -> note.contains("workflow")), told()::toString);
    }

    @Test
    void anAnswerThatPutsSuchAFileIntoAFolderOfItsOwnHearsWhy() {
        notes.plan(Notes.task("a", "docs/"));
        notes.say("a", Notes.note("docs/AGENTS.md", "good") + Notes.note("docs/a.txt", "good"),
                Notes.note("docs/a.txt", "good"));
        run("Notes.", Optional.of(Path.of("plan.yaml")));
        assertTrue(notes.prompts("a").get(1)
                .contains("'docs/AGENTS.md' is refused, because coding agents take it for their orders" + REMEDY));
    }
}
