package llmswarm.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.plan.Cut;
import llmswarm.run.change.Change;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;

/** A repository of shell scripts that somebody made by hand, and a model on loopback that changes it. */
final class ChangedProject {
    private final Workshop shop;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Function<String, String> script = prompt -> "";
    private Runnable meanwhile = () -> { };
    private String coder = "context: 128000";

    ChangedProject(Path folder) {
        shop = new Workshop(folder);
        checks("{name: there, when: end, run: [grep, -q, begin, README]}",
                "{name: tests, when: end, run: [sh, tests/all.sh], kind: test, needs: []}");
        file("README", "begin\n");
        git("init", "-q", "-b", "main");
    }

    /** In place of the usual ones, an entry of a pack's list each. */
    ChangedProject checks(String... entries) {
        shop.file("config/stacks/shell/stack.yaml", """
                name: shell
                description: Shell scripts.
                agents: [backend, tester]
                recognised-by: [tests/all.sh, "src/*.sh"]
                checks:
                  - %s
                failures: ['(?m)^FAIL: ']
                tests: ["tests/**"]
                """.formatted(String.join("\n  - ", entries)));
        return this;
    }

    /** Who writes is asked for one file a call, and has a context of so many tokens. */
    ChangedProject small(int context) {
        coder = "context: %d, small: true".formatted(context);
        return this;
    }

    Path folder() {
        return shop.folder.resolve("project");
    }

    ChangedProject file(String path, String text) {
        shop.file("project/" + path, text);
        return this;
    }

    ChangedProject bytes(String path, byte[] content) {
        try {
            Files.write(folder().resolve(path), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String path) {
        return shop.read(folder().resolve(path));
    }

    ChangedProject commit() {
        git("add", "-A");
        git("-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "by hand");
        return this;
    }

    String git(String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return Workshop.output(folder(), command.toArray(String[]::new)).strip();
    }

    /** What the agent answers, one after the other, the last one again and again. */
    ChangedProject answering(String... answers) {
        var left = new ArrayList<>(List.of(answers));
        script = prompt -> {
            meanwhile.run();
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
        };
        return this;
    }

    /** Answers by what a prompt holds. */
    void script(Map<String, String> answers) {
        script = prompt -> answers.entrySet().stream().filter(each -> prompt.contains(each.getKey()))
                .map(Map.Entry::getValue).findFirst().orElseThrow(() -> new AssertionError(prompt));
    }

    /** What happens while the agent writes. */
    void meanwhile(Runnable work) {
        meanwhile = work;
    }

    Outcome change(String request) {
        return changeIn(folder(), request);
    }

    Outcome change(String request, String branch) {
        return run(Spec.of(request, "the request"), options(Optional.empty()).changing(folder(), Change.Kind.REQUEST)
                .withBranch(Optional.of(branch)));
    }

    Outcome change(String request, List<String> several) {
        return run(Spec.of(request, "the request"), options(Optional.of(Cut.FEW)).changing(folder(),
                Change.Kind.REQUEST));
    }

    Outcome changeIn(Path place, String request) {
        return run(Spec.of(request, "the request"), options(Optional.empty()).changing(place, Change.Kind.REQUEST));
    }

    private static RunOptions options(Optional<Cut> cut) {
        return RunOptions.DEFAULT.withTasks(cut);
    }

    private Outcome run(Spec spec, RunOptions options) {
        return served(() -> {
            try (var swarm = shop.swarmTrusted()) {
                return swarm.run(spec, options);
            }
        });
    }

    Outcome resume(Path run) {
        return served(() -> {
            try (var swarm = shop.swarmTrusted()) {
                return swarm.resume(run, Optional.empty(), false);
            }
        });
    }

    private Outcome served(java.util.function.Supplier<Outcome> work) {
        try (var server = new StubServer(request -> {
            var prompt = new StringBuilder();
            request.path("messages").forEach(message -> prompt.append(message.path("content").asText()).append('\n'));
            asked.add(prompt.toString());
            return prompt.toString().contains("how large the change will be") ? ChangeTest.SMALL
                    : StubAnswer.text(script.apply(prompt.toString()));
        })) {
            shop.file("config/models.yaml", """
                    models:
                      planner: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: 8, timeout: 30s}
                      coder: {provider: openai, model: stub, base-url: "%1$s", parallel: 8, timeout: 30s, %2$s}
                    """.formatted(server.baseUrl(), coder));
            return work.get();
        }
    }

    /** Every prompt, in order. */
    List<String> asked() {
        return asked;
    }

    <T extends Event> List<T> events(Class<T> type) {
        return shop.events(type);
    }

    List<String> notes(String begin) {
        return events(Event.Noted.class).stream().map(Event.Noted::sentence).filter(note -> note.startsWith(begin))
                .toList();
    }

    /** The end checks. */
    List<Event.Checked> ends() {
        return events(Event.Checked.class).stream().filter(check -> check.task().isEmpty()).toList();
    }

    String story() {
        return shop.events.stream().filter(event -> event instanceof Event.Noted || event instanceof Event.Checked
                || event instanceof Event.TaskEnded).map(Event::toString).collect(Collectors.joining("\n"));
    }

    /** The newest commit. */
    String tree() {
        return git("rev-parse", "HEAD");
    }

    List<String> changedSince(String commit) {
        return git("diff", "--name-only", commit, "HEAD").lines().toList();
    }

    List<String> commits() {
        return git("log", "--format=%s").lines().toList();
    }

    String status() {
        return git("status", "--porcelain");
    }

    /** Cuts the last run's journal behind its last line of that type and task, and undoes its commits. */
    Path cutBehind(String type, String task) {
        var run = RunFolder.runs(folder()).getLast();
        var journal = run.resolve(Journal.FILE);
        try {
            var lines = Files.readAllLines(journal);
            int last = lines.stream().map(line -> line.contains("\"type\":\"" + type + "\"") && line.contains("\"task\":\""
                    + task + "\"")).toList().lastIndexOf(true);
            Files.write(journal, lines.subList(0, last + 1));
            git("reset", "-q", "--hard", "HEAD~1");
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
