package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import llmswarm.Workshop;
import llmswarm.check.SandboxChoice;
import llmswarm.cli.findings.Finding;
import llmswarm.cli.findings.WallFindings;
import llmswarm.cli.screen.Cell;
import llmswarm.model.LocalServer;
import llmswarm.model.hub.Folders;
import machine.SearchPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sandbox.Sandboxes;
import sandbox.Walls;

@Order(1)
class DoctorCommandTest {
    @TempDir
    Path folder;
    private Workshop shop;
    private KeptDesk at;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.file("config/models.yaml", """
                models:
                  planner: {provider: openai, model: gpt-x, base-url: "https://m.example/v1", api-key-env: A_KEY, context: 128000, parallel: 8, timeout: 5m}
                  coder: {provider: jlama, model: acme/tiny, context: 16384, parallel: 1, timeout: 30m, absent: planner}
                """);
        shop.file("config/stacks/odd/stack.yaml", """
                name: odd
                description: Nothing real.
                agents: [backend]
                conventions: ""
                setup: [[fetch-of-nobody, all]]
                checks:
                  - {name: tests, when: end, run: [sh, -c, exit]}
                  - {name: style, when: end, run: [lint-of-nobody]}
                  - {name: own, when: end, run: [./build]}
                """);
        shop.file("config/stacks/generic/stack.yaml",
                "name: generic\ndescription: Anything.\nagents: [backend]\nprograms: [sh, program-of-nobody]\n");
        shop.env.putAll(Map.of("LLM_SWARM_MODELS", folder.resolve("models").toString(), "GIT_CONFIG_GLOBAL",
                "/dev/null"));
        at = new KeptDesk(shop);
    }

    private int doctor(int width, List<LocalServer> servers, String... words) throws Exception {
        return at.run(new DoctorCommand(at.desk, servers, width), words);
    }

    @Test
    void whatAStackAndTheModelsNeedIsToldWithItsRemedy() throws Exception {
        assertEquals(3, doctor(200, List.of()));
        var lines = at.out().lines().toList();
        assertTrue(lines.containsAll("""
                -- stack odd          setup needs 'fetch-of-nobody', which is not on the PATH; install it; check 'style' needs 'lint-of-nobody', which is not on the PATH; install it
                ok stack generic      finds sh
                !! model planner      gpt-x: A_KEY is not set; export A_KEY=..., or start a model server on this machine
                !! model coder        acme/tiny: not on disk; ./jbang swarm.java models pull coder
                -- servers            no model server on this machine answers on its usual port
                """.lines().toList()), at.out());
        assertTrue(lines.stream()
                .anyMatch(line -> line.matches("ok git {16}\\S.*, without user.name and user.email: commits are by LLM Swarm <swarm@localhost>; git config .*")), at.out());
        assertTrue(at.out().contains("ok sandbox off        only when you say --sandbox off, which runs generated code with your own rights and without any wall\n"), at.out());
        assertEquals("A replay is possible here (--replay). For a run with models, mend first what is marked with !!.\n", at.err());
    }

    @Test
    void theProgramsOfATrustedPackAreShownWithVersionsInWrappedLines() throws Exception {
        shop.env.put("SWARM_HOME", shop.folder.resolve("home").toString());
        shop.file("home/stacks/lines/stack.yaml",
                "name: lines\ndescription: Lines.\nagents: [backend]\nprograms: [git, program-of-nobody, {name: sh, version: [sh, -c, ':']}]\n");
        doctor(80, List.of());
        var version = at.out().contains("works, and is used") ? " 2[.0-9]+" : "";
        assertTrue(at.out().lines().anyMatch(line -> line.matches("ok stack lines +finds git" + version + ", sh")),
                at.out());
    }

    @Test
    void aProgramThatDoesNotStartBehindTheWallsIsToldWithWhatToName() throws Exception {
        shop.env.put("SWARM_HOME", shop.folder.resolve("home").toString());
        var odd = Files.createDirectory(shop.folder.resolve("odd-place")).toRealPath();
        shop.env.put("ODD_PLACE", odd.toString());
        Walls.script(shop.folder.resolve("tools/bin/odd"), "#!/bin/sh\nexec \"$ODD_PLACE/odd\" \"$@\"\n");
        Walls.script(shop.folder.resolve("tools/bin/stub"), "#!/bin/sh\nexit 1\n");
        shop.env.put("PATH", shop.folder.resolve("tools/bin") + ":" + Workshop.PATH);
        pack("lines", "odd");
        pack("more", "stub");
        Files.copy(shop.folder.resolve("tools/bin/odd"), shop.folder.resolve("tools/bin/Great Lens"),
                StandardCopyOption.COPY_ATTRIBUTES);
        shop.file("home/stacks/view/stack.yaml", "name: view\ndescription: Views.\nagents: [backend]\n"
                + "requires: [sh, {name: lens, any: [Great Lens]}]\n");
        doctor(400, List.of());
        assumeTrue(at.out().contains("works, and is used"), "skipped: no wall works here");
        assertTrue(at.out().lines().toList().containsAll(List.of(
                "-- stack lines        check 'a' needs 'odd', which does not start in the sandbox: 'odd' is missing something it needs (%s of ODD_PLACE); name its folder in SWARM_SANDBOX_READ".formatted(odd),
                "-- stack view         'Great Lens' is missing something it needs (%s of ODD_PLACE); name its folder in SWARM_SANDBOX_READ; finds sh".formatted(odd),
                "-- stack more         'stub' is on the PATH, and 'stub --version' fails in the sandbox; repair it, or name in SWARM_SANDBOX_READ the folders that it needs")),
                at.out());
        assertTrue(at.out().contains("ok stack generic      finds sh\n"), "a pack that asks a shell in a wrong way: " + at.out());
    }

    private void pack(String name, String program) {
        shop.file("home/stacks/" + name + "/stack.yaml", """
                name: %s
                description: Lines.
                agents: [backend]
                programs: [sh, %s]
                checks: [{name: a, when: end, run: [%2$s, x]}]
                """.formatted(name, program));
    }

    @Test
    void theProxiesOfTheEnvironmentAreNamedWithoutTheirPasswords() throws Exception {
        shop.env.putAll(Map.of("HTTPS_PROXY", "http://me:hunter2@p.example:3128", "NO_PROXY", ".corp.example"));
        doctor(200, List.of());
        assertTrue(at.out().contains("ok proxy              models and hubs elsewhere are asked through the proxy "
                + "http://p.example:3128 of HTTPS_PROXY, but for those in NO_PROXY: .corp.example\n"), at.out());
        shop.env.put("HTTPS_PROXY", "socks5://me:hunter2@p.example:1080");
        doctor(200, List.of());
        assertTrue(at.out().contains("-- proxy              HTTPS_PROXY names socks5://p.example:1080, and only"),
                at.out());
        assertFalse(at.out().contains("hunter2"));
    }

    @Test
    void aKeyIsNeverShownAndAModelThatStandsInIsEnough() throws Exception {
        shop.env.put("A_KEY", "sk-s3cret");
        shop.env.put("PATH", System.getenv("PATH"));
        var exit = doctor(80, List.of());
        assertTrue(at.out().contains("""
                ok model planner      gpt-x at https://m.example/v1, the key in A_KEY is set
                -- model coder        acme/tiny: not on disk; ./jbang swarm.java models pull
                                      coder; until then planner is used
                """), at.out());
        assertFalse(at.out().contains("s3cret"));
        assertEquals(at.out().contains("!! ") ? 3 : 0, exit, at.out());
    }

    @Test
    void aLocalModelAndALocalServerAreSeen() throws Exception {
        Folders.model(folder.resolve("models/acme/tiny"), Folders.CONFIG, "BF16", 2_500_000);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/v1/models", exchange -> {
            var body = "{\"data\": [{\"id\": \"small\"}]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            doctor(200, List.of(LocalServer.OLLAMA.at(server.getAddress().getPort())));
        } finally {
            server.stop(0);
        }
        assertTrue(at.out().contains("""
                !! model planner      gpt-x: A_KEY is not set; export A_KEY=..., or let it use Ollama in .swarm/models.yaml
                ok model coder        acme/tiny is on disk
                ok servers            Ollama at http://127.0.0.1:%d/v1 with small
                """.formatted(server.getAddress().getPort())), at.out());
    }

    @Test
    void aServerOfThisMachineThatDoesNotRunIsTold() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
            shop.file("config/models.yaml", """
                    models:
                      planner: {provider: openai, model: big, base-url: "http://localhost:%1$d/v1", context: 128000}
                      coder: {provider: openai, model: small, base-url: "http://127.0.0.1:%1$d/v1", context: 16384, absent: planner}
                    """.formatted(free));
            doctor(200, List.of());
            assertTrue(at.out().contains("""
                    ok model planner      big at http://localhost:%1$d/v1, wants no key
                    ok model coder        small at http://127.0.0.1:%1$d/v1, wants no key
                    """.formatted(free)), at.out());
        }
        assertEquals(3, doctor(200, List.of()));
        assertTrue(at.out().contains("""
                !! model planner      big: nothing answers at http://localhost:%1$d/v1; start the server there
                !! model coder        small: nothing answers at http://127.0.0.1:%1$d/v1; start the server there
                """.formatted(free)), at.out());
    }

    @Test
    void whatChecksSeeOfTheMachineIsListedAndWhatListensThere() throws Exception {
        var data = Files.createDirectory(folder.resolve("data")).toRealPath();
        shop.env.putAll(Map.of("PATH", System.getenv("PATH"), "SWARM_SANDBOX_READ", data.toString()));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(data.resolve("socket")));
            doctor(4000, List.of());
            assumeTrue(at.out().contains("works, and is used"), "skipped: no sandbox works here");
            assertTrue(at.out().contains("ok sockets            programs listen at %s/socket; checks see an empty file there\n".formatted(data)), at.out());
        }
        assertTrue(at.out().lines()
                .anyMatch(line -> line.startsWith("ok checks see         their folder, and to be read ")
                && line.contains(data.toString())), at.out());
    }

    @Test
    void withoutGitAndSandboxEachIsTold() throws Exception {
        var git = SearchPath.of(System.getenv()).find("git").orElseThrow();
        var programs = Files.createDirectory(folder.resolve("programs"));
        Files.createSymbolicLink(programs.resolve("git"), git);
        shop.env.put("PATH", programs.toString());
        assertEquals(3, doctor(200, List.of()));
        assertTrue(at.out().contains("""
                !! sandbox bubblewrap does not work: 'bwrap' is not on the PATH; install bubblewrap, let this user make namespaces, or say --sandbox off
                !! sandbox unshare    does not work: 'true' is not on the PATH; install bubblewrap, let this user make namespaces, or say --sandbox off
                """), at.out());
        assertEquals("A replay is possible here (--replay). For a run with models, mend first what is marked with !!.\n", at.err(), "it is not checked then");
        Files.delete(programs.resolve("git"));
        doctor(200, List.of());
        assertTrue(at.out().contains("!! git                not found; install it and put it on the PATH\n"), at.out());
        assertEquals("Neither a run nor a replay is possible here before what is marked with !! is mended.\n",
                at.err());
        var noGit = List.of(new Finding(Finding.State.VITAL, "git", "not found"));
        assertEquals("{\"possible\":false,\"replay\":false,\"findings\":[{\"state\":\"vital\",\"name\":\"git\",\"text\":\"not found\"}]}", Finding.json(noGit));
    }

    @Test
    void whatTheWallsKeepIsTriedAndToldInARowEach() throws Exception {
        var walls = SandboxChoice.tried(shop.env);
        assumeTrue(walls.size() > 1 && walls.stream()
                .anyMatch(found -> found.sandbox().isPresent() && !found.name().equals("off")),
                "skipped: no wall works here");
        doctor(80, List.of());
        assertTrue(at.out().contains("""
                ok wall network       this machine's ports and all others are out of reach
                ok wall files         what lies outside is neither read nor written
                ok wall processes     no other process is seen or can be ended
                ok wall memory        a check that takes too much of it is ended
                ok wall disk          a check that writes too much is ended
                ok wall number        a check that makes too many files is ended
                ok wall calls         what no check needs of the kernel is refused
                ok wall keys          the keys of your session are kept from it
                ok wall verdict       how it ended is told by a process that it cannot reach
                """), at.out());
    }

    @Test
    void aWallThatKeepsNothingIsFoundOut() throws Exception {
        var none = SandboxChoice.of(Optional.of("off"), shop.env);
        var findings = new WallFindings(List.of(new Sandboxes.Candidate("paper", none, "")), shop.env).all();
        assertEquals("""
                -- wall network   not with paper: this machine's ports and all others are out of reach
                -- wall files     not with paper: what lies outside is neither read nor written
                -- wall processes not with paper: no other process is seen or can be ended
                ok wall memory    a check that takes too much of it is ended
                ok wall disk      a check that writes too much is ended
                ok wall number    a check that makes too many files is ended
                -- wall calls     not with paper: what no check needs of the kernel is refused
                -- wall keys      not with paper: the keys of your session are kept from it
                -- wall verdict   not with paper: how it ended is told by a process that it cannot reach
                """.strip(), String.join("\n", Finding.lines(findings, 100)));
    }

    @Test
    void linesFitEightyAndFortyColumns() throws Exception {
        for (var width : List.of(80, 40)) {
            doctor(width, List.of());
            at.out().lines().forEach(line -> assertTrue(Cell.width(line) <= width, line));
        }
        assertTrue(at.out().contains("""
                !! model coder
                   acme/tiny: not on disk; ./jbang
                   swarm.java models pull coder
                """), at.out());
    }

    @Test
    void asJsonItIsOneObject() throws Exception {
        doctor(80, List.of(), "--json");
        var object = new JsonMapper().readTree(at.out());
        assertFalse(object.get("possible").booleanValue());
        assertTrue(object.get("replay").booleanValue());
        var findings = object.get("findings");
        assertEquals("{\"state\":\"ok\",\"name\":\"java\",\"text\":\"%s of %s\"}".formatted(Runtime.version(),
                System.getProperty("java.vendor")), findings.get(0).toString());
        assertEquals("{\"state\":\"needed\",\"name\":\"model coder\",\"text\":\"acme/tiny: not on disk; ./jbang swarm.java models pull coder\"}",
                findings.get(findings.size() - 2).toString());
    }
}
