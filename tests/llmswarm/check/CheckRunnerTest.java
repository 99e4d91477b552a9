package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.stack.Check;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sandbox.Sandbox;
import sandbox.Walls;

class CheckRunnerTest {
    @TempDir
    Path folder;
    CheckRunner runner;

    @BeforeEach
    void aRunner() throws Exception {
        runner = new CheckRunner(Walls.here("off"), Walls.LIMITS);
    }

    @Test
    void aCheckWithAPatternRunsOnceForEachWrittenFileItMatches() throws Exception {
        var check = task("say", "**/*.x", "echo", "{{greeting}}", "at={{ file }}");
        var outcomes = outcomes(runner, DueChecks.afterTask(List.of(check), "backend",
                List.of("a.x", "b/c d.x", "b/c.y", "-r.x", "a.x"), Map.of("greeting", "$1 {{file}}")), folder);
        assertEquals(List.of("$1 {{file}} at=a.x", "$1 {{file}} at=b/c d.x", "$1 {{file}} at=./-r.x"),
                outcomes.stream().map(o -> o.result().tail()).toList());
        assertEquals(List.of("echo", "$1 {{file}}", "at=./-r.x"), outcomes.getLast().command());
    }

    @Test
    void aCheckWithoutAPatternRunsOnceATask() throws Exception {
        var outcomes = outcomes(runner, DueChecks.afterTask(List.of(task("once", null, "pwd"), end("later", "pwd")),
                "backend", List.of("a", "b"), Map.of()), folder);
        assertEquals(List.of("once"), outcomes.stream().map(CheckRunner.Outcome::check).toList());
        assertEquals(folder.toRealPath().toString(), outcomes.getFirst().result().tail());
    }

    @Test
    void allChecksRunAlsoAfterOneThatFailed() throws Exception {
        var broken = end("broken", "sh", "-c", "echo why; exit 3");
        var outcomes = outcomes(runner,
                DueChecks.atEnd(List.of(task("not-now", null, "false"), broken, end("good", "true")),
                List.of(new Plan.PlannedCheck("planned", List.of("echo", "{{file}}"))), Map.of()), folder);
        assertEquals(List.of("broken", "good", "planned"), outcomes.stream().map(CheckRunner.Outcome::check).toList());
        assertEquals(Optional.of(new Failure.Broken("broken", broken.run(), 3, "why", Check.Side.CODE)),
                outcomes.getFirst().failure());
        assertEquals(Optional.empty(), outcomes.get(1).failure());
        assertEquals("{{file}}", outcomes.getLast().result().tail());
    }

    @Test
    void aMissingToolAndATimeLimitAreNoFaultOfTheFiles() throws Exception {
        var hasty = new CheckRunner(Walls.here("off"), Walls.LIMITS.within(Duration.ofMillis(200)));
        var outcomes = outcomes(hasty,
                DueChecks.atEnd(List.of(end("lint", "no-such-tool"), end("slow", "sleep", "30")), List.of(),
                Map.of()), folder);
        assertEquals(List.of(new Failure.Environment("Check 'lint' has no result: 'no-such-tool' was not found on the PATH; install it and resume the run."),
                        new Failure.Environment("Check 'slow' has no result: 'sleep' was ended at the time limit of 0.2 s.")),
                outcomes.stream().map(o -> o.failure().orElseThrow()).toList());
    }

    @Test
    void aVariableInACommandMayBeTheInsideOfALiteral() {
        var commands = DueChecks.atEnd(List.of(end("c", "echo", "\"{{summary.json}}\"")), List.of(),
                Map.of("summary", "a \"b\""));
        assertEquals(List.of("echo", "\"a \\\"b\\\"\""), commands.getFirst().words());
    }

    @Test
    void aProgramBehindEnvThatIsMissingIsToldByItsName() throws Exception {
        var outcome = runner.run(new CheckRunner.Command("build", List.of("env", "A=b", "no-such-tool", "all")),
                folder, Sandbox.Access.NONE);
        assertEquals(Optional.of(new Failure.Environment("Check 'build' has no result: 'no-such-tool' was not found on the PATH; install it and resume the run.")),
                outcome.failure());
    }

    @Test
    void aTestProgramThatNothingMadeIsAFaultOfTheFiles() throws Exception {
        var planned = List.of(new Plan.PlannedCheck("make",
                List.of("sh", "-c", "mkdir out; printf '#!/bin/sh\\n' > out/made; chmod +x out/made")),
                new Plan.PlannedCheck("made", List.of("out/made")),
                new Plan.PlannedCheck("unmade", List.of("env", "A=b", "./out/unmade", "x")));
        var outcomes = outcomes(runner, DueChecks.atEnd(List.of(), planned, Map.of()), folder);
        assertEquals(List.of(Optional.empty(), Optional.empty(),
                Optional.of(new Failure.Broken("unmade", List.of("env", "A=b", "./out/unmade", "x"), 127,
                "'./out/unmade' does not exist: no task and no earlier check made it", Check.Side.TEST))),
                outcomes.stream().map(CheckRunner.Outcome::failure).toList());
    }

    @Test
    void anUnknownVariableAndABrokenPatternAreTold() {
        var unknown = assertThrows(Stop.class, () ->
                outcomes(runner, DueChecks.afterTask(List.of(task("c", null, "echo", "x{{nmae}}")), "backend",
                List.of(), Map.of()), folder));
        assertEquals("Check 'c': unknown variable 'nmae' in 'x{{nmae}}'.", unknown.getMessage());
        var broken = assertThrows(Stop.class, () ->
                outcomes(runner, DueChecks.afterTask(List.of(task("c", "{a", "echo")), "backend", List.of("a"),
                Map.of()), folder));
        assertEquals("Check 'c': '{a' is no pattern for files.", broken.getMessage());
    }

    @Test
    void theWorkIsDoneInsideTheSandboxThatWorksHere() throws Exception {
        Files.writeString(folder.resolve("good.py"), "x = 1\n");
        Files.writeString(folder.resolve("bad.py"), "x = = 1\n");
        var walls = new CheckRunner(Walls.here("bubblewrap"));
        var outcomes = outcomes(walls,
                DueChecks.afterTask(List.of(task("syntax", "**/*.py", "python3", "-m", "py_compile", "{{file}}")),
                "tester", List.of("good.py", "bad.py"), Map.of()), folder);
        assertEquals(List.of(0, 1), outcomes.stream().map(o -> o.result().exit()).toList());
        assertEquals("code", outcomes.getLast().failure().orElseThrow().kind());
    }

    /** A pack alone and a part of a project: both say in which folder a check starts. */
    @ParameterizedTest
    @CsvSource({"tool, tool/bin, tool/bin/a.t, a.t", "tool, tool, tool/bin/a.t, bin/a.t", ", web, server/a.t, ../server/a.t",
        ", ./web/, web/-a.t, ./-a.t", ", , -a.t, ./-a.t", ", , b/a.t, b/a.t"})
    void aFileIsToldFromWhereItsCheckStarts(String root, String start, String file, String told) {
        var check = below(root, start, "**.t", List.of("{{file}}"));
        var command = DueChecks.afterTask(List.of(check), "tester", List.of(file), Map.of()).getFirst();
        assertEquals(List.of("parse", told), command.words());
        assertTrue(CheckRunner.reading(command).test(file));
    }

    @Test
    void aCheckOfAPartIsDueAfterTasksThatWroteSomethingThere() {
        var check = below("tool", "tool", null, List.of());
        assertEquals(1, DueChecks.afterTask(List.of(check), "tester", List.of("README.md", "tool/a"), Map.of()).size());
        assertEquals(0, DueChecks.afterTask(List.of(check), "tester", List.of("README.md", "tools/a"), Map.of()).size());
    }

    private static Check below(String root, String start, String files, List<String> reads) {
        return new Check("check", Check.When.TASK, Optional.ofNullable(files), List.of("parse", "{{file}}").subList(0, files == null ? 1 : 2),
                Check.Side.CODE, Optional.empty(), List.of(), reads, Optional.empty(), List.of(), Map.of(),
                Optional.ofNullable(start), List.of(), Optional.empty(), Optional.ofNullable(root));
    }

    @Test
    void missingProgramsAreToldBeforeAnythingRuns() {
        var commands = List.of(new CheckRunner.Command("tests", List.of("node-of-nobody", "--test")),
                new CheckRunner.Command("here", List.of("sh")), new CheckRunner.Command("own", List.of("./gradlew")),
                new CheckRunner.Command("later", List.of("{{tool}}")),
                new CheckRunner.Command("tests", List.of("node-of-nobody", "b")),
                new CheckRunner.Command("style", List.of("lint-of-nobody")),
                new CheckRunner.Command("more", List.of("lint-of-nobody")));
        assertEquals(List.of("check 'tests' needs 'node-of-nobody', which is not on the PATH; install it, then run again (./jbang swarm.java doctor shows what is there)",
                "check 'style' and check 'more' need 'lint-of-nobody', which is not on the PATH; install it, then run again (./jbang swarm.java doctor shows what is there)"),
                runner.missing(commands).stream().map(MissingProgram::toldToRun).toList());
    }

    @Test
    void aProgramThatDoesNotStartIsToldAsOneThatIsMissing(@TempDir Path temp) throws Exception {
        var odd = Files.createDirectory(temp.toRealPath().resolve("odd"));
        var bin = Walls.script(temp.toRealPath().resolve("tools/bin/odd"), "#!/bin/sh\nexec \"$ODD_PLACE/odd\" \"$@\"\n").getParent();
        var walls = new CheckRunner(Walls.here("unshare", Map.of("HOME", "/root", "PATH", bin + ":/usr/bin:/bin",
                "ODD_PLACE", odd.toString())));
        var told = "'odd' is missing something it needs (%s of ODD_PLACE); name its folder in SWARM_SANDBOX_READ".formatted(odd);
        var commands = List.of(new CheckRunner.Command("tests", List.of("odd", "--test")),
                new CheckRunner.Command("more", List.of("sh", "-c", "cd . && odd | cat")));
        assertEquals(List.of("check 'tests' and check 'more' need 'odd', which does not start in the sandbox: " + told),
                walls.missing(commands).stream().map(MissingProgram::toldToRun).toList());
        var failed = walls.run(commands.getFirst(), Files.createDirectory(temp.resolve("folder")), Sandbox.Access.NONE);
        assertEquals(Optional.of(new Failure.Environment("Check 'tests' has no result: %s.".formatted(told))), failed.failure());
    }

    private static List<CheckRunner.Outcome> outcomes(CheckRunner runner, List<CheckRunner.Command> commands,
            Path folder)
            throws InterruptedException {
        var outcomes = new ArrayList<CheckRunner.Outcome>();
        for (var command : commands) outcomes.add(runner.run(command, folder, Sandbox.Access.NONE));
        return outcomes;
    }

    private static Check task(String name, String files, String... run) {
        return new Check(name, Check.When.TASK, Optional.ofNullable(files), List.of(run));
    }

    private static Check end(String name, String... run) {
        return new Check(name, Check.When.END, Optional.empty(), List.of(run));
    }
}
