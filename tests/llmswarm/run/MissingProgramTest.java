package llmswarm.run;

import static llmswarm.run.Notes.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Event;
import llmswarm.run.planning.RunOptions;
import llmswarm.run.planning.Spec;
import llmswarm.run.steps.Answerer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plans whose checks call programs that this machine does not have: nothing is paid for their tasks before that is
 * settled.
 */
class MissingProgramTest {
    private static final String MISSING = "check 'build' calls 'no-such-tool', which is not on this machine; there are: sh, git";
    private static final String ODD = plan("no-such-tool", "build"), RIGHT = plan("grep", "-q", "good", "a.txt"),
            RESULT = "; that check will have no result";

    @TempDir
    Path folder;
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private Optional<Cut> cut = Optional.of(Cut.MANY);
    private Notes notes;

    @BeforeEach
    void workshop() throws IOException {
        notes = new Notes(folder).say("a", Notes.note("a.txt", "good"));
        notes.shop.file("config/stacks/free/stack.yaml", """
                name: free
                description: Anything.
                agents: [writer]
                checks-from-plan: true
                programs: [{name: sh, version: [sh, -c, ":"]}, nobody-has-this, git, shim]
                """);
        var bin = Files.createDirectory(notes.shop.folder.resolve("bin"));
        notes.shop.env.put("PATH", bin + ":" + notes.shop.env.get("PATH"));
        tool("shim", "exit 1");
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private void tool(String name, String does) {
        var file = "bin/" + name;
        notes.shop.file(file, "#!/bin/sh\n" + does + "\n").folder.resolve(file).toFile().setExecutable(true);
    }

    private static String plan(String... command) {
        var words = String.join("\", \"", command);
        return """
                {"stack": "free", "name": "notes", "summary": "Notes.", "requirements": [], "contracts": [], "unclear": [],
                 "checks": [{"name": "build", "run": ["%s"]}], "tasks": [%s]}""".formatted(words, json("a", "a.txt"));
    }

    private void person(String... replies) {
        var left = new ArrayDeque<>(Arrays.asList(replies));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            return Optional.of(left.remove());
        };
    }

    private Outcome run(Optional<Path> plan, Optional<Path> tape, boolean unchecked) {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"),
                    new RunOptions(Optional.empty(), Optional.of("free"), Map.of(), plan, tape, false,
                    Optional.empty(), true, cut, unchecked, List.of()));
        }
    }

    private Outcome run() {
        return run(Optional.empty(), Optional.empty(), false);
    }

    private Stop stopped() {
        var stop = assertThrows(Stop.class, this::run);
        assertEquals(Stop.USAGE, stop.exit());
        assertEquals(List.of(), notes.prompts("a"), "no task costs anything");
        return stop;
    }

    private Path cutShort() throws IOException {
        try (var runs = Files.list(Path.of(notes.shop.env.get("XDG_STATE_HOME")).resolve("llm-swarm/runs"))) {
            return runs.findFirst().orElseThrow();
        }
    }

    /** How often a plan was asked for. */
    private long plans() {
        return notes.prompts.stream().filter(prompt -> prompt.contains("Plan this specification.")).count();
    }

    private List<String> checks() {
        return notes.shop.events(Event.Checked.class).stream().map(Event.Checked::tail).toList();
    }

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
        var options = new RunOptions(Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty(),
                false, Optional.of("off"), true, Optional.empty(), true, List.of());
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

    /** At first sight the planner names checks, too, before it is asked for the plan. */
    private static String look(String... command) {
        return """
                {"stack": "free", "reason": "It fits.", "name": "notes", "summary": "Notes.", "lines": 90000,
                 "checks": [{"name": "build", "run": ["%s"]}]}""".formatted(String.join("\", \"", command));
    }

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
                    new RunOptions(Optional.empty(), Optional.of("free"), Map.of(), Optional.empty(),
                    Optional.empty(), false, Optional.empty(), false));
            assertEquals(List.of("no-such-tool", "build"), plan.checks().getFirst().run());
        }
        assertTrue(notes.notes().contains(MISSING + RESULT), notes.notes()::toString);
    }
}
