package llmswarm.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is odd about a pack that can be used all the same. */
class PackCheckTest {
    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
    }

    private PackReport check(String name) {
        try (var swarm = shop.swarm()) {
            var found = swarm.packs().find(name);
            return found.among().check(found.name());
        }
    }

    /** A pack like the one that {@code stacks new} begins, with other words in its stack.yaml. */
    private PackReport changed(String from, String to, String... files) throws Exception {
        try (var swarm = shop.swarm()) {
            var place = swarm.packs().create("mine", Optional.empty(), Optional.of(Path.of("config")), false);
            var stack = shop.read(place.resolve("stack.yaml"));
            assertTrue(stack.contains(from), stack);
            Files.writeString(place.resolve("stack.yaml"), stack.replace(from, to));
            for (int i = 0; i < files.length; i += 2) shop.file("config/stacks/mine/" + files[i], files[i + 1]);
        }
        return check("mine");
    }

    @Test
    void theBundledPacksHaveNoFaultsAndNothingOddAboutThem() {
        try (var swarm = shop.swarm()) {
            for (var report : swarm.packs().check()) {
                assertEquals(List.of(), report.faults(), report.name());
                // All classes of java-cli's example are in one package, so that it imports none of its own.
                assertEquals(List.of(), report.warnings().stream().filter(line -> !line.contains("PATH")
                        && !line.matches(".*/java-cli/.*'contracts\\[0]\\.used'.*")).toList(), report.name());
            }
        }
    }

    @Test
    void patternsThatFindNothingInTheExampleAreToldWithTheirPlaces() throws Exception {
        var report = changed("tests: [\"tests/**\"]", """
                tests: ["tests/**", "spec/**"]
                contracts:
                  - {kind: function, provided: '^(?<name>\\w+)\\(\\)', used: 'Hello, (?<name>\\w)', files: "**/*.sh"}
                  - {kind: table, provided: 'TABLE (?<name>\\w+)', used: 'FROM (?<name>\\w+)', files: "**/*.sql"}
                """);
        assertEquals(List.of(), report.faults());
        var remedy = "; mend it, or let the example have what it is for.";
        assertEquals(List.of(
                "config/stacks/mine/stack.yaml:42:21: 'tests[1]' matches no file of the example's result" + remedy,
                "config/stacks/mine/stack.yaml:44:22: 'contracts[0].provided' finds nothing in the example's result" + remedy,
                "config/stacks/mine/stack.yaml:45:78: 'contracts[1].files' matches no file of the example's result" + remedy),
                report.warnings());
    }

    /** Such patterns find a line's beginning anywhere in a file, ways to write the same, and what no example needs. */
    @Test
    void patternsThatWorkInARunAreRightInACheckToo() throws Exception {
        var report = changed("tests: [\"tests/**\"]", """
                tests: ["tests/**"]
                contracts:
                  - {kind: message, provided: '^sh (?<name>main)', used: '^\\s+echo "(?<name>FAILED)'}
                  - {kind: message, provided: '^never (?<name>\\w+)', used: '^never (?<name>\\w+)'}
                  - {kind: table, provided: 'TABLE (?<name>\\w+)', used: 'FROM (?<name>\\w+)'}
                """);
        assertEquals(List.of(), report.faults());
        assertEquals(List.of(), report.warnings());
    }

    @Test
    void filesThatNothingReadsAreTold() throws Exception {
        var report = changed("agents: [backend, tester, documenter]", "agents: [backend, tester, documenter, singer]",
                "agents/singer.yaml", "{name: singer, description: Sings., model: coder, prompt: song}\n",
                "agents/dancer.yaml", "{name: dancer, description: Dances., model: coder}\n",
                "agents/tester.yml", "{}\n", "templates/song.mustache", "{{role}} {{> verse}}\n",
                "templates/verse.mustache", "{{task.title}}\n", "templates/lost.mustache", "x\n",
                "templates/plan.mustache", "{{spec}}\n", "notes.txt", "x", "README.md", "x", "LICENSE", "x");
        assertEquals(List.of(), report.faults());
        assertEquals(List.of(
                "config/stacks/mine/agents/dancer.yaml: no task goes to this agent; name it under 'agents' of stack.yaml, or delete the file.",
                "config/stacks/mine/agents/tester.yml: is not read; files of agents/ lie directly in it and end in .yaml.",
                "config/stacks/mine/notes.txt: nothing reads this file; what a project is to have belongs into scaffold/.",
                "config/stacks/mine/templates/lost.mustache: no agent and no template of the pack uses this template; name it by 'prompt' of an agent, or delete the file."),
                report.warnings());
    }

    @Test
    void whatTheMachineLacksAndWhatPromptsCostIsTold() throws Exception {
        shop.file("config/models.yaml",
                "models:\n  coder: {provider: openai, model: x, base-url: \"http://127.0.0.1:9/v1\", context: 8192}\n");
        var words = IntStream.range(0, 2_000).mapToObj(i -> "  word%d".formatted(i)).toList();
        var report = changed("conventions: |\n", "programs: [no-such-program-a]\nconventions: |\n%s\n".formatted(
                String.join("\n", words)), "scaffold/x", "");
        assertEquals(List.of(), report.faults());
        assertTrue(report.warnings().stream().anyMatch(line -> line.matches(
                "config/stacks/mine/stack.yaml:19:1: 'conventions' have about [56]\\d{3} tokens, which every prompt pays for; more than 2500 are rarely worth it\\.")),
                report.warnings()::toString);
        assertTrue(report.warnings().stream().anyMatch(line -> line.matches(
                "config/stacks/mine/stack.yaml:10:1: coder cannot work for backend: every prompt has about \\d+ tokens .*")),
                report.warnings()::toString);
        assertTrue(report.warnings().contains(
                "config/stacks/mine: none of its 'programs' is on the PATH, so that no plan can call any; install one."),
                report.warnings()::toString);
    }

    @Test
    void commandsThatAreNotHereAreTold() throws Exception {
        var report = changed("run: [\"{{shell}}\", tests/all.sh]", "run: [no-such-program-b, tests/all.sh]");
        assertEquals(List.of("config/stacks/mine: check 'tests' needs 'no-such-program-b', which is not on the PATH; install it"),
                report.warnings());
    }

    @Test
    void aPackIsFoundByTheFolderInWhichItLies() throws Exception {
        shop.file("elsewhere/my-notes/stack.yaml", "name: my-notes\ndescription: Notes.\nagents: [backend]\n");
        for (var path : List.of("elsewhere/my-notes", "./elsewhere/my-notes/", "elsewhere/my-notes/stack.yaml")) {
            var report = check(path);
            assertEquals("my-notes", report.name());
            assertEquals(List.of("elsewhere/my-notes: has no example/ with spec.md and tape.jsonl, so that 'stacks test' cannot try it and its patterns are tried by nothing."),
                    report.warnings());
        }
        assertEquals("There is no folder '%s/nowhere'; name a pack, or the folder that holds its stack.yaml."
                .formatted(shop.folder), assertThrows(Stop.class, () -> check("./nowhere")).getMessage());
        assertTrue(assertThrows(Stop.class, () -> check("web-basik")).getMessage()
                .startsWith("There is no stack 'web-basik'; did you mean 'web-basic'?"));
        assertEquals(List.of("generic: has no stack.yaml."), check(Tape.checkout().resolve("docs") + "/../docs")
                .faults().stream().map(line -> line.replaceFirst(".*: has", "generic: has")).toList());
    }
}
