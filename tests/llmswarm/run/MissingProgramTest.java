package llmswarm.run;

import static llmswarm.run.Notes.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.steps.Answerer;
import org.junit.jupiter.api.Test;

/**
 * Plans whose checks call programs that this machine does not have: nothing is paid for their tasks before that is
 * settled.
 */
class MissingProgramTest extends MissingPrograms {
    /** Which pack fits is asked before somebody trusts it; a sandbox would hide what its command does. */
    @Test
    void aPackThatNobodyTrustsYetHasNoProgramAskedForItsVersion() throws IOException {
        var marker = notes.shop.folder.resolve("asked");
        notes.shop.file(".swarm/stacks/loose/stack.yaml", """
                name: loose
                description: Everything.
                agents: [writer]
                checks-from-plan: true
                programs: [{name: sh, version: [sh, -c, "echo >> %s"]}]
                """.formatted(marker));
        notes.say(Notes.REPLAN, """
                {"stack": "loose", "reason": "Fits.", "lines": 10, "checks": [{"name": "build", "run": ["no-such-tool"]}]}""",
                RIGHT.replace("free", "loose"));
        var options = RunOptions.DEFAULT.withSandbox(Optional.of("off")).withApprovedChecks(true)
                .withUnchecked(true);
        person("n");
        try (var swarm = notes.shop.swarm()) {
            assertEquals("the pack loose in .swarm/stacks/loose is not trusted; look at it and run again with --trust",
                    assertThrows(Stop.class, () -> swarm.run(Spec.of("Notes.", "spec.md"), options)).getMessage());
        }
        assertTrue(questions.getFirst().contains("It would run:\n  sh -c 'echo >> " + marker + "'\n"), questions::toString);
        assertFalse(Files.exists(marker));
        person("y");
        try (var swarm = notes.shop.swarm()) {
            swarm.run(Spec.of("Notes.", "spec.md"), options);
        }
        assertTrue(Files.exists(marker), "once it is trusted");
    }

    @Test
    void thePlannerIsToldWhatIsHereAndThatAProgramIsMissingOnce() {
        notes.say(Notes.REPLAN, ODD, RIGHT);
        assertEquals("done and checked", run().label());
        var asked = notes.prompts(Notes.REPLAN);
        assertEquals(2, asked.size());
        assertTrue(asked.getFirst()
                .matches("(?s).*\n  Programs on this machine: sh, git 2[.0-9]+, and the usual small tools\\. .*"),
                asked.getFirst());
        assertTrue(asked.getLast().contains("\n- " + MISSING + "\n"), asked.getLast());
        assertEquals(1, notes.prompts("a").size());
    }

    @Test
    void aPlannerThatInsistsCostsNoTaskWhereNobodyCanBeAsked() throws IOException {
        notes.say(Notes.REPLAN, ODD);
        var stop = stopped();
        assertEquals(2, plans());
        var run = cutShort();
        var plan = run.resolveSibling("../plans/" + run.getFileName() + ".json").normalize();
        assertEquals(MISSING
                + ("\ninstall what is missing and type ./jbang swarm.java resume %1$s, or change the checks in %2$s and run with --plan %2$s, "
                + "or go on without checks that cannot run: --plan %2$s --unchecked").formatted(run, plan),
                stop.getMessage());
        assertEquals(Stop.UNFINISHED, run(Optional.of(plan), Optional.empty(), true).exit());
        assertEquals(2, plans());
    }

    @Test
    void aWholeLineInOneWordIsAFaultOfThePlan() {
        notes.say(Notes.REPLAN, plan("grep -q good a.txt"), RIGHT);
        assertEquals("done and checked", run().label());
        assertTrue(notes.prompts(Notes.REPLAN).getLast()
                .contains("make each word an entry of its own: grep, -q, good, a.txt"));
    }

    @Test
    void aProgramThatOnlySeemsToBeHereIsDoubtedOnceAndTakenWhenThePlannerInsists() {
        notes.say(Notes.REPLAN, plan("shim", "build"));
        assertEquals(Stop.UNFINISHED, run().exit());
        assertEquals(2, plans());
        assertTrue(notes.prompts(Notes.REPLAN).get(1)
                .contains("- check 'build' calls 'shim', which is on the PATH here but does not run\n"));
        assertEquals(1, notes.shop.events(Event.Checked.class).getFirst().exit());
    }

    @Test
    void aProgramThatAnEarlierCheckBuildsIsNoFault() {
        notes.say(Notes.REPLAN, plan("sh", "-c", "printf '#!/bin/sh' > tests; chmod +x tests").replace("}], \"tasks\"",
                "}, {\"name\": \"tests\", \"run\": [\"./tests\"]}], \"tasks\""));
        assertEquals("done and checked", run().label());
        assertEquals(1, plans());
    }

    @Test
    void aReplayGoesTheSameWayOnAnyMachine() {
        notes.say(Notes.REPLAN, ODD, ODD, RIGHT);
        person("plan");
        var tree = Workshop.tree(run().project());
        var tape = notes.journal();
        notes.shop.person = Answerer.NOBODY;
        tool("no-such-tool", "exit 0");
        tool("nobody-has-this", "echo 1.2.3");
        notes.prompts.clear();
        notes.shop.events.clear();
        var replayed = run(Optional.empty(), Optional.of(tape), false);
        assertEquals(tree, Workshop.tree(replayed.project()));
        assertEquals(List.of(), notes.prompts);
        assertFalse(notes.notes().stream().anyMatch(note -> note.contains("not those on the tape")),
                notes.notes()::toString);
    }

    @Test
    void aReplayIsNotStoppedByWhatThisMachineLacks() throws IOException {
        tool("no-such-tool", "exit 0");
        notes.say(Notes.REPLAN, ODD);
        assertEquals("done and checked", run().label());
        var tape = notes.journal();
        Files.delete(notes.shop.folder.resolve("bin/no-such-tool"));
        notes.shop.events.clear();
        assertEquals(Stop.UNFINISHED, run(Optional.empty(), Optional.of(tape), false).exit());
        assertEquals(List.of("a done"), notes.ends());
        assertTrue(notes.notes().contains(MISSING + RESULT), notes.notes()::toString);
    }

    @Test
    void aPlanThatIsOnlyShownIsShownWithWhatIsMissing() throws InterruptedException {
        notes.say(Notes.REPLAN, ODD);
        try (var swarm = notes.shop.swarmTrusted()) {
            var plan = swarm.plan(Spec.of("Notes.", "spec.md"),
                    RunOptions.DEFAULT.withStack(Optional.of("free")));
            assertEquals(List.of("no-such-tool", "build"), plan.checks().getFirst().run());
        }
        assertTrue(notes.notes().contains(MISSING + RESULT), notes.notes()::toString);
    }
}
