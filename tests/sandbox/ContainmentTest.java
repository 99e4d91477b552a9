package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What generated code meets when it tries to get out; every test runs real processes inside each kind of wall. */
class ContainmentTest {
    private static final String CONNECT = "import socket,sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2)";

    @TempDir
    Path temp;

    /** Opened for appending and nothing written, so that a wall that is down harms nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void theKernelsControlsCannotBeOpenedForWriting(String name) throws Exception {
        var sandbox = Walls.here(name);
        for (var control : new String[] {"/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory",
                "/proc/sys/kernel/hostname"}) {
            assertNotEquals(0, Walls.sh(sandbox, folder(), ": >> \"$1\"", Path.of(control)).exit(), control);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void theHomeIsEmptyAndItsFilesCannotBeRead(String name) throws Exception {
        var home = Files.createDirectory(temp.resolve("home"));
        var secret = Files.writeString(home.resolve("secret"), "s3cret");
        var sandbox = Walls.here(name,
                Walls.with(Map.of("HOME", home.toString(), "PATH", "/usr/local/bin:/usr/bin:/bin")));
        assertEquals(home.toString(), Walls.sh(sandbox, folder(), "ls -A ~; echo ~").tail());
        assertNotEquals(0, Walls.sh(sandbox, folder(), "cat \"$1\"", secret).exit());
        assertEquals("", Walls.sh(sandbox, folder(), "ls -A /run /mnt /media 2>/dev/null | grep -v : | grep .").tail());
        assertEquals("s3cret", Walls.sh(Walls.here("off"), folder(), "cat \"$1\"", secret).tail(),
                "without walls it can be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void nothingIsWrittenOutsideTheFolder(String name) throws Exception {
        var sandbox = Walls.here(name);
        var here = Path.of("").toAbsolutePath().resolve("written-by-a-check");
        var beside = temp.resolve("beside");
        try {
            Walls.sh(sandbox, folder(), "touch \"$1\" \"$2\"; echo x > inside", here, beside);
            assertFalse(Files.exists(here));
            assertFalse(Files.exists(beside));
            assertEquals("x\n", Files.readString(folder().resolve("inside")));
            for (var place : List.of("/", "/usr", "/etc")) {
                var said = Walls.sh(sandbox, folder(), "touch -c -r \"$1\" \"$1\"", place).tail();
                assertTrue(said.endsWith("Read-only file system"), said);
            }
        } finally {
            Files.deleteIfExists(here);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void theWallsCannotBeTakenDownFromInside(String name) throws Exception {
        var sandbox = Walls.here(name);
        Files.createDirectory(folder().resolve(".git"));
        for (var undo : new String[] {"mount -o remount,bind,rw .git", "umount .git",
                "unshare -r -m sh -c 'mount -o remount,bind,rw .git'", "unshare -r -m umount .git"}) {
            Walls.sh(sandbox, folder(), undo + "; touch .git/planted");
            assertFalse(Files.exists(folder().resolve(".git/planted")), undo);
        }
        var powers = Stream.of("Inh", "Prm", "Eff", "Bnd", "Amb").map("Cap%s:\t0000000000000000"::formatted)
                .collect(Collectors.joining("\n"));
        assertEquals(powers, Walls.sh(sandbox, folder(), "grep ^Cap /proc/self/status").tail());
    }

    /** The kernel starts it as root and outside of all walls, but for a program whose core has one byte at most. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void aProgramThatCrashesStartsNoHandlerOfThisMachine(String name) throws Exception {
        var crash = "import os, resource; print(resource.getrlimit(resource.RLIMIT_CORE), flush=True); os.abort()";
        var result = Walls.here(name).run(List.of("python3", "-c", crash), folder(), Walls.LIMITS);
        assertEquals("134 (1, 1)", result.exit() + " " + result.tail());
        assertEquals("", Walls.sh(Walls.here(name), folder(), "ls").tail(), "no core is left");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void thereIsNoNetworkNotEvenToThisMachine(String name) throws Exception {
        var sandbox = Walls.here(name);
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(server.getLocalPort());
            var command = List.of("python3", "-c", CONNECT, port);
            assertEquals(0, Walls.here("off").run(command, folder(), Walls.LIMITS).exit(), "without walls it connects");
            server.accept().close();
            var result = sandbox.run(command, folder(), Walls.LIMITS);
            assertTrue(result.tail().matches("(?s).*(Connection refused|Network is unreachable)"), result.tail());
            server.setSoTimeout(50);
            assertThrows(SocketTimeoutException.class, server::accept);
        }
    }

    /** Variables by which programs find their own installations, which this machine may have set. */
    private static Set<String> placesOfPrograms() throws IOException {
        return Files.readAllLines(Path.of("lib/sandbox/view/shown.txt")).stream()
                .filter(line -> line.matches("(reads|choice|session)\\s.*"))
                .flatMap(line -> Stream.of(line.split("\\s+"))).filter(word -> word.matches("[A-Z][A-Z0-9_]+"))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void noKeyOfTheOuterEnvironmentGetsIn(String name) throws Exception {
        var sandbox = Walls.here(name, Walls.with(Map.of("SOME_API_KEY", "s3cret", "LD_PRELOAD", "")));
        var names = Walls.sh(sandbox, folder(), "env").tail().lines().map(l -> l.replaceFirst("=.*", ""))
                .collect(Collectors.toSet());
        names.removeAll(Set.of("LANG", "LC_ALL", "LC_CTYPE", "TZ", "PATH", "HOME", "TMPDIR", "TERM", "NO_COLOR", "PWD",
                "OLDPWD", "_", "SHLVL", "SWARM_CHECK"));
        names.removeAll(placesOfPrograms());
        assertEquals(Set.of(), names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void gitAndTheJournalCanBeReadButNotChanged(String name) throws Exception {
        var sandbox = Walls.here(name);
        for (var kept : Places.KEPT) {
            Files.writeString(Files.createDirectory(folder().resolve(kept)).resolve("config"), "as it was");
            var result = Walls.sh(sandbox, folder(),
                    "cat \"$1/config\"; echo x > \"$1/config\" || rm -r \"$1\" || mv \"$1\" other", kept);
            assertTrue(result.exit() != 0 && result.tail().startsWith("as it was"), result.tail());
            assertEquals("as it was", Files.readString(folder().resolve(kept + "/config")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aPlantedGitFolderIsRemovedAndALinkInItsPlaceRefused(String name) throws Exception {
        var sandbox = Walls.here(name);
        var outside = Files.writeString(temp.resolve("outside"), "stays");
        assertEquals(0, Walls.sh(sandbox, folder(),
                "mkdir -p .git/hooks && echo x > .git/hooks/pre-commit && ln -s \"$1\" .swarm", outside).exit());
        assertFalse(Files.exists(folder().resolve(".git")));
        assertFalse(Files.exists(folder().resolve(".swarm"), LinkOption.NOFOLLOW_LINKS));
        assertEquals("stays", Files.readString(outside));
        Files.createSymbolicLink(folder().resolve(".git"), outside);
        assertEquals(Optional.of("'.git' in the folder %s is a link, which is refused".formatted(folder()
                .toRealPath())), Walls.sh(sandbox, folder(), "true").trouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void otherProcessesAreNotSeen(String name) throws Exception {
        var sandbox = Walls.here(name);
        var seen = Walls.sh(sandbox, folder(), "ls -d /proc/[0-9]* | wc -l").tail();
        assertTrue(Integer.parseInt(seen) < 8, seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void disksAndPasswordsCannotBeRead(String name) throws Exception {
        var sandbox = Walls.here(name);
        assertEquals("", Walls.sh(sandbox, folder(), "find /dev -type b; cat /etc/shadow 2>/dev/null").tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void pythonRunsWhereverItIsInstalled(String name) throws Exception {
        var result = Walls.here(name).run(List.of("python3", "--version"), folder(), Walls.LIMITS);
        assertTrue(result.exit() == 0 && result.tail().startsWith("Python 3."), result.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aFolderWithSpacesAndUmlautsInTheHomeIsWritable(String name) throws Exception {
        var home = temp.resolve("my höme");
        var folder = Files.createDirectories(home.resolve("größer als $(touch x) 'n\" \\a"));
        var sandbox = Walls.here(name, Walls.with(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin")));
        var result = Walls.sh(sandbox, folder, "pwd; echo ü > \"ä ö\"; ls -A ~");
        assertEquals(folder.toRealPath() + "\n" + folder.getFileName(), result.tail());
        assertEquals("ü\n", Files.readString(folder.resolve("ä ö")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aFolderThatHoldsTheHomeIsRefused(String name) throws Exception {
        var home = Files.createDirectory(temp.resolve("home"));
        var sandbox = Walls.here(name, Walls.with(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin")));
        assertEquals(Optional.of("the folder %s cannot be made writable alone, since it holds folders that are kept from checks"
                .formatted(temp.toRealPath())), Walls.sh(sandbox, temp, "true").trouble());
    }

    private Path folder() throws IOException {
        return Files.createDirectories(temp.resolve("folder"));
    }
}
