package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a person or a model can do wrong: one clear sentence each, the right exit code, and nothing lost. */
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest {
    private static final String PLAN = """
            {"stack": "notes", "name": "two-notes", "summary": "Two notes.", "requirements": [{"id": "R1", "text": "There are two notes."}],
             "contracts": [], "tasks": [
              {"id": "a", "title": "First", "agent": "documenter", "description": "Write.", "requirements": ["R1"], "files": ["a.txt"], "dependsOn": []},
              {"id": "b", "title": "Second", "agent": "documenter", "description": "Write.", "requirements": ["R1"], "files": ["b.txt"], "dependsOn": []}],
             "checks": [], "unclear": []}""";

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.file("spec.md", "Two notes.");
        shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [documenter]
                conventions: Plain text.
                checks: [{name: there, when: end, run: [test, -f, b.txt]}]
                """);
        shop.models(URI.create("http://127.0.0.1:9/v1"));
    }

    private static RunOptions options(String output, String plan) {
        return new RunOptions(Optional.ofNullable(output).map(Path::of), Optional.of("notes"), Map.of(), Optional.ofNullable(plan).map(Path::of),
                Optional.empty(), false, Optional.empty(), false);
    }

    private Outcome run(RunOptions options) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.read(shop.folder, "spec.md"), options);
        }
    }

    private Stop stopped(RunOptions options) {
        return assertThrows(Stop.class, () -> run(options));
    }

    private Outcome served(Function<JsonNode, StubAnswer> script, RunOptions options) {
        try (var server = new StubServer(script::apply)) {
            shop.models(server.baseUrl());
            return run(options);
        }
    }

    /** Serves the plan, and for each task what the function gives for its prompt. */
    private Outcome written(Function<String, String> answers) {
        return served(request -> {
            var prompt = request.path("messages").toString();
            return StubAnswer.text(prompt.contains("Plan this specification.") ? PLAN : answers.apply(prompt));
        }, options(null, null));
    }

    private static String note(String prompt) {
        return prompt.contains("# Your task: First") ? "### a.txt\n```\nA\n```\n" : "### b.txt\n```\nB\n```\n";
    }

    private static void assertUsage(String sentence, Stop stop) {
        assertEquals(sentence, stop.getMessage());
        assertEquals(Stop.USAGE, stop.exit());
    }

    @Test
    void anEmptySpecification() {
        shop.file("spec.md", " \n\t\n");
        assertUsage("spec.md: is empty; say in a few sentences what is to be built", stopped(options(null, null)));
    }

    @Test
    void aSpecificationOfTwoMegabytes() {
        shop.file("spec.md", "word ".repeat(420_000));
        assertUsage("spec.md: has 2050 KB, but a specification may have at most 256 KB; keep what is to be built and leave out the rest",
                stopped(options(null, null)));
    }

    @Test
    void aSpecificationThatIsNotThereIsAFolderOrIsNoText() throws Exception {
        assertUsage("gone.md: there is no such file", assertThrows(Stop.class, () -> Spec.read(shop.folder, "gone.md")));
        assertUsage("config: is a folder; name the file that holds the specification", assertThrows(Stop.class, () -> Spec.read(shop.folder, "config")));
        Files.write(shop.folder.resolve("spec.md"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertUsage("spec.md: is not text in UTF-8", stopped(options(null, null)));
    }

    @Test
    void aPlanOfAPersonWithACycle() {
        shop.file("plan.json", PLAN.replace("\"files\": [\"a.txt\"], \"dependsOn\": []", "\"files\": [\"a.txt\"], \"dependsOn\": [\"b\"]")
                .replace("\"files\": [\"b.txt\"], \"dependsOn\": []", "\"files\": [\"b.txt\"], \"dependsOn\": [\"a\"]"));
        assertUsage("plan.json: the tasks depend on each other in a circle: a -> b -> a", stopped(options(null, "plan.json")));
    }

    @Test
    void aPlanOfAPersonWithABrokenKey() {
        shop.file("plan.yaml", "stack: notes\nname: x\nsummary: s\nrequirements: []\ntasks:\n  - {id: a, titel: A, title: A, agent: documenter, description: d, files: [a.txt]}\n");
        assertUsage("plan.yaml:6:13: unknown key 'titel'; did you mean 'title'? Known keys: id, title, agent, description, files, requirements, dependsOn, provides, uses.",
                stopped(options(null, "plan.yaml")));
    }

    @Test
    void aPlannerThatInsistsOnACycle() {
        var cycle = PLAN.replace("\"dependsOn\": []", "\"dependsOn\": [\"b\"]");
        var prompts = new CopyOnWriteArrayList<String>();
        var stop = assertThrows(Stop.class, () -> served(request -> {
            prompts.add(request.path("messages").toString());
            return StubAnswer.text(cycle);
        }, options(null, null)));
        assertEquals("the planner gave no usable plan in 3 attempts; the last one had these faults:\n  the tasks depend on each other in a circle: b -> b",
                stop.getMessage());
        assertEquals(Stop.UNFINISHED, stop.exit());
        assertFalse(prompts.get(0).contains("in a circle"));
        assertTrue(prompts.get(1).contains("the tasks depend on each other in a circle: b -> b"));
    }

    @Test
    void aPlannerThatGetsItRightTheSecondTime() {
        var asked = new AtomicInteger();
        var outcome = served(request -> {
            var prompt = request.path("messages").toString();
            if (!prompt.contains("Plan this specification.")) return StubAnswer.text(note(prompt));
            return StubAnswer.text(asked.getAndIncrement() == 0 ? "I would rather not." : PLAN);
        }, options(null, null));
        assertEquals(0, outcome.exit());
        assertEquals(2, asked.get());
    }

    @Test
    void anAnswerWithoutFilesIsAskedAgainAndThenGivenUp() {
        var asked = new AtomicInteger();
        var outcome = written(prompt -> {
            if (prompt.contains("# Your task: Second")) return note(prompt);
            asked.incrementAndGet();
            return "I have written the file.";
        });
        assertEquals(3, outcome.exit());
        assertEquals(3, asked.get());
        var failed = shop.events(Event.TaskEnded.class).stream().filter(e -> e.state() == Event.State.FAILED).toList();
        assertEquals("no usable answer in 3 attempts: the answer holds no files; for each file give a line with its path, then its whole text in a fenced block\n'a.txt' is missing",
                failed.getFirst().evidence());
        assertTrue(Files.exists(outcome.project().resolve("b.txt")), "the other task goes on");
    }

    @Test
    void aModelThatGivesUpIsFollowedByTheOneItEscalatesTo() {
        var asked = new CopyOnWriteArrayList<String>();
        try (var server = new StubServer(request -> {
            var prompt = request.path("messages").toString();
            if (prompt.contains("Plan this specification.")) return StubAnswer.text(PLAN);
            asked.add(request.path("model").asText());
            return StubAnswer.text(request.path("model").asText().equals("small") ? "I cannot." : note(prompt));
        })) {
            shop.file("config/models.yaml", """
                    models:
                      planner: {provider: openai, model: large, base-url: "%1$s", context: 128000}
                      coder: {provider: openai, model: small, base-url: "%1$s", context: 128000, escalate: planner}
                    """.formatted(server.baseUrl()));
            assertEquals(0, run(options(null, null)).exit());
        }
        assertEquals(List.of("large", "large", "small", "small", "small", "small", "small", "small"), asked.stream().sorted().toList());
        assertTrue(shop.events(Event.Noted.class).contains(new Event.Noted("a", "no usable answer by coder; asking planner (large)")));
    }

    @Test
    void anAnswerThatIsCutOffIsContinuedAndMayBeginAnew() {
        var asked = new AtomicInteger();
        try (var server = new StubServer(request -> {
            var prompt = request.path("messages").toString();
            if (prompt.contains("Plan this specification.")) return StubAnswer.text(PLAN);
            var first = prompt.contains("# Your task: First") && asked.getAndIncrement() == 0;
            return first ? StubAnswer.text("### a.txt\n```\nA").finishing("length") : StubAnswer.text(note(prompt));
        })) {
            shop.models(server.baseUrl());
            assertEquals(0, run(options(null, null)).exit());
            assertTrue(server.requests().stream().anyMatch(r -> r.body().toString().contains("Your answer was cut off at the length limit")));
        }
    }

    @Test
    void aPathThatClimbsOutIsRefusedAndNothingIsWrittenThere() throws Exception {
        var outcome = written(prompt -> prompt.contains("# Your task: Second") ? note(prompt)
                : "### a.txt\n```\nA\n```\n\n### ../../etc/passwd\n```\nroot\n```\n");
        assertEquals(3, outcome.exit());
        var failed = shop.events(Event.TaskEnded.class).stream().filter(e -> e.state() == Event.State.FAILED).toList();
        assertEquals("no usable answer in 3 attempts: '../../etc/passwd' climbs out of the project", failed.getFirst().evidence());
        try (var all = Files.walk(folder)) {
            assertTrue(all.noneMatch(p -> p.endsWith("passwd")));
        }
    }

    @Test
    void aServerThatRefusesTheKey() {
        var stop = assertThrows(Stop.class, () -> served(request -> StubAnswer.status(401, "Incorrect API key"), options(null, null)));
        assertEquals("planner: the server wants a key (401); name its environment variable as 'api-key-env' in models.yaml.",
                stop.getMessage().replaceFirst("http://127.0.0.1:\\d+/v1", "the server"));
        assertEquals(Stop.UNFINISHED, stop.exit());
    }

    @Test
    void noNetwork() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        shop.models(URI.create("http://127.0.0.1:%d/v1".formatted(free)));
        assertEquals("planner: could not connect to http://127.0.0.1:%d/v1; start the server, or check 'base-url' in models.yaml.".formatted(free),
                stopped(options(null, null)).getMessage());
    }

    @Test
    void noKeyAndNoOtherModel() {
        shop.file("config/models.yaml", """
                models:
                  planner: {provider: openai, model: m, base-url: "https://api.example.org/v1", api-key-env: NO_SUCH_KEY_IS_SET}
                  coder: {provider: openai, model: m, base-url: "https://api.example.org/v1", api-key-env: NO_SUCH_KEY_IS_SET}
                """);
        var stop = stopped(options(null, null));
        assertEquals(Stop.USAGE, stop.exit());
        assertTrue(stop.getMessage().contains("export NO_SUCH_KEY_IS_SET="), stop.getMessage());
    }

    @Test
    void aFailedRunSaysWhereItsJournalIsAndLosesNothing() {
        var stop = stopped(options(null, null));
        assertTrue(stop.getMessage().startsWith("planner: could not connect"), stop.getMessage());
        var ended = shop.events(Event.RunEnded.class);
        assertEquals(1, ended.size());
        assertEquals(Stop.UNFINISHED, ended.getFirst().exit());
    }

    @Test
    void aFolderNameWithSpacesAndUmlauts() {
        var outcome = served(request -> {
            var prompt = request.path("messages").toString();
            return StubAnswer.text(prompt.contains("Plan this specification.") ? PLAN : note(prompt));
        }, options("zwei schöne Notizen", null));
        assertEquals(0, outcome.exit());
        assertEquals("zwei schöne Notizen", outcome.project().getFileName().toString());
    }

    @Test
    void anOutputFolderWithOtherThingsInItIsRefusedBeforeAnythingIsAsked() {
        shop.file("full/notes.txt", "mine");
        var stop = stopped(options("full", null));
        assertEquals(Stop.USAGE, stop.exit());
        assertTrue(stop.getMessage().endsWith("choose another folder with --output"), stop.getMessage());
        assertEquals(List.of(), shop.events(Event.AskedModel.class));
    }

    @Test
    void anExistingRepositoryIsWorkedInWhenItIsCleanAndRefusedWhenItIsNot() {
        shop.file("repo/a.txt", "old");
        var repo = shop.folder.resolve("repo");
        Workshop.output(repo, "git", "init", "-q");
        var stop = stopped(options("repo", null));
        assertEquals("'%s' has uncommitted changes; commit or stash them, or choose another folder with --output".formatted(repo), stop.getMessage());
        Workshop.output(repo, "git", "add", "-A");
        Workshop.output(repo, "git", "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "old");
        var outcome = written(BadInputTest::note);
        assertEquals(0, outcome.exit());
        var prompts = new CopyOnWriteArrayList<String>();
        assertEquals(0, served(request -> {
            var prompt = request.path("messages").toString();
            prompts.add(prompt);
            return StubAnswer.text(prompt.contains("Plan this specification.") ? PLAN : note(prompt));
        }, options("repo", null)).exit());
        assertTrue(prompts.stream().anyMatch(p -> p.contains("a.txt stands like this")), "the task sees what it changes");
        assertEquals("A\n", shop.read(repo.resolve("a.txt")));
    }

    @Test
    void anUnknownStackAVariableItDoesNotHaveAndAnUnknownSandbox() {
        var none = Optional.<Path>empty();
        assertUsage("There is no stack 'note'; did you mean 'notes'? Known stacks: generic, notes, python-cli, web-basic.", stopped(
                new RunOptions(none, Optional.of("note"), Map.of(), none, none, false, Optional.empty(), false)));
        shop.file("plan.json", PLAN);
        assertUsage("--set x=...: the stack 'notes' has no such variable; known: none", stopped(
                new RunOptions(none, Optional.empty(), Map.of("x", "1"), Optional.of(Path.of("plan.json")), none, false, Optional.empty(), false)));
        assertUsage("Unknown sandbox 'docker'; known are bubblewrap, unshare and off.", stopped(
                new RunOptions(none, Optional.empty(), Map.of(), Optional.of(Path.of("plan.json")), none, false, Optional.of("docker"), false)));
    }

    @Test
    void aTapeThatIsNotThereOrLacksAnAnswer() {
        var none = Optional.<Path>empty();
        var gone = shop.folder.resolve("gone.jsonl");
        assertUsage(gone + ": there is no such file", stopped(
                new RunOptions(none, Optional.of("notes"), Map.of(), none, Optional.of(gone), false, Optional.empty(), false)));
        var tape = shop.folder.resolve("tape.jsonl");
        shop.file("tape.jsonl", "{\"type\":\"run-started\",\"note\":\"By hand.\"}\n");
        var stop = stopped(new RunOptions(none, Optional.of("notes"), Map.of(), none, Optional.of(tape), false, Optional.empty(), false));
        assertEquals("the tape %s holds no answer of planner for ':plan', attempt 1".formatted(tape), stop.getMessage());
    }

    @Test
    void openQuestionsGoToAPersonAndItsAnswersIntoASecondPlan() {
        var unclear = PLAN.replace("\"unclear\": []", "\"unclear\": [{\"question\": \"In which language?\", \"assumption\": \"English\"}]");
        shop.person = (question, assumed) -> Optional.of("German");
        var prompts = new CopyOnWriteArrayList<String>();
        var outcome = served(request -> {
            var prompt = request.path("messages").toString();
            if (!prompt.contains("Plan this specification.")) return StubAnswer.text(note(prompt));
            prompts.add(prompt);
            return StubAnswer.text(prompts.size() == 1 ? unclear : PLAN);
        }, options(null, null));
        assertEquals(2, prompts.size());
        assertTrue(prompts.get(1).contains("Answer: German"), prompts.get(1));
        assertTrue(shop.read(outcome.project().resolve("docs/PLAN.md")).contains("- In which language? German"));
    }

    @Test
    void withNobodyThereTheAssumptionHoldsAndIsWrittenDown() {
        var unclear = PLAN.replace("\"unclear\": []", "\"unclear\": [{\"question\": \"In which language?\", \"assumption\": \"English\"}]");
        var outcome = served(request -> {
            var prompt = request.path("messages").toString();
            return StubAnswer.text(prompt.contains("Plan this specification.") ? unclear : note(prompt));
        }, options(null, null));
        assertEquals(0, outcome.exit());
        assertEquals(List.of(new Event.Answered("unclear-1", "English", false)), shop.events(Event.Answered.class));
        assertTrue(shop.read(outcome.project().resolve("docs/PLAN.md")).contains("- In which language? English"));
    }
}
