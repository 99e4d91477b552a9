package llmswarm.run;

import static llmswarm.run.Notes.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;

/** What a person may say to a plan that calls a program which is not here. */
class MissingProgramChoiceTest extends MissingPrograms {
    /** What a program itself reads as such a word is let pass by --unchecked. */
    @Test
    void aPersonsPlanWithAShellsWordCostsNoTaskUnlessThePersonInsists() {
        notes.shop.file("plan.json", plan("grep", "-q", "good", "a.txt", "&&", "echo", "ok"));
        var plan = Optional.of(Path.of("plan.json"));
        var stop = assertThrows(Stop.class, () -> run(plan, Optional.empty(), false));
        assertEquals(Stop.USAGE, stop.exit());
        assertEquals("check 'build': '&&' is an argument of 'grep' here, as there is no shell; make two checks of it, or write sh, -c and the line",
                stop.getMessage().lines().findFirst().orElse(""));
        assertEquals(List.of(), notes.prompts("a"));
        assertEquals(0, run(plan, Optional.empty(), true).exit());
        assertEquals(0, plans());
    }

    @Test
    void afterTheProgramIsInstalledAResumePaysForNoPlanAgain() throws IOException {
        notes.say(Notes.REPLAN, ODD);
        stopped();
        tool("no-such-tool", "test \"$1\" = build");
        try (var swarm = notes.shop.swarmTrusted()) {
            assertEquals("done and checked", swarm.resume(cutShort(), Optional.empty(), true).label());
        }
        assertEquals(2, plans());
    }

    @Test
    void uncheckedGoesOnAndSaysWhatHasNoResult() {
        notes.say(Notes.REPLAN, ODD);
        var outcome = run(Optional.empty(), Optional.empty(), true);
        assertEquals(Stop.UNFINISHED, outcome.exit());
        assertTrue(notes.notes().contains(MISSING + RESULT), notes.notes()::toString);
        assertEquals(List.of("Check 'build' has no result: 'no-such-tool' was not found on the PATH; install it and resume the run."), checks());
    }

    @Test
    void aPersonHasThePlanMadeWithoutIt() {
        notes.say(Notes.REPLAN, ODD, ODD, RIGHT);
        person("what?", "plan");
        assertEquals("done and checked", run().label());
        assertEquals(List.of(MISSING
                + "\nWhat now?\n  plan       ask the planner for a plan without that\n  again      when you have installed it\n"
                + "  unchecked  go on; these checks then have no result\n  stop       end the run"), questions.stream()
                .distinct().toList());
        assertTrue(notes.prompts(Notes.REPLAN).getLast().contains("\n- " + MISSING + "\n"));
    }

    @Test
    void aPersonInstallsItOrGoesOnOrStops() {
        notes.say(Notes.REPLAN, ODD);
        person("stop");
        stopped();
        person("unchecked");
        assertEquals(Stop.UNFINISHED, run().exit());
        notes.shop.person = (question, assumed) -> {
            tool("no-such-tool", "test \"$1\" = build");
            return Optional.of("again");
        };
        assertEquals("done and checked", run().label());
    }

    @Test
    void aPlanFromAFileIsHeldToTheSame() {
        notes.shop.file("plan.json", ODD);
        var file = Optional.of(Path.of("plan.json"));
        var stop = assertThrows(Stop.class, () -> run(file, Optional.empty(), false));
        assertEquals(MISSING
                + "\ninstall what is missing and run again, or change the checks in plan.json, or go on without checks that cannot run: --unchecked",
                stop.getMessage());
        assertEquals(List.of(), notes.prompts);
        notes.say(Notes.REPLAN, RIGHT);
        person("plan");
        assertEquals("done and checked", run(file, Optional.empty(), false).label());
    }

    @Test
    void anotherPlanKeepsTheRequirementsThatAPersonWrote() {
        notes.shop.file("plan.json", asking(ODD, "Notes are good."));
        notes.say(Notes.REPLAN, asking(RIGHT, "Notes are there."));
        person("plan");
        run(Optional.of(Path.of("plan.json")), Optional.empty(), false);
        assertEquals(List.of(new Plan.Requirement("R1", "Notes are good.")),
                notes.shop.events(Event.Planned.class).getLast().plan().requirements());
    }

    private static String asking(String plan, String text) {
        return plan.replaceFirst("\"requirements\": \\[\\]", "\"requirements\": [{\"id\": \"R1\", \"text\": \"%s\"}]"
                .formatted(text)).replace("\"requirements\": []", "\"requirements\": [\"R1\"]");
    }
}
