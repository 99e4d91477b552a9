package llmswarm.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import llmswarm.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack that means harm: nothing beside it is read, nothing of it is run, and nothing hangs. */
class HostilePackTest {
    private static final String HEAD = "name: x\ndescription: For tests.\nagents: [backend]\n";
    private static final String SECRET = "the word that nobody may see";

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder).file("secret/key.mustache", SECRET).file("config/stacks/x/stack.yaml", HEAD);
    }

    private Path pack() {
        return shop.folder.resolve("config/stacks/x");
    }

    private List<String> faults() {
        return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            try (var swarm = shop.swarm()) {
                var faults = swarm.packs().check("x").faults();
                assertFalse(faults.toString().contains(SECRET), faults::toString);
                return faults;
            }
        });
    }

    @Test
    void linksToOtherFilesAreNotRead() throws Exception {
        Files.createDirectories(pack().resolve("templates"));
        Files.createSymbolicLink(pack().resolve("templates/task.mustache"), shop.folder.resolve("secret/key.mustache"));
        Files.createSymbolicLink(pack().resolve("scaffold"), shop.folder.resolve("secret"));
        Files.createSymbolicLink(pack().resolve("agents"), Path.of("/dev"));
        assertEquals(List.of("config/stacks/x/agents: is a link; packs hold plain files only.",
                "config/stacks/x/scaffold: is a link; packs hold plain files only.",
                "config/stacks/x/templates/task.mustache: is a link; packs hold plain files only."),
                faults().stream().sorted().toList());
    }

    @Test
    void aLinkInAnExampleIsNoExample() throws Exception {
        Files.createDirectories(pack().resolve("example"));
        Files.createSymbolicLink(pack().resolve("example/tape.jsonl"), Path.of("/dev/zero"));
        shop.file("config/stacks/x/example/spec.md", "Notes.");
        assertEquals(List.of(), faults());
        try (var swarm = shop.swarm()) {
            assertTrue(swarm.packs().check("x").warnings().getFirst().contains("has no example/"));
        }
    }

    @Test
    void aPartialNamesATemplateAndNeverAFile() {
        for (var name : List.of("../../../secret/key", "/etc/passwd", "../secret/key.mustache", "file:///etc/passwd")) {
            shop.file("config/stacks/x/templates/task.mustache", "{{> %s}}\n".formatted(name));
            assertTrue(faults().getFirst().startsWith("config/stacks/x/templates/task.mustache:1:1: unknown template '%s'"
                    .formatted(name)), name);
        }
    }

    @Test
    void templatesThatIncludeEachOtherAndSectionsWithoutEndAreOver() {
        shop.file("config/stacks/x/templates/task.mustache", "{{> loop}}\n").file("config/stacks/x/templates/loop.mustache",
                "{{> task}}{{> loop}}\n");
        faults();
        var deep = "{{#plan.tasks}}".repeat(200) + "x" + "{{/plan.tasks}}".repeat(200);
        shop.file("config/stacks/x/templates/loop.mustache", deep);
        faults();
    }

    @Test
    void yamlThatGrowsOrMakesObjectsIsRefused() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) bomb.append("a%1$d: &a%1$d [%2$s]\n".formatted(i, "*a%d, ".formatted(i - 1).repeat(9)));
        shop.file("config/stacks/x/stack.yaml", HEAD + bomb);
        assertEquals(List.of("config/stacks/x/stack.yaml:4:5: YAML anchors and aliases (& and *) are not read; write the value out."),
                faults());
        shop.file("config/stacks/x/stack.yaml", HEAD + "conventions: " + "[".repeat(100_000));
        assertEquals(1, faults().size());
        shop.file("config/stacks/x/stack.yaml", HEAD + "conventions: !!javax.script.ScriptEngineManager [x]\n");
        assertEquals(List.of("config/stacks/x/stack.yaml:4:14: YAML tags (!) are not read; leave the tag out."),
                faults());
    }

    @Test
    void nothingRunsWhenAPackIsLoadedListedShownOrChecked() {
        var touch = "touch %s/ran".formatted(shop.folder);
        shop.file("config/stacks/x/stack.yaml", HEAD + """
                setup: [[sh, -c, "%1$s"]]
                programs: [{name: sh, version: [sh, -c, "%1$s"]}]
                services: [{name: s, prepare: [[sh, -c, "%1$s"]], run: [sh, -c, "%1$s"], ready: [sh, -c, "%1$s"]}]
                checks: [{name: a, when: end, run: [sh, -c, "%1$s"], services: [s]}]
                """.formatted(touch));
        assertEquals(List.of(), faults());
        try (var swarm = shop.swarm()) {
            swarm.packs().json(swarm.packs().stack("x"));
            swarm.packs().check();
            swarm.packs().create("y", Optional.of("x"), Optional.empty(), false);
        }
        assertFalse(Files.exists(shop.folder.resolve("ran")));
    }

    @Test
    void aServiceThatNeverGetsReadyIsOverInTime() throws Exception {
        try (var swarm = shop.swarm()) {
            var place = swarm.packs().create("mine", Optional.empty(), Optional.of(Path.of("config")), false);
            var stack = shop.read(place.resolve("stack.yaml"));
            Files.writeString(place.resolve("stack.yaml"), stack
                    .replace("checks:\n", "services: [{name: never, run: [sleep, \"600\"], ready: [\"false\"]}]\nchecks:\n")
                    .replace("    kind: test\n", "    kind: test\n    services: [never]\n    timeout: 3s\n"));
        }
        var report = assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            try (var swarm = shop.swarmTrusted()) {
                return swarm.packs().test("mine", Packs.Trial.DEFAULT, kind -> { });
            }
        });
        assertFalse(report.holds());
        assertTrue(report.faults().getFirst().startsWith("check 'tests' has no result:\n"), report.faults()::toString);
    }
}
