package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.process.Limits;

/** How a command ended, and that it ends with this program, is in the hands of processes that it cannot write to. */
class VerdictTest {
    /** Tries all by which a program could decide for process 1, and for the one that started it. */
    private static final String DOORS = """
            import ctypes, os, sys
            libc = ctypes.CDLL(None, use_errno=True)
            ptrace, readv, writev, getfd = (101, 310, 311, 438) if os.uname().machine == "x86_64" else (117, 270, 271, 438)
            def tried(what, call):
                try:
                    call()
                    print(what, "works")
                except OSError:
                    print(what, "refused")
            def call(*words):
                if libc.syscall(*(ctypes.c_long(word) for word in words)) < 0:
                    raise OSError(ctypes.get_errno(), "refused")
            def opens(path, how):
                return lambda: os.close(os.open(path, how))
            if os.fork():
                os.wait()
                sys.exit(0)
            parent = os.getppid()
            for name, process in ("first", 1), ("parent", parent), ("own", os.getpid()):
                for file in "mem", "oom_score_adj", "coredump_filter", "uid_map":
                    tried(name + " " + file, opens("/proc/%d/%s" % (process, file), os.O_WRONLY))
                tried(name + " writev", lambda: call(writev, process, 0, 0, 0, 0, 0))
                tried(name + " readv", lambda: call(readv, process, 0, 0, 0, 0, 0))
                tried(name + " getfd", lambda: call(getfd, os.pidfd_open(process), 0, 0))
                tried(name + " registers", lambda: call(ptrace, 0x4205, process, 1, 0))
                tried(name + " seize", lambda: call(ptrace, 0x4206, process, 0, 0))
            tried("first attach", lambda: call(ptrace, 16, 1, 0, 0))
            tried("first mem read", opens("/proc/1/mem", os.O_RDONLY))
            tried("first environment", opens("/proc/1/environ", os.O_RDONLY))
            for link in "root", "cwd", "exe", "fd/1", "ns/mnt":
                tried("first " + link, lambda: os.readlink("/proc/1/" + link))
            for signal in 1, 2, 6, 9, 11, 15, 19, 31:
                os.kill(1, signal)
            """;
    private static final String SHUT = Stream.concat(Stream.of("first", "parent", "own").flatMap(process ->
                    Stream.of("mem", "oom_score_adj", "coredump_filter", "uid_map", "writev", "readv", "getfd",
                            "registers", "seize").map(door -> process + " " + door)),
            Stream.of("attach", "mem read", "environment", "root", "cwd", "exe", "fd/1", "ns/mnt").map("first "::concat))
            .map(door -> door + " refused").collect(Collectors.joining("\n"));
    /** Has a process end with 0 where it waits; for x86-64. */
    private static final String FORGER = """
            import os, sys, time
            process = int(sys.argv[1]) or os.getppid()
            memory = os.open("/proc/%d/mem" % process, os.O_RDWR)
            at = int(open("/proc/%d/syscall" % process).read().split()[-1], 16)
            os.pwrite(memory, bytes.fromhex("31ffb8e70000000f05"), at)
            if os.fork() == 0:
                os._exit(0) if os.fork() == 0 else os._exit(0)
            os.wait()
            time.sleep(3 if process == 1 else 0)
            """;

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void noDoorLeadsIntoTheFirstProcessOrIntoTheMemoryOfAnother(String name) throws Exception {
        assertEquals(SHUT, doors(Walls.here(name), temp));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void norWhereAUserWithoutPowersRunsIt(String name) throws Exception {
        Walls.here(name);
        assertEquals(SHUT, Nobody.run(temp, Doors.class, name).strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void generatedCodeForgesNeitherTheVerdictOfTheWallsNorThatOfWhatJudgesIt(String name) throws Exception {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "skipped: the attack is written for x86-64");
        Files.writeString(temp.resolve("forger.py"), FORGER);
        for (var process : List.of(1, 0)) {
            assertEquals(7, Walls.sh(Walls.here(name), temp, "python3 forger.py $1 2>/dev/null; exit 7", process)
                    .exit(), process == 1 ? "of the walls" : "of the shell that judges");
        }
    }

    /** As a program, for another user. */
    static final class Doors {
        /** @param args a sandbox's name and an existing folder that is this user's own */
        public static void main(String[] args) throws Exception {
            var folder = Path.of(args[1]);
            var environment = Map.of("HOME", Files.createDirectory(folder.resolve("home")).toString(), "PATH",
                    "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
            System.out.println(doors(Walls.all(environment).find(Optional.of(args[0])).orElseThrow(),
                    Files.createDirectory(folder.resolve("work"))));
        }
    }

    private static String doors(Sandbox sandbox, Path folder) throws Exception {
        var result = sandbox.run(List.of("python3", "-c", DOORS), folder,
                Limits.DEFAULT.within(Duration.ofSeconds(60)));
        return result.trouble().orElse(result.tail());
    }
}
