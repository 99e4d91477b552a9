package llmswarm.run;

import static llmswarm.run.Notes.REPLAN;
import static llmswarm.run.Notes.json;
import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.planned;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a specification leaves open is asked before there is a project; the run is cut short around that. */
class OpenQuestionTest {
    private static final String PLAN = planned(json("a", "a.txt")), MANY = open("How many?"), COLOUR =
            open("Which colour?");

    @TempDir
    Path folder;
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private Notes notes;

    @BeforeEach
    void workshop() {
        notes = new Notes(folder).say("a", note("a.txt", "good"));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            return Optional.of(question.equals("How many?") ? "seven" : "blue");
        };
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private static String open(String question) {
        return PLAN.replace("\"unclear\": []",
                "\"unclear\": [{\"question\": \"%s\", \"assumption\": \"as usual\"}]".formatted(question));
    }

    private int stopped() {
        try (var swarm = notes.shop.swarmTrusted()) {
            return assertThrows(Stop.class, () -> swarm.run(Spec.of("Notes.", "spec.md"),
                    RunOptions.DEFAULT.withStack(Optional.of("notes")).withTasks(Optional.of(Cut.MANY)))).exit();
        }
    }

    /** Goes on with the only run there is; the page then tells what was open. */
    private List<String> resumed() throws IOException {
        try (var runs = Files.list(Path.of(notes.shop.env.get("XDG_STATE_HOME")).resolve("llm-swarm/runs"))) {
            var outcome = notes.resume(runs.findFirst().orElseThrow());
            assertEquals(0, outcome.exit(), notes.shop.events::toString);
            return notes.shop.read(outcome.project().resolve("docs/PLAN.md")).lines().filter(line -> line.contains("?"))
                    .toList();
        }
    }

    @Test
    void aReplyIsNotTakenForAnotherQuestion() throws IOException {
        notes.say(REPLAN, MANY, "no plan", "no plan", "no plan", COLOUR, PLAN);
        assertEquals(Stop.UNFINISHED, stopped());
        assertEquals(List.of("- Which colour? blue"), resumed());
        assertEquals(List.of("How many?", "Which colour?"), questions);
    }

    @Test
    void aReplyToTheSameQuestionIsTaken() throws IOException {
        notes.say(REPLAN, MANY, "no plan", "no plan", "no plan", MANY, PLAN);
        assertEquals(Stop.UNFINISHED, stopped());
        assertEquals(List.of("- How many? seven"), resumed());
        assertEquals(List.of("How many?"), questions);
    }

    @Test
    void aPlanIsNotAskedForAgainAfterCtrlCAtItsQuestion() throws IOException {
        notes.say(REPLAN, MANY, PLAN);
        var person = notes.shop.person;
        notes.shop.person = (question, assumed) -> {
            throw new InterruptedException();
        };
        assertEquals(Stop.INTERRUPTED, stopped());
        notes.shop.person = person;
        assertEquals(List.of("- How many? seven"), resumed());
        assertEquals(2, notes.prompts(REPLAN).size());
        assertTrue(notes.prompts(REPLAN).getLast().contains("Answer: seven"));
    }
}
