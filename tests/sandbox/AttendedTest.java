package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import llmswarm.check.Programs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.process.CommandResult;
import sandbox.process.Limits;

/** Programs that do not want to end, print too much, or leave others behind. */
class AttendedTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void theExitCodeAndBothOutputsAreKept(String name) throws Exception {
        var result = Walls.sh(Walls.here(name), folder, "echo out; echo err >&2; exit 7");
        assertEquals("7 out\nerr Optional.empty", result.exit() + " " + result.tail() + " " + result.trouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void aProgramThatIgnoresItsEndIsEndedAtTheTimeLimit(String name) throws Exception {
        var nap = nap();
        var result = Walls.sh(Walls.here(name), folder, limits(1500, 1000),
                "trap '' TERM INT HUP; echo on; sleep $1 & sleep $1", nap);
        assertEquals(Optional.of("'sh' was ended at the time limit of 1.5 s"), result.trouble());
        assertEquals(-1, result.exit());
        assertEquals("on", result.tail());
        assertTrue(result.seconds() < 4, result.toString());
        assertEquals(0, sleeping(nap).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void endlessOutputIsReadButOnlyItsEndKept(String name) throws Exception {
        var result = Walls.sh(Walls.here(name), folder, limits(1500, 1000), "exec yes 0123456789");
        assertEquals(Optional.of("'sh' was ended at the time limit of 1.5 s"), result.trouble());
        assertTrue(result.tail().startsWith("0123456789\n0123456789\n") && result.tail().length() <= 1000,
                result.tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void aProcessLeftBehindWithTheOutputOpenEndsWithItsProgram(String name) throws Exception {
        var nap = nap();
        var result = Walls.sh(Walls.here(name), folder, "sleep $1 & (setsid sleep $1 &) ; echo started; sleep 0.1",
                nap);
        assertEquals("0 started", result.exit() + " " + result.tail());
        assertTrue(result.seconds() < 2, result.toString());
        assertEquals(0, sleeping(nap).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void aMissingProgramIsToldWithoutStartingAnything(String name) throws Exception {
        var sandbox = Walls.here(name);
        assertEquals(new CommandResult(-1, 0, "",
                Optional.of("'no-such-tool' was not found on the PATH; install it and resume the run")),
                sandbox.run(List.of("no-such-tool"), folder, Walls.LIMITS));
        assertEquals(Optional.of("the program './tool' does not exist"),
                sandbox.run(List.of("./tool"), folder, Walls.LIMITS).trouble());
        Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho it runs\n");
        assertEquals(Optional.of("the file './tool' is not executable"),
                sandbox.run(List.of("./tool"), folder, Walls.LIMITS).trouble());
        folder.resolve("tool").toFile().setExecutable(true);
        assertEquals("it runs", sandbox.run(List.of("./tool"), folder, Walls.LIMITS).tail());
        var gone = folder.resolve("gone");
        assertEquals(Optional.of("the folder %s does not exist".formatted(gone)),
                sandbox.run(List.of("true"), gone, Walls.LIMITS).trouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aSandboxThatCannotStartAProgramIsNotTheProgramsFault(String name) throws Exception {
        Walls.script(folder.resolve("tool"), "#!/no/such/interpreter\n");
        var result = Walls.here(name).run(List.of("./tool"), folder, Walls.LIMITS);
        assertEquals(-1, result.exit());
        assertTrue(result.trouble().orElse("")
                .matches("the sandbox could not start it: .*\\./tool: No such file or directory"), result.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void anInterruptionEndsTheTreeWithinASecond(String name) throws Exception {
        var sandbox = Walls.here(name);
        var nap = nap();
        var outcome = new CompletableFuture<Object>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(Walls.sh(sandbox, folder, "touch started; trap '' TERM; sleep $1 & sleep $1", nap));
            } catch (InterruptedException expected) {
                outcome.complete(expected);
            }
        });
        awaitSleeping(nap);
        long before = System.nanoTime();
        thread.interrupt();
        assertInstanceOf(InterruptedException.class, outcome.get(10, TimeUnit.SECONDS));
        assertTrue(Duration.ofNanos(System.nanoTime() - before).toMillis() < 1000);
        assertEquals(0, sleeping(nap).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aKilledProgramLeavesNothingRunning(String name) throws Exception {
        Walls.here(name);
        var nap = nap();
        var java = ProcessHandle.current().info().command().orElseThrow();
        var program = new ProcessBuilder(java, "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Napping.class.getName(), name, folder.toString(), nap)
                .inheritIO().start();
        var asleep = awaitSleeping(nap);
        program.destroyForcibly().waitFor();
        for (var process : asleep) {
            process.onExit().get(5, TimeUnit.SECONDS);
        }
        assertEquals(0, sleeping(nap).count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void whatTheSystemKillsIsNoFaultOfTheFiles(String name) throws Exception {
        var result = Walls.sh(Walls.here(name), folder, "echo so far; kill -9 $$");
        assertEquals("-1 so far "
                + Optional.of("'sh' was ended: it was killed, as the system does when memory runs out"),
                result.exit() + " " + result.tail().replace("\nKilled", "") + " " + result.trouble());
    }

    /** A program that is killed while its check runs. */
    static final class Napping {
        public static void main(String[] args) throws Exception {
            var sandbox = Walls.all(System.getenv()).find(Optional.of(args[0])).orElseThrow();
            Walls.sh(sandbox, Path.of(args[1]), "sleep $1", args[2]);
        }
    }

    private static Limits limits(int millis, int bytes) {
        var most = Limits.DEFAULT;
        return new Limits(Duration.ofMillis(millis), bytes, Long.MAX_VALUE, most.memoryBytes(), most.processes(),
                most.diskBytes(), most.files());
    }

    /** A number of seconds that no other sleep has. */
    private static String nap() {
        return "300." + System.nanoTime();
    }

    private static Stream<ProcessHandle> sleeping(String nap) {
        return ProcessHandle.allProcesses().filter(p -> p.info().commandLine().orElse("").endsWith("sleep " + nap));
    }

    private static List<ProcessHandle> awaitSleeping(String nap) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        var found = sleeping(nap).toList();
        while (found.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            found = sleeping(nap).toList();
        }
        assertTrue(!found.isEmpty(), "the program never started");
        return found;
    }
}
