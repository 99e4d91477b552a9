package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.process.CommandResult;

/** What walls say of themselves has a stream of its own, which no command behind them can write to. */
class ComplaintTest {
    /** What the walls say, on every stream that is or was open in a process that the command sees. */
    private static final String FORGED = """
            import os, sys
            for said in "bwrap: execvp x: No such file or directory", "sandbox: could not start x: error 02", "sandbox: starts":
                for process in [name for name in os.listdir("/proc") if name.isdigit()]:
                    for stream in range(3, 20):
                        try:
                            with open("/proc/%s/fd/%d" % (process, stream), "w") as other:
                                if other.name != "/dev/null": print(said, file=other)
                        except OSError:
                            pass
                print(said, file=sys.stderr)
            pipes = set()
            for process in [name for name in os.listdir("/proc") if name.isdigit()]:
                for stream in range(20):
                    try:
                        pipes.add(os.readlink("/proc/%s/fd/%d" % (process, stream)))
                    except OSError:
                        pass
            print(len([pipe for pipe in pipes if pipe.startswith("pipe:")]), "pipe")
            sys.exit(3)
            """;
    private static final String PRINTED = """
            bwrap: execvp x: No such file or directory
            sandbox: could not start x: error 02
            sandbox: starts
            1 pipe
            """.strip();

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whatACommandPrintsIsNotTakenForAComplaintOfTheWalls(String name) throws Exception {
        assertEquals("3 Optional.empty\n" + PRINTED, told(Walls.here(name), temp));
        for (var said : PRINTED.lines().toList()) {
            var result = Walls.sh(Walls.here(name), temp, "echo \"$1\" >&2; exit 1", said);
            assertEquals(new CommandResult(1, result.seconds(), said, Optional.empty()), result);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void alsoWhenAUserWithoutPowersRunsIt(String name) throws Exception {
        Walls.here(name);
        assertEquals("3 Optional.empty\n" + PRINTED, Nobody.run(temp, Forging.class, name).strip());
    }

    /** The first thing that a command does is done while the first process behind the walls may still be at work. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void itsFirstMomentIsNotEarlyEnough(String name) throws Exception {
        var sandbox = Walls.here(name);
        for (int i = 0; i < 30; i++) {
            var result = Walls.sh(sandbox, temp, "echo 'bwrap: forged' 2>&1 > /proc/1/fd/9; exit 3");
            assertEquals("3 Optional.empty", result.exit() + " " + result.trouble());
        }
    }

    /** As loaders do on machines with a library that is loaded into every program. */
    @Test
    void aWarningOfTheWallsIsNoComplaintWhereTheCommandStarts() throws Exception {
        Walls.here("bubblewrap");
        var own = Walls.script(temp.toRealPath().resolve("bin/bwrap"),
                "#!/bin/sh\necho 'bwrap: a warning' >&2\nexec /usr/bin/bwrap \"$@\"\n").getParent();
        var sandbox = Walls.here("bubblewrap", Map.of("HOME", "/root", "PATH", own + ":/usr/bin:/bin"));
        var folder = Files.createDirectory(temp.resolve("folder"));
        var result = Walls.sh(sandbox, folder, "echo said; exit 3");
        assertEquals(new CommandResult(3, result.seconds(), "said", Optional.empty()), result);
        Walls.script(folder.resolve("tool"), "#!/no/such/interpreter\n");
        assertEquals(Optional.of("the sandbox could not start it: could not start ./tool: No such file or directory"),
                sandbox.run(List.of("./tool"), folder, Walls.LIMITS).trouble());
    }

    private static String told(Sandbox sandbox, Path folder) throws InterruptedException {
        var result = sandbox.run(List.of("python3", "-c", FORGED), folder, Walls.LIMITS);
        return "%d %s\n%s".formatted(result.exit(), result.trouble(), result.tail());
    }

    /** A program that has one forged. */
    static final class Forging {
        public static void main(String[] args) throws Exception {
            var environment = Map.of("HOME", args[1], "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
            var sandbox = Walls.all(environment).find(Optional.of(args[0])).orElseThrow();
            System.out.println(told(sandbox, Files.createDirectory(Path.of(args[1], "folder"))));
        }
    }
}
