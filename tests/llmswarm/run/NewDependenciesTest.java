package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import llmswarm.NpmRegistry;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that a task newly asks for, with the setup of bundled packs, real npm and a registry on loopback. */
class NewDependenciesTest {
    @TempDir
    Path folder;
    private Workshop shop;
    private NpmRegistry registry;
    private StubServer server;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void workshop() throws Exception {
        assumeTrue(new ProcessBuilder("npm", "--version").start().waitFor() == 0, "skipped: npm is not here");
        registry = new NpmRegistry().release("known", "1.0.0", 900).release("old-one", "1.0.0", 900)
                .release("old-one", "1.1.0", 400).release("@scope/deep", "2.0.0", 300, "old-one", "^1.0.0")
                .release("fresh", "0.1.0", 2);
        shop = new Workshop(folder).file("spec.md", "Notes.");
        shop.env.put("NPM_CONFIG_REGISTRY", registry.address());
        setupOf("node-cli");
        shop.file("plan.yaml", """
                {stack: noted, name: notes, summary: Notes., requirements: [{id: R1, text: There is a note.}],
                 tasks: [{id: note, title: Note, agent: backend, description: Write it., requirements: [R1], files: [package.json]}]}
                """);
    }

    @AfterEach
    void close() {
        registry.close();
        if (server != null) server.close();
    }

    private void setupOf(String name) throws IOException {
        var pack = Files.readString(Tape.checkout().resolve("stacks").resolve(name).resolve("stack.yaml"));
        pack(pack.substring(pack.indexOf("setup:\n"), pack.indexOf("shared:")), "ls");
    }

    private void pack(String setup, String command) {
        shop.file("config/stacks/noted/stack.yaml", """
                name: noted
                description: Notes.
                agents: [backend]
                %sshared: [node_modules]
                checks: [{name: there, when: end, run: [%s, node_modules]}]
                """.formatted(setup, command));
        shop.file("config/stacks/noted/scaffold/package.json", packageJson("\"known\": \"^1.0.0\""));
    }

    /** A pack that installs nothing, and looks packages up by that command. */
    private void looking(String command) {
        pack("""
                setup:
                  run: [[mkdir, -p, node_modules]]
                  reads: [package.json]
                  dependencies:
                    - files: [package.json]
                      names: ['"(?<name>[^"]+)": "\\^']
                      look: %s
                      absent: E404
                """.formatted(command), "ls");
    }

    private static String packageJson(String dependencies) {
        return "{\n  \"name\": \"notes\",\n  \"version\": \"1.0.0\",\n  \"dependencies\": {\n    %s\n  }\n}\n"
                .formatted(dependencies);
    }

    private static StubAnswer asks(String... dependencies) {
        return StubAnswer.text("### package.json\n```\n%s```\n".formatted(packageJson(String.join(",\n    ",
                dependencies))));
    }

    private Outcome built(StubAnswer... answers) {
        server = StubServer.answering(answers);
        shop.models(server.baseUrl());
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT
                    .withOutput(Optional.of(Path.of("made"))).withPlan(Optional.of(Path.of("plan.yaml")))
                    .withApprovedChecks(true));
        }
    }

    private void says(String answer) {
        shop.person = (question, orElse) -> {
            asked.add(question);
            return Optional.of(answer);
        };
    }

    /** What the journal tells of the look-ups, of each round its lines. */
    private List<String> lookedUp() {
        return shop.events(Event.Checked.class).stream().filter(check -> check.check().equals("dependencies"))
                .map(Event.Checked::tail).toList();
    }

    private static String day(int ago) {
        return Instant.now().minus(Duration.ofDays(ago)).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private List<String> installed() {
        return shop.events(Event.Checked.class).stream().filter(check -> check.check().equals("there")).toList()
                .getLast().tail().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-cli", "react-node"})
    void aPackageThatIsThereIsLookedUpAndInstalledWithWhatComesAlong(String pack) throws IOException {
        setupOf(pack);
        var outcome = built(asks("\"known\": \"^1.0.0\"", "\"@scope/deep\": \"2.0.0\""));
        assertEquals(0, outcome.exit(), () -> shop.events(Event.Checked.class).toString());
        assertEquals(List.of("@scope", "known", "old-one"), installed());
        assertEquals(List.of("@scope/deep 2.0.0 was released on " + day(300), "@scope/deep 2.0.0 was released on "
                + day(300) + "\nold-one 1.1.0 was released on " + day(400)), lookedUp());
        assertTrue(Taped.committed(outcome, "package-lock.json").contains("node_modules/old-one"));
    }

    @Test
    void oneThatIsNotThereGoesBackToTheTaskWithItsPlaceAndNothingIsInstalledBefore() {
        var outcome = built(asks("\"known\": \"^1.0.0\"", "\"left-padd\": \"^1.0.0\""), asks("\"known\": \"^1.0.0\"",
                "\"old-one\": \"^1.0.0\""));
        assertEquals(0, outcome.exit(), () -> shop.events(Event.Checked.class).toString());
        assertEquals(2, server.requests().size());
        assertTrue(server.requests().getLast().body().toString().contains(
                "Check 'dependencies' failed (exit code 1): npm view left-padd time --json\\npackage.json:6: there is no package 'left-padd'; ask for one that exists, or do without"),
                () -> server.requests().getLast().body().toString());
        assertEquals(List.of("known", "old-one"), installed());
        assertEquals(2, shop.events(Event.Checked.class).stream().filter(check -> check.check().equals("setup"))
                .count(), "the scaffold's, and that of what was mended");
    }

    /** Each is asked for in its own way; the young one is found in all. */
    @ParameterizedTest
    @ValueSource(strings = {"\"fresh\": \"0.1.0\"", "\"fresh\": \"latest\"", "\"fresh\": \"\"", "\"other\": \"npm:fresh@^0.1.0\"",
        "\"known\": \"^1.0.0\"\n  },\n  \"peerDependencies\": {\n    \"fresh\": \">=0.1.0 <1 || 2\""})
    void oneOfFewDaysIsAPersonsToDecideWhateverFlagsSay(String form) {
        var outcome = built(asks(form));
        assertEquals(3, outcome.exit());
        var told = shop.events(Event.TaskEnded.class).getLast().evidence();
        var version = form.contains("latest") ? " latest" : form.contains("npm") ? " ^0.1.0" : form.contains(">=")
                ? " >=0.1.0 <1 || 2" : form.contains("0.1.0") ? " 0.1.0" : "";
        assertTrue(told.startsWith("setup was not run again, as the package fresh%s, asked for in package.json:".formatted(version))
                && told.contains(form.equals("\"fresh\": \"0.1.0\"") ? ", was released 2 days ago, and"
                : ", was first released 2 days ago, and") && told.contains(" and the stack 'noted' wants 7 days; resume at a terminal and say yes, or from "
                + day(-6) + " on, when it is old enough"), told);
        assertEquals(1, server.requests().size(), "no model can mend that");
        assertFalse(registry.downloaded("fresh"), () -> registry.asked().toString());
    }

    @Test
    void aPersonWhoSaysYesIsAskedOnceInAProject() {
        says("y");
        assertEquals(0, built(asks("\"fresh\": \"^0.1.0\"")).exit());
        assertEquals(List.of("fresh"), installed());
        assertEquals("""
                A task asks for packages that are younger than the 7 days that the stack 'noted' wants:
                  package fresh ^0.1.0, asked for in package.json:5, was first released 2 days ago
                Install it anyway? [y/N]""", asked.getFirst());
        assertEquals(1, asked.size(), asked::toString);
        assertEquals(0, built(asks("\"fresh\": \"^0.1.0\"")).exit());
        assertEquals(1, asked.size(), asked::toString);
    }

    /** An old package whose newest version is of today: the one that a range leads to decides. */
    @Test
    void soIsAnOldPackagesNewVersionThatARangeLeadsToOrThatComesAlong() {
        registry.release("old-one", "1.2.0", 0);
        assertEquals(3, built(asks("\"known\": \"^1.0.0\"", "\"@scope/deep\": \"^2.0.0\"")).exit());
        var told = shop.events(Event.TaskEnded.class).getLast().evidence();
        assertTrue(told.startsWith("setup was not run again, as the package old-one 1.2.0, chosen in package-lock.json, was released less than an hour ago, and the stack"), told);
        assertFalse(registry.downloaded("old-one"));
    }

    @Test
    void whatTheScaffoldHadIsNotLookedUp() {
        registry.release("known", "1.0.1", 0);
        var outcome = built(StubAnswer.text("### package.json\n```\n%s```\n".formatted(packageJson(
                "\"known\": \"^1.0.0\"").replace("notes", "others"))));
        assertEquals(0, outcome.exit(), () -> shop.events(Event.Checked.class).toString());
        assertEquals(List.of(), lookedUp());
    }

    @Test
    void aFileThatNobodyCanReadGoesBackToTheTask() {
        built(StubAnswer.text("### package.json\n```\n{\n  // mine\n  \"name\": \"notes\"\n}\n```\n"), asks("\"known\": \"^1.0.0\""));
        assertEquals(2, server.requests().size());
        assertTrue(server.requests().getLast().body().toString().contains("Invalid package.json"));
    }

    @Test
    void whereTheRegistryDoesNotAnswerThatIsSaidAndNoModelIsAskedToMendIt() {
        looking("[sh, -c, \"echo getaddrinfo ENOTFOUND >&2; exit 1\", \"{{dependency}}\"]");
        assertEquals(3, built(asks("\"known\": \"^1.0.0\"", "\"new\": \"^1.0.0\"")).exit());
        assertTrue(shop.events(Event.TaskEnded.class).getLast().evidence().startsWith(
                "whether there is a package 'new' cannot be told, as 'sh -c echo getaddrinfo ENOTFOUND >&2; exit 1 new' has no result; see that the registry can be reached, and resume the run: exit code 1\ngetaddrinfo ENOTFOUND"),
                () -> shop.events(Event.TaskEnded.class).toString());
        assertEquals(1, server.requests().size());
    }

    /** A pattern that lets anything pass hands no option, path or address to the command. */
    @Test
    void aNameThatIsNoneIsInNoCommand() {
        var name = "--registry";
        looking("[touch, \"{{dependency}}\"]");
        built(asks("\"known\": \"^1.0.0\"", "\"%s\": \"^1.0.0\"".formatted(name)), asks("\"known\": \"^1.0.0\""));
        assertEquals(List.of("package.json:6: '%s' is no name of a package; ask for one that exists, or do without".formatted(name)),
                lookedUp());
    }
}
