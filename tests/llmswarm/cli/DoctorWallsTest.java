package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.check.SandboxChoice;
import llmswarm.cli.findings.Finding;
import llmswarm.cli.findings.WallFindings;
import machine.SearchPath;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import sandbox.Sandboxes;
/** What {@code doctor} tells of the walls around checks. */
@Order(1)
class DoctorWallsTest extends DoctorRoom {
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
}
