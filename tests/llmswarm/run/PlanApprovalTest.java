package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.plan.PlanJson;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that a person has to say yes to before the first task. */
class PlanApprovalTest {
    @TempDir
    Path folder;
    private Notes notes;
    private final List<String> questions = new ArrayList<>();

    @BeforeEach
    void workshop() {
        notes = new Notes(folder).plan(Notes.task("a", "a.txt"), Notes.task("b", "b.txt", "a"));
        for (var id : List.of("a", "b", "c")) notes.say(id, Notes.note(id + ".txt", "good"));
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private void person(String... replies) {
        var left = new ArrayList<>(Arrays.asList(replies));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            return Optional.of(left.removeFirst());
        };
    }

    private Outcome run() {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"), RunOptions.DEFAULT
                    .withPlan(Optional.of(Path.of("plan.yaml"))).withPlanAsked(true));
        }
    }

    private String edited(String title) {
        var plan = notes.shop.events(Event.Planned.class).getFirst().plan();
        return PlanJson.of(plan.withTasks(List.of(plan.tasks().getFirst()))).replace("Write a", title);
    }

    @Test
    void nothingIsAskedForBeforeSomebodySaysYes() {
        person("maybe", "y");
        assertEquals(0, run().exit());
        assertEquals("""
                That is none of these.
                The plan 'notes' has 2 tasks.
                What now?
                  y          carry it out
                  plan FILE  take the plan in that file, in YAML or JSON
                  stop       end the run for now""", questions.getLast());
        var asked = notes.shop.events.indexOf(notes.shop.events(Event.Answered.class).getLast());
        assertTrue(asked < notes.shop.events.indexOf(notes.shop.events(Event.AskedModel.class).getFirst()));
    }

    @Test
    void anotherPlanIsLintedAskedAboutAndCarriedOut() throws Exception {
        var file = notes.shop.folder.resolve("other.json");
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            return Optional.of(switch (questions.size()) {
                case 1 -> {
                    notes.shop.file("other.json", edited("Write a").replace("\"writer\"", "\"poet\""));
                    yield "plan other.json";
                }
                case 2 -> edited("Write c").replace("a.txt", "c.txt");
                case 3 -> edited("Write c").replace("\"notes\",\"summary\"", "\"others\",\"summary\"");
                default -> "yes";
            });
        };
        assertEquals(0, run().exit());
        assertTrue(Files.exists(file));
        assertEquals("task 'a': unknown agent 'poet'; known: writer", questions.get(1).lines().findFirst().orElseThrow());
        assertEquals("The plan 'notes' has 1 task.", questions.get(2).lines().findFirst().orElseThrow());
        assertEquals("name: a plan that was shown keeps its name, 'notes'", questions.get(3).lines().findFirst().orElseThrow());
        assertTrue(Files.exists(notes.project().resolve("c.txt")));
        assertEquals(List.of("a DONE"), notes.shop.events(Event.TaskEnded.class).stream()
                .map(end -> end.task() + " " + end.state()).toList());
        assertTrue(notes.shop.read(notes.project().resolve("docs/PLAN.md")).contains("c.txt"));
        assertEquals("", Workshop.output(notes.project(), "git", "status", "--porcelain"));
    }

    @Test
    void aRunThatWasStoppedThereAsksAgainOnAResumeAndOnlyUntilYes() throws Exception {
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            return Optional.of(questions.size() == 1 ? edited("Write a") : "stop");
        };
        assertEquals(Stop.INTERRUPTED, assertThrows(Stop.class, this::run).exit());
        var place = Path.of(notes.shop.env.get("XDG_STATE_HOME"), "llm-swarm", "runs");
        Path run;
        try (var runs = Files.list(place)) {
            run = runs.findFirst().orElseThrow();
        }
        person("y", "stop");
        notes.say("a", "nothing", "nothing");
        assertEquals(Stop.INTERRUPTED, assertThrows(Stop.class, () -> notes.resume(run)).exit());
        person("again");
        notes.say("a", Notes.note("a.txt", "good"));
        assertEquals(0, notes.resume(notes.project()).exit());
        assertEquals("", Workshop.output(notes.project(), "git", "status", "--porcelain"));
        assertEquals("Plan notes\n", Workshop.output(notes.project(), "git", "log", "--format=%s", "--max-parents=0"));
    }

    @Test
    void whereNobodyIsThereTheRunEndsInOrder() {
        assertEquals(Stop.INTERRUPTED, assertThrows(Stop.class, this::run).exit());
        assertEquals(List.of(), notes.prompts);
    }
}
