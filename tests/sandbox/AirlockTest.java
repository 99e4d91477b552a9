package sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.syscalls.Airlock;
import sandbox.syscalls.Architecture;
import sandbox.syscalls.Ruling;
import sandbox.syscalls.Syscall;
import sandbox.syscalls.SyscallRules;
import sandbox.view.Surroundings;

/** What a check may ask of the kernel; every test runs real programs inside each kind of wall. */
class AirlockTest {
    private static final String WITH_ARGUMENTS = """
            ptrace 0 EPERM
            ptrace 16 999999 ESRCH
            unshare 0x10000000 EPERM
            unshare 0x400 works
            clone 0x10000011 EPERM
            ioctl 0 0x5412 EPERM
            ioctl 0 0x5423 EPERM
            fcntl 0 1024 1 EPERM
            fcntl 0 1040 1 EPERM
            fcntl 0 3 works
            personality 0xffffffff works
            personality 0x400000 EPERM
            socket 1 1 works
            socket 2 1 works
            socket 10 2 works
            socket 2 2 136 EPROTONOSUPPORT
            socket 10 2 136 EPROTONOSUPPORT
            socket 2 1 262 EPROTONOSUPPORT
            socket 2 5 EPROTONOSUPPORT
            socket 16 3 works
            socket 16 3 15 EPROTONOSUPPORT
            socket 17 3 EAFNOSUPPORT
            socket 38 5 EAFNOSUPPORT
            socket 40 1 EAFNOSUPPORT
            socketpair 40 1 EAFNOSUPPORT
            """.strip();

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void callsThatNoCheckNeedsAreRefused(String name) throws Exception {
        assertEquals(expected(), Forbidden.lines(Walls.here(name), folder()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void alsoWhenAUserWithoutPowersRunsIt(String name) throws Exception {
        Walls.here(name);
        assertEquals(expected(), Nobody.run(temp, Forbidden.class, name).strip());
    }

    /** Abstract names belong to the network, which is this machine's; a pair of datagrams would reach them as well. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void withNetworkNoProgramOfThisMachineIsReachedByAUnixSocket(String name) throws Exception {
        var sandbox = Walls.here(name);
        var abstractName = "swarm-" + temp.getFileName();
        var listener = new ProcessBuilder("python3", "-c", LISTENER, abstractName)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals("ready", listener.inputReader().readLine());
            var words = List.of("python3", "-c", CALLER, abstractName);
            var called = "connect EAFNOSUPPORT\nsend EAFNOSUPPORT\nudplite EPROTONOSUPPORT\nmptcp EPROTONOSUPPORT";
            assertEquals(called, sandbox.run(words, folder(), Walls.LIMITS, new Sandbox.Access(true, Map.of())).tail());
        } finally {
            listener.destroyForcibly().waitFor();
        }
    }

    private static final String LISTENER = """
            import socket, sys
            stream, datagram = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            stream.bind("\\0" + sys.argv[1] + "-stream")
            stream.listen()
            datagram.bind("\\0" + sys.argv[1] + "-datagram")
            print("ready", flush=True)
            sys.stdin.read()
            """;

    private static final String CALLER = """
            import errno, socket, sys
            def tried(what, call):
                try:
                    call()
                    print(what, "works")
                except OSError as refusal:
                    print(what, errno.errorcode[refusal.errno])
            place = "\\0" + sys.argv[1]
            tried("connect", lambda: socket.socket(socket.AF_UNIX).connect(place + "-stream"))
            tried("send", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", place + "-datagram"))
            tried("udplite", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 136))
            tried("mptcp", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262))
            """;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void theSessionKeyringIsAFreshOneAndNoKeyIsListed(String name) throws Exception {
        Walls.here(name);
        var java = ProcessHandle.current().info().command().orElseThrow();
        var words = List.of("python3", "-c", KEYS, "outside", java, "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Asking.class.getName(), name, folder().toString());
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assumeTrue(process.waitFor() != 9, "skipped: no key can be made here");
        assertTrue(said.contains("session keyring of the outside: swarm-test-key\n"), said);
        assertTrue(said.contains("session keyring behind the wall: none\nlisted:\n"), said);
    }

    private static final String KEYS = """
            import ctypes, os, sys
            libc = ctypes.CDLL(None, use_errno=True)
            keyctl, add_key = (250, 248) if os.uname().machine == "x86_64" else (219, 217)
            if sys.argv[1] == "outside":
                libc.syscall(keyctl, 1, None)
                if libc.syscall(add_key, b"user", b"swarm-test-key", b"s3cret", 6, -3) < 0:
                    sys.exit(9)
            keys = ctypes.create_string_buffer(64)
            size = libc.syscall(keyctl, 11, -3, keys, 64)
            name = ctypes.create_string_buffer(256)
            if size >= 4:
                libc.syscall(keyctl, 6, int.from_bytes(keys.raw[:4], "little", signed=True), name, 256)
            found = name.value.decode().split(";")[-1] or "none"
            if sys.argv[1] == "outside":
                print("session keyring of the outside:", found, flush=True)
                os.execvp(sys.argv[2], sys.argv[2:])
            print("session keyring behind the wall:", found)
            try:
                print("listed:" + open("/proc/keys").read())
            except OSError:
                print("listed:")
            """;

    /** A program that inherits a keyring, and runs the same look inside with an airlock that refuses nothing. */
    static final class Asking {
        public static void main(String[] args) throws Exception {
            var path = Surroundings.path(System.getenv());
            var seen = Surroundings.of(System.getenv());
            Contained.Wall wall = args[0].equals("bubblewrap")
                    ? new Bubblewrap(Program.find("bwrap", path).orElseThrow(), true)
                    : new Unshare();
            var folder = Files.createDirectory(Path.of(args[1]).resolve("work"));
            var inside = new Contained(wall, seen, Optional.of(withoutRefusals(Path.of(args[1]))));
            System.out.println(inside.run(List.of("python3", "-c", KEYS, "inside"), folder, Walls.LIMITS).tail());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aProgramOf32BitsIsEnded(String name) throws Exception {
        assumeTrue(Architecture.here().equals(Optional.of(Architecture.X86_64)), "skipped: not an x86-64 machine");
        assumeTrue(new ProcessBuilder("cc", "--version").start().waitFor() == 0, "skipped: there is no cc");
        Files.writeString(folder().resolve("old.c"), """
                #include <stdio.h>
                int main(void) {
                    int number = 20;
                    __asm__ volatile("int $0x80" : "+a"(number) : : "memory", "r8", "r9", "r10", "r11");
                    printf("process %d\\n", number);
                }
                """);
        var build = "cc old.c -o old && ./old";
        assumeTrue(Walls.sh(Walls.here("off"), folder(), build).exit() == 0,
                "skipped: this kernel runs no program of 32 bits");
        assertEquals(128 + 31, Walls.sh(Walls.here(name), folder(), build + "; exit $?").exit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aCommandEndsAsItWouldAlone(String name) throws Exception {
        var sandbox = Walls.here(name);
        for (int code : new int[] {0, 1, 77, 255}) assertEquals(code,
                Walls.sh(sandbox, folder(), "exit " + code).exit());
        assertEquals(128 + 15, sandbox.run(List.of("sh", "-c", "kill -15 $$"), folder(), Walls.LIMITS).exit());
        // Orphans are waited for, or their numbers would run out.
        assertEquals("", Walls.sh(sandbox, folder(), """
                for i in 1 2 3; do (true & exec true); done
                i=0; while [ $i -lt 200 ] && grep -q '^State:.Z' /proc/[0-9]*/status 2>/dev/null; do i=$((i+1)); done
                grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null
                """).tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aScriptThatDoesNotSayWhatRunsItIsRunByTheShell(String name) throws Exception {
        Walls.script(folder().resolve("tool"), "echo $0 \"$@\"\n");
        assertEquals("./tool a b c", Walls.here(name).run(List.of("./tool", "a b", "c"), folder(), Walls.LIMITS)
                .tail());
    }

    /** What process 1 runs and holds open can be reached past all mounts. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void theAirlockCannotBeReplacedByACheck(String wall) throws Exception {
        var cache = temp.resolve("cache/llm-swarm");
        var sandbox = Walls.here(wall, Walls.with(Map.of("XDG_CACHE_HOME", temp.resolve("cache").toString())));
        var airlock = Airlock.of(cache).orElseThrow();
        for (var name : List.of("program", "offline", "online")) {
            var kept = airlock.folder().resolve(name);
            var before = Files.readAllBytes(kept);
            var said = Walls.sh(sandbox, folder(), """
                    for f in "$@" /proc/1/fd/[3-9]*; do chmod a+w $f; echo x > $f; rm -f $f; mv $0 $f; done 2>/dev/null
                    ls /proc/1/fd 2>/dev/null
                    """, kept, Airlock.PLACE.resolve(name), "/proc/1/exe").tail();
            assertTrue(Set.of("", "0\n1\n2").contains(said), said);
            assertArrayEquals(before, Files.readAllBytes(kept));
            assertEquals("r-xr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
            kept.toFile().setWritable(true);
            Files.writeString(kept, "changed by someone");
            Airlock.of(cache);
            assertArrayEquals(before, Files.readAllBytes(kept), "what is not as it was is made again");
        }
        for (var folder : List.of(airlock.folder(), airlock.folder().getParent())) {
            assertEquals(Optional.of("the folder %s cannot be made writable alone, since it holds folders that are kept from checks"
                    .formatted(folder)), Walls.sh(sandbox, folder, "true").trouble());
        }
    }

    @Test
    void whereTheCacheCannotBeWrittenATemporaryFolderHoldsIt() throws Exception {
        var file = Files.writeString(temp.resolve("file"), "no folder");
        var airlock = Airlock.of(file.resolve("llm-swarm")).orElseThrow();
        assertTrue(airlock.folder().getParent().getFileName().toString().startsWith("llm-swarm"), airlock.toString());
        assertArrayEquals(Architecture.here().orElseThrow().code, Files.readAllBytes(airlock.program()));
    }

    private static String expected() {
        var architecture = Architecture.here().orElseThrow();
        return SyscallRules.all(false).stream().filter(call -> call.clauses().isEmpty()
                && call.number(architecture) != Syscall.NONE)
                .map(call -> call.name() + (call.otherwise() == Ruling.NOT_THERE ? " ENOSYS\n" : " EPERM\n"))
                .collect(Collectors.joining()) + WITH_ARGUMENTS;
    }

    /** One with a filter of one step. */
    private static Airlock withoutRefusals(Path parent) throws IOException {
        var architecture = Architecture.here().orElseThrow();
        var allowed = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0x06)
                .putInt(Ruling.ALLOWED.returned);
        var list = Airlock.list(architecture, allowed.array());
        return Airlock.kept(parent, architecture.code, list, list);
    }

    private Path folder() throws Exception {
        return Files.createDirectories(temp.resolve("folder"));
    }
}
