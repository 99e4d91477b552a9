package llmswarm.run;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;

/**
 * Runs of a small pack whose notes hold when the word "good" is in them; what is answered is said by the task's title.
 */
public final class Notes implements AutoCloseable {
    static final String REPLAN = ":replan";
    private static final String TITLE = "# Your task: ";

    final Workshop shop;
    final StubServer server;
    final List<String> prompts = new CopyOnWriteArrayList<>();
    private final Map<String, Function<String, StubAnswer>> answers = new ConcurrentHashMap<>();

    Notes(Path folder) {
        shop = new Workshop(folder);
        shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                checks:
                  - {name: good, when: task, files: "**.txt", run: [grep, -q, good, "{{file}}"]}
                  - {name: there, when: end, run: [sh, -c, "test -n \\"$(ls *.txt)\\""]}
                """);
        shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: task, role: You write., attempts: 2}");
        server = new StubServer(this::answer);
        models(server.baseUrl(), 8);
    }

    void models(URI url, int parallel) {
        shop.file("config/models.yaml", """
                models:
                  planner: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: %2$d, timeout: 30s}
                  coder: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: %2$d, timeout: 30s}
                  other: {provider: openai, model: better, base-url: "%1$s", context: 128000, parallel: %2$d, timeout: 30s}
                """.formatted(url, parallel));
    }

    /** A plan without requirements; each task as YAML in braces. */
    Notes plan(String... tasks) {
        shop.file("plan.yaml",
                "{stack: notes, name: notes, summary: Notes., requirements: [], tasks: [\n%s]}\n".formatted(String.join(",\n", tasks)));
        return this;
    }

    static String task(String id, String file, String... dependsOn) {
        return "{id: %s, title: Write %s, agent: writer, description: Write., files: [%s], dependsOn: [%s]}".formatted(id, id, file, String.join(", ", dependsOn));
    }

    /** The same as JSON, for a planner's answer. */
    static String json(String id, String file, String... dependsOn) {
        return """
                {"id": "%1$s", "title": "Write %1$s", "agent": "writer", "description": "Write.", "requirements": [], "files": ["%2$s"],
                 "dependsOn": [%3$s], "provides": [], "uses": []}""".formatted(id, file, List.of(dependsOn).stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")));
    }

    static String planned(String... tasks) {
        return """
                {"stack": "notes", "name": "notes", "summary": "Notes.", "requirements": [], "contracts": [], "checks": [], "unclear": [],
                 "tasks": [%s]}""".formatted(String.join(",\n", tasks));
    }

    static String note(String path, String text) {
        return "### %s\n```\n%s\n```\n".formatted(path, text);
    }

    /** The answers to a task in turn, the last one for ever. */
    Notes say(String task, String... texts) {
        var left = new ConcurrentLinkedDeque<>(List.of(texts));
        return script(task, prompt -> StubAnswer.text(left.size() > 1 ? left.poll() : left.peek()));
    }

    Notes script(String task, Function<String, StubAnswer> script) {
        answers.put(task, script);
        return this;
    }

    private StubAnswer answer(JsonNode request) {
        var text = new StringBuilder();
        request.path("messages").forEach(message -> text.append(message.path("content").asText()).append('\n'));
        var prompt = text.toString();
        prompts.add(prompt);
        return answers.get(task(prompt)).apply(prompt);
    }

    /** The id of the task that a prompt is about. */
    static String task(String prompt) {
        int at = prompt.lastIndexOf(TITLE);
        return at < 0 ? REPLAN : prompt.substring(at + TITLE.length(), prompt.indexOf('\n', at))
                .replaceFirst("^Write ", "");
    }

    /** The prompts about a task, in order. */
    List<String> prompts(String task) {
        return prompts.stream().filter(prompt -> task(prompt).equals(task)).toList();
    }

    Outcome run() {
        return run(Optional.empty(), Optional.empty());
    }

    Outcome run(Optional<Path> tape, Optional<String> sandbox) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"), RunOptions.DEFAULT
                    .withPlan(Optional.of(Path.of("plan.yaml"))).withReplay(tape, false).withSandbox(sandbox));
        }
    }

    Outcome resume(Path project) {
        return resume(project, Optional.empty());
    }

    Outcome resume(Path project, Optional<String> sandbox) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.resume(project, sandbox, false);
        }
    }

    Path project() {
        return shop.folder.resolve("notes");
    }

    Path journal() {
        return RunFolder.runs(project()).getLast().resolve(Journal.FILE);
    }

    /** How tasks ended, in order. */
    List<String> ends() {
        return shop.events(Event.TaskEnded.class).stream()
                .map(end -> end.task() + " " + end.state().name().toLowerCase(Locale.ROOT)).toList();
    }

    List<String> notes() {
        return shop.events(Event.Noted.class).stream().map(Event.Noted::sentence).toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
