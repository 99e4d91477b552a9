package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.sun.net.httpserver.HttpServer;
import llmswarm.config.stack.SharedSetup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.Sandbox;
import sandbox.Walls;

class SetupTest {
    private static final String FETCH = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], timeout=5).read().decode())";

    @TempDir
    Path temp;
    private Path folder;

    @BeforeEach
    void aFolder() throws IOException {
        folder = Files.createDirectory(temp.toRealPath().resolve("setup"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whatSetupBuiltServesEveryAttempt(String name) throws Exception {
        var sandbox = Walls.here(name);
        var result = new Setup(sandbox).run(setup(List.of(List.of("python3", "-m", "venv", "--without-pip", "{{place}}"),
                List.of("sh", "-c", "echo 'value = 42' > \"$(echo .venv/lib/python3*/site-packages)\"/dependency.py")),
                List.of(".venv")), folder, Map.of("place", ".venv"), Map.of());
        var ready = assertInstanceOf(Setup.Result.Ready.class, result);
        assertEquals(Map.of(".venv", folder.resolve(".venv")), ready.shared());
        var attempt = Files.createDirectory(temp.resolve("attempt"));
        var used = sandbox.run(List.of(".venv/bin/python", "-c", "import dependency; print(dependency.value)"),
                attempt, Walls.LIMITS, Sandbox.Access.to(ready.shared()));
        assertEquals("0 42", used.exit() + " " + used.tail(), used.toString());
        var changed = sandbox.run(List.of("sh", "-c", "touch .venv/bin/planted"), attempt, Walls.LIMITS,
                Sandbox.Access.to(ready.shared()));
        assertTrue(changed.tail().endsWith("Read-only file system"), changed.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void onlySetupSeesTheNetwork(String name) throws Exception {
        var sandbox = Walls.here(name);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                body.write("fetched".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        try {
            var command = List.of("python3", "-c", FETCH,
                    "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
            assertEquals(new Setup.Result.Ready(Map.of()),
                    new Setup(sandbox).run(setup(List.of(command), List.of()), folder, Map.of(), Map.of()));
            var check = sandbox.run(command, folder, Walls.LIMITS);
            assertTrue(check.exit() == 1 && check.tail().contains("refused"), check.toString());
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void withTheNetworkItStillReadsNoHomeNoKeyAndWritesNowhereElse(String name) throws Exception {
        var home = Files.createDirectory(temp.toRealPath().resolve("home"));
        var secret = Files.writeString(home.resolve("secret"), "s3cret");
        var sandbox = Walls.here(name,
                Walls.with(Map.of("HOME", home.toString(), "PATH", "/usr/local/bin:/usr/bin:/bin", "SOME_API_KEY",
                "s3cret", "https_proxy", "http://user:s3cret@127.0.0.1:1", "http_proxy", "http://127.0.0.1:2")));
        var result = sandbox.run(List.of("sh", "-c", "env; ls -A ~; cat \"$1\"; touch \"$1\" /usr/x", "sh",
                secret.toString()), folder, Walls.LIMITS, new Sandbox.Access(true, Map.of()));
        assertFalse(result.tail().contains("s3cret"), result.tail());
        assertTrue(result.tail().contains("http_proxy=http://127.0.0.1:2"), "a proxy without a password is told: "
                + result.tail());
        assertTrue(result.tail().endsWith("Read-only file system"), result.tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void certificatesThatTheUserNamesAreSeenWithTheNetwork(String name) throws Exception {
        var home = Files.createDirectory(temp.toRealPath().resolve("home"));
        var file = Files.writeString(home.resolve("ca.pem"), "certificates");
        var sandbox = Walls.here(name,
                Walls.with(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin", "SSL_CERT_FILE", file.toString())));
        var command = List.of("sh", "-c", "cat \"$SSL_CERT_FILE\"");
        assertEquals("certificates", sandbox.run(command, folder, Walls.LIMITS, new Sandbox.Access(true, Map.of()))
                .tail());
        assertFalse(sandbox.run(command, folder, Walls.LIMITS).tail().contains("certificates"));
    }

    @Test
    void whatFailsIsToldWithWhatItSaid() throws Exception {
        var setup = new Setup(Walls.here("off"), Walls.LIMITS.within(Duration.ofSeconds(1)));
        assertEquals("Setup command 'sh -c echo why; exit 3' failed (exit code 3).\nwhy",
                failed(setup, List.of("sh", "-c", "echo why; exit 3")));
        assertEquals("Setup command 'sleep 30' has no result: 'sleep' was ended at the time limit of 1.0 s.",
                failed(setup, List.of("sleep", "30")));
        assertEquals("Setup command 'no-such-tool x' has no result: 'no-such-tool' was not found on the PATH; install it and resume the run.", failed(setup, List.of("no-such-tool", "x")));
        assertEquals("Setup left no folder 'deps', which 'shared' of the stack names.", failed(setup, List.of("true")));
        assertEquals(List.of("setup needs 'no-such-tool', which is not on the PATH; install it, then run again (./jbang swarm.java doctor shows what is there)"),
                setup.missing(List.of(List.of("sh"), List.of("no-such-tool", "x"), List.of("no-such-tool", "y"))).stream()
                .map(MissingProgram::toldToRun).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aLinkOnTheWayToASharedFolderIsRefused(String name) throws Exception {
        var home = Files.createDirectories(temp.resolve("home/bundle/deeper")).getParent().getParent();
        var setup = new Setup(Walls.here(name));
        for (var shared : List.of("vendor", "vendor/bundle", "vendor/bundle/deeper", "real/link", "real/link/deeper")) {
            var linked = List.of("sh", "-c",
                    "rm -rf vendor real; ln -s \"$1\" vendor; mkdir real; ln -s \"$1/bundle\" real/link", "sh",
                    home.toString());
            var failed = assertInstanceOf(Setup.Result.Failed.class,
                    setup.run(setup(List.of(linked), List.of(shared)), folder, Map.of(), Map.of()));
            assertEquals("What setup left cannot be shared: '%s' goes through the link '%s'; 'shared' of the stack must name folders.".formatted(shared,
                    shared.startsWith("real") ? "real/link" : "vendor"), failed.failure().evidence());
        }
    }

    /** Links on the way to the project are the user's own. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aProjectBehindALinkIsSharedLikeAnyOther(String name) throws Exception {
        var sandbox = Walls.here(name);
        Files.createSymbolicLink(temp.resolve("projects"), temp);
        var linked = temp.resolve("projects/setup");
        var ready = assertInstanceOf(Setup.Result.Ready.class,
                new Setup(sandbox).run(setup(List.of(List.of("sh", "-c", "mkdir -p a/b && echo 42 > a/b/c && ln -s c a/b/d")),
                List.of("a/b")), linked, Map.of(), Map.of()));
        var attempt = Files.createDirectory(temp.resolve("projects/attempt"));
        assertEquals("42", sandbox.run(List.of("cat", "a/b/d"), attempt, Walls.LIMITS,
                Sandbox.Access.to(ready.shared())).tail());
    }

    private String failed(Setup setup, List<String> command) throws Exception {
        var failed = assertInstanceOf(Setup.Result.Failed.class,
                setup.run(setup(List.of(command), List.of("deps")), folder, Map.of(), Map.of()));
        assertEquals("environment", failed.failure().kind());
        return failed.failure().evidence();
    }

    private static SharedSetup setup(List<List<String>> commands, List<String> shared) {
        return new SharedSetup(commands, shared, Optional.empty(), List.of(), List.of(), List.of(), List.of());
    }
}
