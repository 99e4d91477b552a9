package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a model or its server can do wrong: one clear sentence each, the right exit code, and nothing lost. */
@Execution(ExecutionMode.CONCURRENT)
class BadAnswerTest extends TwoNotes {
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
    void aRuleThatIsRepeatedWhileThinkingMakesNoTaskImpossible() {
        var asked = new AtomicInteger();
        var outcome = written(prompt -> {
            if (prompt.contains("# Your task: Second") || asked.getAndIncrement() > 0) return note(prompt);
            return "<think>\nRules:\n- IMPOSSIBLE: only if the contracts contradict.\n</think>\nI begin.";
        });
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
    void aTaskWithAMissingFileIsNeverDoneAndNothingOfItIsCommitted() {
        var outcome = served(request -> {
            var prompt = request.path("messages").toString();
            return StubAnswer.text(prompt.contains("Plan this specification.")
                    ? PLAN.replace("[\"a.txt\"]", "[\"a.txt\", \"c.txt\"]") : note(prompt));
        }, options(null, null));
        assertEquals(3, outcome.exit());
        var failed = shop.events(Event.TaskEnded.class).stream().filter(e -> e.state() != Event.State.DONE).toList();
        var run = RunFolder.runs(outcome.project()).getLast();
        assertEquals("no usable answer in 3 attempts: 'c.txt' is missing\nIts last files are kept in .swarm/runs/%s/failed/a".formatted(run.getFileName()),
                failed.getFirst().evidence());
        assertTrue(Files.exists(run.resolve("failed/a/a.txt")));
        assertFalse(Files.exists(outcome.project().resolve("a.txt")));
    }

    @Test
    void whatWasLeftOutIsSaid() {
        var outcome = written(prompt -> note(prompt) + "\n### notes.txt\n```\nx\n```\n"
                + (prompt.contains("# Your task: Second") ? "\n### c.txt\n```\nx\n```\n" : ""));
        assertEquals(0, outcome.exit());
        assertEquals(List.of("a: the answer also held notes.txt, which is not among the files of this task; it was left out",
                "b: the answer also held notes.txt, c.txt, which are not among the files of this task; they were left out"),
                shop.events(Event.Noted.class).stream().map(noted -> noted.task() + ": " + noted.sentence()).sorted()
                .toList());
        assertFalse(Files.exists(outcome.project().resolve("notes.txt")));
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
        assertEquals(List.of("large", "large", "small", "small", "small", "small", "small", "small"),
                asked.stream().sorted().toList());
        assertTrue(shop.events(Event.Noted.class)
                .contains(new Event.Noted("a", "no usable answer by coder; asking planner (large)")));
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
            assertTrue(server.requests().stream().anyMatch(r -> r.body().toString()
                    .contains("Your answer was cut off at the length limit")));
        }
    }

    @Test
    void aPathThatClimbsOutIsRefusedAndNothingIsWrittenThere() throws Exception {
        var outcome = written(prompt -> prompt.contains("# Your task: Second") ? note(prompt)
                : "### a.txt\n```\nA\n```\n\n### ../../etc/passwd\n```\nroot\n```\n");
        assertEquals(3, outcome.exit());
        var failed = shop.events(Event.TaskEnded.class).stream().filter(e -> e.state() == Event.State.FAILED).toList();
        assertEquals("no usable answer in 3 attempts: '../../etc/passwd' climbs out of the project",
                failed.getFirst().evidence().lines().findFirst().orElseThrow());
        try (var all = Files.walk(folder)) {
            assertTrue(all.noneMatch(p -> p.endsWith("passwd")));
        }
    }

    @Test
    void aServerThatRefusesTheKey() {
        var stop = assertThrows(Stop.class, () ->
                served(request -> StubAnswer.status(401, "Incorrect API key"), options(null, null)));
        assertEquals("planner: the server wants a key (401): Incorrect API key; name its environment variable as 'api-key-env' in models.yaml.",
                stop.getMessage().replaceFirst("http://127.0.0.1:\\d+/v1", "the server"));
        assertEquals(Stop.USAGE, stop.exit());
    }

    @Test
    void noNetworkIsToldAndTheJournalSaysHowTheRunEnded() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        shop.models(URI.create("http://127.0.0.1:%d/v1".formatted(free)));
        var told = stopped(options(null, null)).getMessage();
        assertTrue(told.startsWith("planner: could not connect to http://127.0.0.1:%d/v1; start the server, or check 'base-url' in models.yaml. What is done is kept; go on with: ./jbang swarm.java resume ".formatted(free)), told);
        assertEquals(List.of(Stop.UNFINISHED), shop.events(Event.RunEnded.class).stream().map(Event.RunEnded::exit)
                .toList());
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
}
