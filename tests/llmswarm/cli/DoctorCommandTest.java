package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Workshop;
import llmswarm.cli.screen.Cell;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import sandbox.Walls;
/** What {@code doctor} tells of packs and of the machine. */
@Order(1)
class DoctorCommandTest extends DoctorRoom {
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
