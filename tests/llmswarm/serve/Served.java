package llmswarm.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.guard.Trust;
import llmswarm.run.steps.Inbox;

/**
 * A server over a folder whose user has the pack {@code notes}, and a model that a test speaks for. The notes hold when
 * the word "good" is in them.
 */
final class Served implements AutoCloseable {
    static final String PLAN = """
            {"stack": "notes", "name": "my-notes", "summary": "Notes.", "requirements": [], "contracts": [], "checks": [], "unclear": [],
             "tasks": [%s, %s]}""".formatted(task("a"), task("b"));
    static final JsonMapper JSON = new JsonMapper();

    final Workshop shop;
    final StubServer models;
    final List<Throwable> faults = new CopyOnWriteArrayList<>();
    final HttpClient client = HttpClient.newHttpClient();
    final Map<String, Function<String, StubAnswer>> answers = new ConcurrentHashMap<>();
    Serve serve;
    String cookie;
    private boolean trusted;

    Served(Path folder) {
        shop = new Workshop(folder);
        models = new StubServer(this::answer);
        user("stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                variables:
                  tone: {default: kind, help: how it sounds, choices: [kind, rude]}
                agents: [writer]
                checks:
                  - {name: good, when: task, files: "**.txt", run: [grep, -q, good, "{{file}}"]}
                  - {name: there, when: end, run: [sh, -c, "test -n \\"$(ls *.txt)\\""]}
                """);
        user("agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: task, role: You write., attempts: 2}");
        user("models.yaml", """
                models:
                  planner: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: 8, timeout: 60s}
                  coder: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: 8, timeout: 60s}
                """.formatted(models.baseUrl()));
        for (var id : List.of("a", "b")) answers.put(id, prompt -> note(id, "good"));
        answers.put("", prompt -> StubAnswer.text(PLAN));
        start();
    }

    private void user(String path, String text) {
        shop.file("../CONFIG/llm-swarm/" + path, text);
    }

    private static String task(String id) {
        return """
                {"id": "%1$s", "title": "Write %1$s", "agent": "writer", "description": "Write.", "lines": ["1"], "files": ["%1$s.txt"],
                 "dependsOn": [], "provides": [], "uses": []}""".formatted(id);
    }

    static StubAnswer note(String id, String text) {
        return StubAnswer.text("### %s.txt\n```\n%s\n```\n".formatted(id, text));
    }

    private StubAnswer answer(JsonNode request) {
        var text = new StringBuilder();
        request.path("messages").forEach(message -> text.append(message.path("content").asText()).append('\n'));
        int at = text.lastIndexOf("# Your task: Write ");
        var id = at < 0 ? "" : text.substring(at + 19, text.indexOf("\n", at));
        return answers.get(id).apply(text.toString());
    }

    /** Starts the server, or starts it again on its port; the cookie of before stays. */
    void start() {
        if (cookie != null) {
            again();
            return;
        }
        serve = Serve.start(shop.folder, shop.env, 0, faults::add);
        var entered = send(HttpRequest.newBuilder(URI.create(serve.link())));
        assertEquals(303, entered.statusCode());
        cookie = entered.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    /** Another program of this machine may have taken the port meanwhile, for a moment. */
    private void again() {
        int port = serve.port();
        for (int tries = 1; ; tries++) {
            try {
                serve = Serve.start(shop.folder, shop.env, port, faults::add);
                return;
            } catch (Stop taken) {
                if (tries == 100) throw taken;
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(serve.port(), path));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Cookie", cookie);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException end) {
            throw new IllegalStateException(end);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> send(String method, String path, String body) {
        return send(request(path).header("Content-Type", "application/json").method(method,
                HttpRequest.BodyPublishers.ofString(body)));
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException broken) {
            throw new AssertionError(response.body(), broken);
        }
    }

    /** What is answered with that status. */
    JsonNode json(int status, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        return json(response);
    }

    JsonNode run(String id) {
        return json(200, get("/api/runs/" + id));
    }

    /** Starts a run of the notes, says that their pack is trusted, and gives the run's id. */
    String begin(String more) {
        return begun("""
                {"spec": "Notes, please.", "stack": ["notes"], "tasks": "many", "askPlan": false%s}""".formatted(more));
    }

    /** The same of that request. */
    String begun(String request) {
        var run = json(201, send("POST", "/api/runs", request)).path("run").asText();
        if (trusted) return run;
        var question = question(run);
        assertEquals("trust", question.path("kind").asText());
        assertEquals(List.of("y", "n"), question.path("choices").findValuesAsText("word"));
        assertEquals(202, answer(run, question.path("seq").asLong(), "y").statusCode());
        trusted = true;
        Workshop.until(() -> run(run).path("open").findValuesAsText("kind").stream().noneMatch("trust"::equals));
        return run;
    }

    /** Waits until the run stands so, and gives it. */
    JsonNode until(String run, String state) {
        Workshop.until(() -> run(run).path("state").asText().equals(state));
        return run(run);
    }

    /** The question that a run waits with. */
    JsonNode question(String run) {
        return until(run, "waiting").path("open").path(0);
    }

    HttpResponse<String> answer(String run, long question, String text) {
        return send("POST", "/api/runs/%s/questions/%d".formatted(run, question), JSON.createObjectNode().put("answer", text).toString());
    }

    /** No process outlives its test. */
    private void endAll() {
        var known = new KnownRuns(shop.folder, Trust.stateFolder(shop.env));
        Workshop.until(() -> {
            var live = known.all().values().stream().filter(run -> known.folds().of(run).filter(Folds.Fold::live).isPresent()).toList();
            live.forEach(run -> send("POST", "/api/runs/%s/stop".formatted(KnownRuns.id(run)), ""));
            return live.isEmpty();
        });
        // A run is told to be over a little before its process is.
        for (var run : known.all().values()) process(run).ifPresent(process -> process.onExit().join());
    }

    /** The process that works on a run, or did last, where it still is. */
    static Optional<ProcessHandle> process(Path run) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(Inbox.of(run).folder().resolve("process")).split(" ")[0]));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        endAll();
        serve.close();
        models.close();
        client.close();
        assertEquals(List.of(), faults);
    }
}
