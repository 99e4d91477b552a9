package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import llmswarm.Workshop;
import llmswarm.run.steps.Answerer;
import org.junit.jupiter.api.Test;

/** A program that is seen to be missing before there is a plan. */
class FirstSightProgramTest extends MissingPrograms {
    @Test
    void atFirstSightAMissingProgramIsToldOnceAndAReplayGoesTheSameWay() {
        cut = Optional.empty();
        notes.say(Notes.REPLAN, look("no-such-tool", "build"), look("grep", "-q", "good", "a.txt"), RIGHT);
        var project = run().project();
        assertEquals(1, plans());
        var asked = notes.prompts(Notes.REPLAN);
        assertEquals(3, asked.size());
        assertFalse(asked.getFirst().contains("# What is not here"), asked.getFirst());
        assertTrue(asked.get(1).contains("named checks that cannot run on this machine:\n- " + MISSING + "\n"), asked.get(1));
        var tree = Workshop.tree(project);
        var tape = notes.journal();
        tool("no-such-tool", "exit 0");
        notes.prompts.clear();
        notes.shop.events.clear();
        assertEquals(tree, Workshop.tree(run(Optional.empty(), Optional.of(tape), false).project()));
        assertEquals(List.of(), notes.prompts);
    }

    @Test
    void whereThePlannerInsistsAtFirstSightNoPlanIsPaidForAndAResumeLooksNoMore() throws IOException {
        cut = Optional.empty();
        notes.say(Notes.REPLAN, look("no-such-tool", "build"), look("no-such-tool", "build"), ODD);
        var stop = stopped();
        assertEquals(MISSING + "\ninstall what is missing and type ./jbang swarm.java resume %s, or go on without checks that cannot run: --unchecked"
                .formatted(cutShort()), stop.getMessage());
        assertEquals(List.of(2, 0L), List.of(notes.prompts.size(), plans()));
        tool("no-such-tool", "test \"$1\" = build");
        try (var swarm = notes.shop.swarmTrusted()) {
            assertEquals("done and checked", swarm.resume(cutShort(), Optional.empty(), true).label());
        }
        assertEquals(1, plans());
    }

    @Test
    void atFirstSightAPersonIsToldAndUncheckedGoesOn() {
        cut = Optional.empty();
        notes.say(Notes.REPLAN, look("no-such-tool", "build"), look("no-such-tool", "build"), RIGHT);
        person();
        assertEquals("done and checked", run().label());
        assertTrue(notes.notes().contains(MISSING), notes.notes()::toString);
        notes.shop.person = Answerer.NOBODY;
        notes.say(Notes.REPLAN, look("no-such-tool", "build"), look("no-such-tool", "build"), RIGHT);
        assertEquals("done and checked", run(Optional.empty(), Optional.empty(), true).label());
    }
}
