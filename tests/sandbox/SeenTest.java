package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import machine.CurrentUser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.process.CommandResult;
import sandbox.view.Surroundings;

/** What a check sees of the machine: nothing but what is shown to it. */
class SeenTest {
    private static final String CONNECT = "import socket, sys; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); print('connected')";

    @TempDir
    Path temp;
    private Path folder, data;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectory(temp.toRealPath().resolve("folder"));
        data = Files.createDirectory(temp.toRealPath().resolve("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void theRootIsEmptyButForProgramsAndWhatTheyNeed(String name) throws Exception {
        var sandbox = here(name);
        var known = Set.of("bin", "dev", "etc", "gnu", "home", "lib", "lib32", "lib64", "libx32", "media", "mnt",
                "nix", "opt", "proc", "root", "run", "sbin", "srv", "sys", "tmp", "usr", "var");
        var seen = new TreeSet<>(sh(sandbox, "ls -A /").tail().lines().toList());
        seen.removeAll(known);
        assertEquals(Set.of(), seen);
        assertEquals("", sh(sandbox, "ls -A /srv /mnt /media /run /sys | grep -v : | grep .").tail());
        assertEquals("", sh(sandbox,
                "cat /etc/shadow /etc/machine-id 2>/dev/null; ls -A /etc/ssl/private /etc/NetworkManager /var/log 2>/dev/null | grep -v :").tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void thisMachinesOwnRootIsGone(String name) throws Exception {
        var sandbox = here(name);
        assertEquals("same", sh(sandbox, "cd /usr/.. && [ \"$(ls -A .)\" = \"$(ls -A /)\" ] && echo same").tail());
        assertNotEquals(0, sh(sandbox, "cut -d' ' -f5 /proc/self/mountinfo | grep -E '^/(sys|boot|old)'").exit());
        assertNotEquals(0, sh(sandbox,
                "cat \"/proc/1/root$1\" || cat \"/proc/1/cwd/$1\" || cat \"/proc/self/cwd/../../../../..$1\"",
                Files.writeString(temp.toRealPath().resolve("x"), "")).exit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void settingsThatProgramsReadAreThere(String name) throws Exception {
        assertEquals("root\nlocalhost\n/usr/bin\n0", sh(here(name), """
                python3 -c 'import pwd, socket; print(pwd.getpwuid(0).pw_name)'; grep -o -m1 -w localhost /etc/hosts; (cd /bin && pwd -P)
                [ ! -e "$1" ] || [ -s "$1" ]; echo $?
                """, "/etc/ssl/certs/ca-certificates.crt").tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whoeverRunsTheProgramACommandsUserIsAnOrdinaryOneWithAName(String name) throws Exception {
        var said = sh(here(name), "id -u; id -un; touch \"$1/made\" && stat -c %U \"$1/made\"; grep CapEff /proc/self/status",
                temp.toRealPath()).tail().lines().toList();
        assertNotEquals("0", said.getFirst());
        assertEquals(List.of(said.get(1), "CapEff:\t0000000000000000"), said.subList(2, 4));
        assertTrue(said.get(1).matches("[a-z_][\\w-]*"), said.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whatOnlyRootMayReadStaysHiddenFromRootInFoldersThatAreShown(String name) throws Exception {
        assumeTrue(CurrentUser.id() == 0, "skipped: the kernel itself keeps them from a user without powers");
        var deep = Files.createDirectories(data.resolve("a/b/c/d"));
        Files.writeString(deep.resolve("key"), "s3cret");
        Files.writeString(deep.resolve("public"), "read");
        Files.writeString(Files.createDirectory(deep.resolve("closed")).resolve("x"), "s3cret");
        Files.setPosixFilePermissions(deep.resolve("key"), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(deep.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
        assertEquals("read", sh(here(name), "cat \"$1\"/public \"$1\"/key \"$1\"/closed/x 2>/dev/null", deep).tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void manyHiddenFilesCostTheFolderThatHoldsThem(String name) throws Exception {
        for (int i = 0; i < 200; i++) Files.writeString(data.resolve("x" + i + ".key"), "s3cret");
        Files.writeString(Files.createDirectory(data.resolve("more")).resolve("x.key"), "s3cret");
        assertEquals("0", sh(here(name), "cat \"$1\"/*.key \"$1\"/more/* 2>/dev/null | wc -c", data).tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aProgramThatListensInAShownFolderOrTheProjectCannotBeReached(String name) throws Exception {
        for (var place : List.of(data, folder, Files.createDirectory(data.resolve("größer")))) {
            try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(place.resolve("socket")));
                var command = List.of("python3", "-c", CONNECT, place + "/socket");
                assertEquals("connected", Walls.here("off").run(command, folder, Walls.LIMITS).tail(),
                        "without walls it is reached");
                var result = here(name).run(command, folder, Walls.LIMITS);
                assertTrue(result.tail().endsWith("Connection refused"), result.tail());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aSocketIsKnownByItsKindWhateverItsServerCalledIt(String name) throws Exception {
        var deep = Files.createDirectories(data.resolve("a/b/c/d"));
        var listen = "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind('plain'); s.listen(); print('up', flush=True); sys.stdin.read()";
        for (var place : List.of(data, deep)) {
            var server = new ProcessBuilder("python3", "-c", listen).directory(place.toFile()).start();
            try {
                assertEquals("up", server.inputReader().readLine());
                var command = List.of("python3", "-c", CONNECT, place + "/plain");
                assertEquals("connected", Walls.here("off").run(command, folder, Walls.LIMITS).tail(),
                        "without walls it is reached");
                var result = here(name).run(command, folder, Walls.LIMITS);
                assertTrue(result.tail().endsWith("Connection refused"), result.tail());
            } finally {
                server.destroy();
                server.waitFor();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aSecretNameIsHiddenHoweverDeepAndCodeOfSuchANameIsNot(String name) throws Exception {
        var deep = Files.createDirectories(data.resolve("a/b/c/d/e"));
        for (var secret : List.of(".env", "tls.KEY", "credentials", "aws-credentials.json",
                ".git-credentials")) Files.writeString(deep.resolve(secret), "s3cret");
        Files.writeString(Files.createDirectory(deep.resolve(".ssh")).resolve("x"), "s3cret");
        Files.writeString(deep.resolve("credentials.code"), "code ");
        Files.writeString(Files.createDirectories(deep.resolve("sub/credentials")).resolve("store"), "package");
        assertEquals("code package",
                sh(here(name), "cd \"$1\" && cat .env tls.KEY credentials aws* .git-* .ssh/x credentials.code sub/credentials/store 2>/dev/null", deep).tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aFileThatIsNamedIsSeenInAFolderThatIsEmptyOtherwise(String name) throws Exception {
        var file = Files.writeString(Files.createDirectories(data.resolve("a/b")).resolve("named"), "text");
        Files.writeString(data.resolve("a/b/other"), "text");
        var environment = Map.of("HOME", data.toString(), "PATH", "/usr/bin:/bin", Surroundings.EXTRA, file.toString());
        var said = sh(Walls.here(name, environment), "cat \"$1\"; echo x > \"$1\"; cd && find .", file).tail();
        assertEquals(".\n./a\n./a/b\n./a/b/named", said.substring(said.indexOf("\n.") + 1), said);
        assertTrue(said.startsWith("text") && said.contains("Read-only file system"), said);
        assertEquals("text", Files.readString(file));
    }

    /** Anybody on the machine can listen at such a name. */
    @Test
    void anAbstractNameThatLooksLikeTheProjectsFileHidesNothing() throws Exception {
        var file = Files.writeString(folder.resolve("code.py"), "text");
        var listening = """
                import socket, sys
                listener = socket.socket(socket.AF_UNIX)
                listener.bind("\\0x" + sys.argv[1])
                listener.listen()
                print("listening", flush=True)
                sys.stdin.read()
                """;
        var process = new ProcessBuilder("python3", "-c", listening, file.toString()).start();
        try {
            assertEquals("listening", process.inputReader().readLine());
            assertEquals("text", sh(Walls.here("unshare"), "cat \"$1\"", file).tail());
        } finally {
            process.destroy();
        }
    }

    /**
     * They are this machine's own: what root changes of them stays changed for everybody. Any program of a user may set
     * their times to now, which bubblewrap alone keeps none from.
     */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void theMachinesDevicesWorkAndKeepTheirRightsAndTimes(String name) throws Exception {
        var times = CurrentUser.id() == 0 || name.equals("unshare");
        var said = sh(Walls.here(name), """
                for device in null zero full random urandom tty; do
                  [ -e /dev/$device ] || continue
                  chmod 666 /dev/$device 2>/dev/null && echo "rights of $device"
                  [ $1 = true ] && touch /dev/$device 2>/dev/null && echo "times of $device"
                done
                echo written > /dev/null && head -c 1 /dev/zero | wc -c
                """, times).tail();
        assertEquals("1", said.strip());
    }

    /** The kernel asks for a number in some, and inside the walls root has that of an ordinary user in name only. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whatTheKernelTellsRootAloneIsNotToldBehindTheWalls(String name) throws Exception {
        var script = """
                for file in /proc/*; do
                  [ -f $file ] && case $(stat -c %A $file) in -??????---) [ -r $file ] && echo $file; esac
                done
                head -c 1 /proc/meminfo
                """;
        assertEquals("M", sh(Walls.here(name), script).tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whatIsMountedAmongTheKernelsControlsCannotBeWrittenEither(String name) throws Exception {
        assumeTrue(CurrentUser.id() == 0, "skipped: only root may mount something there");
        Walls.here(name);
        var mounting = "mount -t tmpfs controls /proc/sys/fs/binfmt_misc && exec \"$@\"";
        var command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", mounting, "sh"));
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Controls.class.getName(), name, data.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertEquals("kept", new String(process.getInputStream().readAllBytes()).lines().reduce((a, b) -> b).orElse(""));
    }

    /** A program that tries to change what is mounted among the kernel's controls. */
    static final class Controls {
        public static void main(String[] args) throws Exception {
            var result = Walls.sh(Walls.here(args[0]), Path.of(args[1]),
                    "touch /proc/sys/fs/binfmt_misc/register 2>/dev/null && echo CHANGED || echo kept");
            System.out.println(result.tail() + result.trouble().orElse(""));
        }
    }

    private Sandbox here(String name) throws InterruptedException {
        return Walls.here(name, Map.of("HOME", "/root", "PATH", "/usr/bin:/bin", Surroundings.EXTRA, data.toString()));
    }

    private CommandResult sh(Sandbox sandbox, String script, Object... words) throws InterruptedException {
        return Walls.sh(sandbox, folder, script, words);
    }
}
