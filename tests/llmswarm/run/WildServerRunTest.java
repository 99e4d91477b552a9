package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubAnswer.Garbage;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run in which each task asks a model of its own, each behind a server that misbehaves in its own way. A task is
 * done and its file right, or it failed with one sentence that names a remedy; no cause that stays costs a second call
 * too many, and no file is there that was not answered.
 */
class WildServerRunTest {
    private static final String PIECE = "data: {\"choices\": [{\"delta\": {\"content\": \"### %1$s.txt\\n```\\ngood half\\n```\\n\"}}]}\n\n";
    private static final String THOUGHT = "data: {\"choices\": [{\"delta\": {\"reasoning_content\": \"good?\"}}]}\n\n";
    private static final String STOP = "data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\n", DONE = "data: [DONE]\n\n";

    /** What a server does with a request; a right answer where that is empty. */
    private record Case(int calls, String said, Function<JsonNode, Optional<StubAnswer>> server) {
        boolean right() {
            return said.isEmpty();
        }
    }

    private static final Map<String, Case> CASES = new TreeMap<>(Map.ofEntries(
            right("limit-of-answers", request -> limit(request) > 300, StubAnswer.status(400, "the valid range of max_tokens is [1, 300]")),
            right("other-limit", request -> request.has("max_tokens"), StubAnswer.status(400, "Unsupported parameter: 'max_tokens' is not "
                    + "supported with this model. Use 'max_completion_tokens' instead.")),
            right("no-system-role", request -> request.at("/messages/0/role").asText().equals("system"),
                    StubAnswer.status(500, "System role not supported")),
            right("no-temperature", request -> request.has("temperature"), StubAnswer.status(400, "'temperature' must be 1")),
            right("no-stream", request -> request.path("stream").asBoolean(), StubAnswer.status(400, "Streaming is not supported for this model")),
            right("more-room-to-think", request -> limit(request) < 9000, events(THOUGHT + STOP.replace("stop", "length") + DONE)),
            entry("prompt-cut", 1, "", request -> Optional.of(right(request).counting(new Usage(700, 0, 5)))),
            wrong("only-thinking", 2, "lower the 'effort' of only-thinking in models.yaml", events(THOUGHT + STOP.replace("stop", "length") + DONE)),
            wrong("thinking-for-text", 2, "lower the 'effort' of thinking-for-text in models.yaml", events(THOUGHT + STOP + DONE)),
            wrong("nothing", 2, "the answer held no text, twice; use another model", events(STOP + DONE)),
            wrong("no-events", 2, "the answer held no text, twice; use another model", events(DONE)),
            wrong("call-of-a-tool", 2, "the answer held the call of a tool, 'write', and no text, twice; use another model",
                    events("data: {\"choices\": [{\"delta\": {\"tool_calls\": [{\"function\": {\"name\": \"write\"}}]}}]}\n\n" + STOP + DONE)),
            wrong("refusal", 1, "the model refused: \"No good.\"; word the request differently",
                    events("data: {\"choices\": [{\"delta\": {\"refusal\": \"No good.\"}}]}\n\n" + STOP + DONE)),
            wrong("no-reason", 2, "so nobody can tell a whole answer from one that broke off; use another server",
                    events(PIECE.formatted("no-reason") + DONE)),
            wrong("no-chat", 1, "is no address for chat completions (404): Unexpected endpoint or method; check 'base-url'",
                    new Garbage("application/json", "{\"error\": \"Unexpected endpoint or method\"}")),
            wrong("a-page", 2, "is not the OpenAI protocol: \"<p>good</p>\"; check 'base-url'", new Garbage("text/html", "<p>good</p>")),
            wrong("elsewhere", 1, "it redirects to http://localhost:1/v2; check elsewhere in models.yaml",
                    new StubAnswer.Status(308, Map.of("Location", "http://localhost:1/v2"), "")),
            wrong("no-key", 1, "wants a key (401): no key; name its environment variable as 'api-key-env'", StubAnswer.status(401, "no key")),
            wrong("no-model", 1, "goes by the name 'no-model' (404): no such model; check 'model'", StubAnswer.status(404, "no such model")),
            wrong("no-room", 1, "do not fit into the server's context (400)", StubAnswer.status(400, "request (4390 tokens) exceeds the "
                    + "available context size (4096 tokens), try increasing it")),
            wrong("no-money", 1, "is used up (402): pay; top it up", StubAnswer.status(402, "pay")),
            wrong("no-memory", 2, "the server cannot hold the model (500), twice", StubAnswer.status(500, "model requires more system memory"))));

    @TempDir
    Path folder;

    @Test
    void everyTaskHasItsFileOrOneSentenceAndNoCauseThatStaysIsPaidForTwiceMore() {
        var shop = new Workshop(folder);
        try (var server = new StubServer(WildServerRunTest::answer)) {
            configure(shop, server);
            var outcome = run(shop);
            assertEquals(3, outcome.exit());
            var calls = server.requests().stream().collect(Collectors.groupingBy(request -> request.body().path("model").asText(),
                    TreeMap::new, Collectors.summingInt(request -> 1)));
            var expected = new TreeMap<String, Integer>();
            CASES.forEach((name, one) -> expected.put(name, one.calls()));
            assertEquals(expected, calls);
            var ends = shop.events(Event.TaskEnded.class).stream().collect(Collectors.toMap(Event.TaskEnded::task, end -> end));
            CASES.forEach((name, one) -> assertTrue(one.right() ? ends.get(name).state().name().equals("DONE")
                    : ends.get(name).evidence().contains(one.said()), () -> name + ": " + ends.get(name)));
            assertEquals(CASES.entrySet().stream().filter(one -> one.getValue().right()).map(one -> one.getKey() + ".txt: good " + one.getKey())
                    .toList(), tree(shop, outcome));
            assertTrue(shop.notices.stream().anyMatch(line -> line.startsWith("prompt-cut: the server counted 700 tokens of a prompt")),
                    shop.notices::toString);
        }
    }

    private static List<String> tree(Workshop shop, Outcome outcome) {
        return Workshop.output(outcome.project(), "git", "ls-files").lines().filter(file -> !file.equals("docs/PLAN.md")).sorted()
                .map(file -> file + ": " + shop.read(outcome.project().resolve(file)).strip()).toList();
    }

    private static Outcome run(Workshop shop) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"), RunOptions.DEFAULT
                    .withPlan(Optional.of(Path.of("plan.yaml"))));
        }
    }

    private static void configure(Workshop shop, StubServer server) {
        var models = new StringBuilder("models:\n");
        var tasks = new StringBuilder();
        for (var name : CASES.keySet()) {
            models.append("  %1$s: {provider: openai, model: %1$s, base-url: \"%2$s\", context: 32000, timeout: 30s}\n".formatted(name,
                    server.baseUrl()));
            shop.file("config/agents/%s.yaml".formatted(name),
                    "{name: %1$s, description: Writes., model: %1$s, prompt: task, role: You write., attempts: 2}".formatted(name));
            tasks.append("  {id: %1$s, title: Write, agent: %1$s, description: Write. %2$s, files: [%1$s.txt]},\n".formatted(name,
                    name.equals("prompt-cut") ? "word ".repeat(2000) : ""));
        }
        shop.file("config/models.yaml", models.toString());
        shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [%s]
                checks:
                  - {name: good, when: task, files: "**.txt", run: [grep, -q, good, "{{file}}"]}
                """.formatted(String.join(", ", CASES.keySet())));
        shop.file("plan.yaml", "{stack: notes, name: notes, summary: Notes., requirements: [], tasks: [\n%s]}\n".formatted(tasks));
    }

    private static StubAnswer answer(JsonNode request) {
        return CASES.get(request.path("model").asText()).server().apply(request).orElseGet(() -> right(request));
    }

    private static StubAnswer.Text right(JsonNode request) {
        return StubAnswer.text("### %1$s.txt\n```\ngood %1$s\n```\n".formatted(request.path("model").asText()));
    }

    private static int limit(JsonNode request) {
        return Math.max(request.path("max_tokens").asInt(), request.path("max_completion_tokens").asInt());
    }

    private static StubAnswer events(String events) {
        return new Garbage("text/event-stream", events);
    }

    private static Map.Entry<String, Case> right(String name, Function<JsonNode, Boolean> refused, StubAnswer refusal) {
        return entry(name, 2, "", request -> refused.apply(request) ? Optional.of(refusal) : Optional.empty());
    }

    private static Map.Entry<String, Case> wrong(String name, int calls, String said, StubAnswer answer) {
        return entry(name, calls, said, request -> Optional.of(answer));
    }

    private static Map.Entry<String, Case> entry(String name, int calls, String said,
            Function<JsonNode, Optional<StubAnswer>> server) {
        return Map.entry(name, new Case(calls, said, server));
    }
}
