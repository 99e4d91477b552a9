package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import llmswarm.Command;
import llmswarm.LocalGreeter;
import llmswarm.Swarm;
import llmswarm.Tape;
import llmswarm.TinyModel;
import llmswarm.Workshop;
import llmswarm.model.grammar.Form;
import llmswarm.model.grammar.Script;
import llmswarm.model.hub.HubText;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Speed;
import llmswarm.model.hub.Speeds;
import llmswarm.plan.Cut;
import llmswarm.plan.Task;
import llmswarm.run.journal.Entry;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whole runs in which every answer is computed by the real engine. Its models are scripted: this proves the plumbing,
 * not what a model can do.
 */
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
class LocalRunTest {
    private static final String CONTEXT = "context: 32000, timeout: 2m";

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        LocalGreeter.spec(shop);
    }

    @Test
    void plannerAndAgentsAreLocalAndTheTreeIsThatOfAReplay() throws IOException {
        var greeter = new LocalGreeter(task -> givenTo(task, task.agent() + "-of-" + task.id()));
        var models = new StringBuilder("models:\n  planner: " + alias("planner", greeter.plan(new Script())));
        for (var task : greeter.plan.tasks()) {
            models.append("  %s: %s".formatted(task.agent(), alias(task.id(), greeter.answer(new Script(), task))));
            expert(task.agent(), task.agent().substring(0, task.agent().indexOf("-of-")));
        }
        shop.file("config/models.yaml", models.toString());
        pack(greeter.plan.tasks().stream().map(Task::agent).toList());
        shop.where = Swarm.Where.LOCAL_ONLY;
        assertEquals(Workshop.tree(run("replayed", Optional.of(tape(greeter)))),
                Workshop.tree(run("local", Optional.empty())));
    }

    @Test
    void oneLocalModelDoesEverythingWithTheBundledConfiguration() throws IOException {
        var greeter = new LocalGreeter(task -> task);
        var script = greeter.plan(new Script()
                .say("{\"stack\":\"python-cli\",\"reason\":\"It is a tool for the command line.\"}",
                new Form.ChoiceForm(List.of("generic", "python-cli"))));
        greeter.plan.tasks().forEach(task -> greeter.answer(script, task));
        var name = "Qwen/Qwen2.5-Coder-1.5B-Instruct";
        var made = ModelStore.describe(TinyModel.scripted(folder.resolve("models").resolve(name), script.texts()));
        Speeds.of(shop.env, Machine.here()).put(made.digest(), name, new Speed(24, 6.2));
        var temp = Files.createDirectory(folder.resolve("tmp"));
        var run = Command.run(shop, Map.of("LLM_SWARM_MODELS", folder.resolve("models").toString(), "JDK_JAVA_OPTIONS",
                "", "JAVA_TOOL_OPTIONS", "-XX:-UsePerfData -Djava.io.tmpdir=" + temp), "spec.md", "--local");
        assertEquals(0, run.exit(), run::err);
        assertEquals(List.of("local: coder (%s, %s parameters, %s on disk) for everything; about 49 min for a project of 8 tasks".formatted(name,
                HubText.parameters(made.parameters().getAsLong()), HubText.bytes(made.bytes()))), said(run, "local: "));
        assertEquals(1, said(run, "coder: loaded").size(), run::err);
        assertEquals(2, run.err().lines().takeWhile(line -> !line.startsWith("coder: loading"))
                .filter(line -> line.contains(" is small")).count(), run::err);
        assertEquals(2, said(run, "note  ").stream().filter(line -> line.contains(" is small")).count(), run::err);
        assertEquals(List.of("tasks  many  coder is small"), said(run, "tasks  "));
        assertEquals(Workshop.tree(run("replayed", Optional.of(tape(greeter)))),
                Workshop.tree(shop.folder.resolve("greeter")));
        try (var left = Files.list(temp)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static List<String> said(Command.Result run, String begin) {
        return run.err().lines().filter(line -> line.startsWith(begin)).toList();
    }

    private static Task givenTo(Task task, String agent) {
        return new Task(task.id(), task.title(), agent, task.description(), task.requirements(), task.lines(),
                task.files(), task.size(), task.dependsOn(), task.provides(), task.uses());
    }

    private String alias(String name, Script script) {
        return "{provider: jlama, model: \"%s\", %s}%n".formatted(TinyModel.scripted(folder.resolve("models")
                .resolve(name), script.texts()), CONTEXT);
    }

    /** The bundled agent under another name, with a model of its own. */
    private void expert(String name, String bundled) {
        var agent = shop.read(Tape.checkout().resolve("agents/%s.yaml".formatted(bundled)));
        shop.file("config/agents/%s.yaml".formatted(name),
                agent.replaceFirst("name: .*", "name: " + name).replaceFirst("model: .*", "model: " + name));
    }

    /** The bundled pack with those agents. */
    private void pack(List<String> agents) throws IOException {
        var bundled = Tape.checkout().resolve("stacks").resolve(LocalGreeter.STACK);
        try (var files = Files.walk(bundled)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var path = "config/stacks/%s/%s".formatted(LocalGreeter.STACK, bundled.relativize(file));
                shop.file(path, shop.read(file).replaceFirst("(?m)^agents: .*", "agents: " + agents));
            }
        }
    }

    private Path tape(LocalGreeter greeter) {
        shop.file("tape.jsonl", greeter.tape().stream()
                .map(event -> new Entry("", 1, Instant.EPOCH, event).line() + "\n").collect(Collectors.joining()));
        return shop.folder.resolve("tape.jsonl");
    }

    private Path run(String output, Optional<Path> tape) {
        var options = RunOptions.DEFAULT.withOutput(Optional.of(Path.of(output)))
                .withStack(Optional.of(LocalGreeter.STACK)).withReplay(tape, false)
                .withTasks(Optional.of(Cut.MANY));
        try (var swarm = shop.swarmTrusted()) {
            var outcome = swarm.run(Spec.read(shop.folder, "spec.md"), options);
            assertEquals(0, outcome.exit());
            return outcome.project();
        }
    }
}
