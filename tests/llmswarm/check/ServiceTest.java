package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.stack.Check;
import llmswarm.config.stack.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.Sandbox;
import sandbox.Walls;

/** Programs that checks need while they run. */
@Timeout(120)
class ServiceTest {
    /** A server of its own language's library, which says on which port it is. */
    private static final Service PAGES = new Service("pages", List.of(), List.of(List.of("sh", "-c", "echo hello >\"$1/x\"", "sh", "{{folder}}")),
            List.of("python3", "-m", "http.server", "{{port}}", "--bind", "127.0.0.1", "--directory", "{{folder}}"),
            List.of("python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{{port}}/x')"),
            Map.of("PAGES", "http://127.0.0.1:{{port}}/"));
    private static final Service DATABASE = new Service("database", List.of("/usr/lib/postgresql/*/bin"),
            List.of(List.of("initdb", "-D", "{{folder}}/data", "-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")),
            List.of("postgres", "-D", "{{folder}}/data", "-p", "{{port}}", "-k", "{{folder}}", "-c", "listen_addresses=127.0.0.1"),
            List.of("pg_isready", "-h", "127.0.0.1", "-p", "{{port}}"),
            Map.of("DATABASE_URL", "postgresql://app@127.0.0.1:{{port}}/postgres"));

    @TempDir
    Path temp;

    private CheckRunner.Outcome run(String wall, List<Service> services, Map<String, String> environment,
            Optional<String> folder, String... words) throws Exception {
        var check = new Check("tests", Check.When.END, Optional.empty(), List.of(words), Check.Side.TEST,
                Optional.empty(), List.of(), List.of(), Optional.of(Duration.ofSeconds(60)), services, environment,
                folder, List.of(), Optional.empty(), Optional.empty());
        var command = DueChecks.atEnd(List.of(check), List.of(), Map.of("word", "it's")).getFirst();
        return new CheckRunner(Walls.here(wall)).run(command, temp.toRealPath(), Sandbox.Access.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void aServiceIsThereAsLongAsTheCommandAndTellsWhereByTheEnvironment(String wall) throws Exception {
        var outcome = run(wall, List.of(PAGES), Map.of(), Optional.empty(), "python3", "-c",
                "import os, urllib.request; print(urllib.request.urlopen(os.environ['PAGES'] + 'x').read().decode())");
        assertEquals(Optional.empty(), outcome.failure(), outcome.result()::tail);
        assertEquals("hello", outcome.result().tail().strip());
        assertEquals("python3", outcome.command().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aRealDatabaseRunsWhoeverStartsTheProgram(String wall) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/usr/lib/postgresql")), "skipped: there is no PostgreSQL");
        var outcome = run(wall, List.of(DATABASE), Map.of(), Optional.empty(), "sh", "-c",
                "psql -qAt \"$DATABASE_URL\" -c 'CREATE TABLE t (a int)' -c 'INSERT INTO t VALUES (41)' -c 'SELECT a + 1 FROM t'");
        assertEquals(Optional.empty(), outcome.failure(), outcome.result()::tail);
        assertEquals("42", outcome.result().tail().strip());
    }

    @Test
    void aTestsOwnProgramIsLookedForInItsFolder() throws Exception {
        var program = Files.writeString(Files.createDirectories(temp.resolve("web")).resolve("run.sh"), "#!/bin/sh\necho ran\n");
        assertTrue(program.toFile().setExecutable(true));
        assertEquals("ran", run("off", List.of(), Map.of(), Optional.of("web"), "./run.sh").result().tail().strip());
    }

    @Test
    void aProgramThatIsMissingIsNoFailureOfTheCodeHereEither() throws Exception {
        var failure = run("off", List.of(), Map.of("A", "b"), Optional.empty(), "program-of-nobody").failure();
        assertEquals(new Failure.Environment("Check 'tests' has no result: 'program-of-nobody' was not found on the PATH; "
                + "install it and resume the run."), failure.orElseThrow());
    }

    @Test
    void variablesOfAnyNameLeaveTheRestAlone() throws Exception {
        var kept = Files.createDirectories(temp.resolve("keep"));
        var pages = new Service("pages", List.of(), PAGES.prepare(), PAGES.run(), PAGES.ready(),
                Map.of("services", "keep", "pids", "1", "code", "3", "tries", "x"));
        assertEquals(Optional.empty(), run("off", List.of(pages), Map.of("failed", "y"), Optional.empty(), "true").failure());
        assertTrue(Files.isDirectory(kept));
    }

    @Test
    void aServiceThatIsGoneIsNotReadyWhateverIsAsked() throws Exception {
        var gone = new Service("queue", List.of(), List.of(), List.of("false"), List.of("sleep", "0.3"), Map.of());
        assertTrue(run("off", List.of(gone), Map.of(), Optional.empty(), "true").failure().orElseThrow() instanceof Failure.Environment);
    }

    @Test
    void eachCommandHasAServiceOfItsOwn() throws Exception {
        for (int i = 0; i < 2; i++) {
            var outcome = run("off", List.of(PAGES), Map.of(), Optional.empty(), "sh", "-c",
                    "python3 -c \"import os, urllib.request; print(urllib.request.urlopen(os.environ['PAGES']).read().decode().count('href'))\"");
            assertEquals("1", outcome.result().tail().strip());
        }
    }

    @Test
    void aFailureOfTheCommandIsTheCommands() throws Exception {
        var outcome = run("off", List.of(PAGES), Map.of(), Optional.empty(), "sh", "-c", "echo no; exit 7");
        assertTrue(outcome.failure().orElseThrow() instanceof Failure.Broken broken && broken.exit() == 7);
        assertEquals("no", outcome.result().tail().strip());
    }

    @Test
    void aServiceThatDoesNotStartIsNoFailureOfTheCode() throws Exception {
        var ends = new Service("queue", List.of(), List.of(), List.of("sh", "-c", "echo out of luck; exit 3"),
                List.of("false"), Map.of());
        var failure = run("off", List.of(ends), Map.of(), Optional.empty(), "true").failure().orElseThrow();
        assertTrue(failure instanceof Failure.Environment, failure::evidence);
        assertTrue(failure.evidence().startsWith("Check 'tests' has no result: the service 'queue' ended before it was ready:"), failure::evidence);
        assertTrue(failure.evidence().contains("out of luck"), failure::evidence);
        var prepares = new Service("queue", List.of(), List.of(List.of("sh", "-c", "echo no disk; exit 1")),
                List.of("sleep", "9"), List.of("true"), Map.of());
        assertTrue(run("off", List.of(prepares), Map.of(), Optional.empty(), "true").failure().orElseThrow().evidence()
                .startsWith("Check 'tests' has no result: the service 'queue' could not be prepared:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "off"})
    void whatAServiceLeavesRunningAddsNothingToTheCommandsWords(String wall) throws Exception {
        var writes = "i=0; while [ $i -lt 300 ]; do i=$((i+1)); mkdir -p {{folder}}/d; : >{{folder}}/d/$i; done; sleep 9";
        var busy = new Service("queue", List.of(), List.of(), List.of("sh", "-c", "(%s) & wait".formatted(writes)),
                List.of("test", "-e", "{{folder}}/d/1"), Map.of());
        var outcome = run(wall, List.of(busy), Map.of(), Optional.empty(), "sh", "-c", "echo so; exit 3");
        assertEquals("so", outcome.result().tail().strip());
        assertTrue(outcome.failure().orElseThrow() instanceof Failure.Broken broken && broken.exit() == 3);
    }

    /** A command may end with that code for reasons of its own. */
    @Test
    void aCommandThatEndsLikeAServiceThatFailedIsACommandThatFailed() throws Exception {
        var outcome = run("off", List.of(PAGES), Map.of(), Optional.empty(), "sh", "-c", "echo so; exit 125");
        assertTrue(outcome.failure().orElseThrow() instanceof Failure.Broken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "off"})
    void variablesAndTheFolderAreGivenWordForWord(String wall) throws Exception {
        Files.createDirectories(temp.resolve("web app"));
        var value = "{{word}} \"$(echo no)\" `echo no` \\ $HOME";
        var outcome = run(wall, List.of(), Map.of("WORD", value), Optional.of("web app"), "sh", "-c",
                "printf '%s\\n' \"$WORD\"; basename \"$PWD\"");
        assertEquals(value.replace("{{word}}", "it's") + "\nweb app", outcome.result().tail().strip());
    }

    @Test
    void whatAServiceNeedsAndTheMachineLacksIsKnownBefore() throws Exception {
        var missing = new Service("queue", List.of("/usr/lib/nowhere/*/bin"), List.of(), List.of("queue-of-nobody"),
                List.of("true"), Map.of());
        var check = new Check("tests", Check.When.END, Optional.empty(), List.of("true"), Check.Side.TEST,
                Optional.empty(), List.of(), List.of(), Optional.empty(), List.of(missing, DATABASE), Map.of(),
                Optional.empty(), List.of(), Optional.empty(), Optional.empty());
        assertEquals(List.of("check 'tests' needs 'queue-of-nobody', which is not on the PATH; install it, then run again (./jbang swarm.java doctor shows what is there)"),
                new CheckRunner(Walls.here("off")).missing(List.of(CheckRunner.Command.of(check))).stream()
                .map(MissingProgram::toldToRun).toList());
    }
}
