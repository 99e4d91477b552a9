package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A specification and a pack for a project of two notes. */
abstract class TwoNotes {
    static final String PLAN = """
            {"stack": "notes", "name": "two-notes", "summary": "Two notes.", "requirements": [{"id": "R1", "text": "There are two notes.", "lines": ["1"]}],
             "contracts": [], "tasks": [
              {"id": "a", "title": "First", "agent": "documenter", "description": "Write.", "requirements": ["R1"], "files": ["a.txt"], "dependsOn": []},
              {"id": "b", "title": "Second", "agent": "documenter", "description": "Write.", "requirements": ["R1"], "files": ["b.txt"], "dependsOn": []}],
             "checks": [], "unclear": []}""";

    @TempDir
    Path folder;
    Workshop shop;

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

    static RunOptions options(String output, String plan) {
        return RunOptions.DEFAULT.withOutput(Optional.ofNullable(output).map(Path::of))
                .withStack(Optional.of("notes")).withPlan(Optional.ofNullable(plan).map(Path::of))
                .withTasks(Optional.of(Cut.MANY));
    }

    Outcome run(RunOptions options) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.read(shop.folder, "spec.md"), options);
        }
    }

    Stop stopped(RunOptions options) {
        return assertThrows(Stop.class, () -> run(options));
    }

    Outcome served(Function<JsonNode, StubAnswer> script, RunOptions options) {
        try (var server = new StubServer(script::apply)) {
            shop.models(server.baseUrl());
            return run(options);
        }
    }

    /** Serves the plan, and for each task what the function gives for its prompt. */
    Outcome written(Function<String, String> answers) {
        return served(request -> {
            var prompt = request.path("messages").toString();
            return StubAnswer.text(prompt.contains("Plan this specification.") ? PLAN : answers.apply(prompt));
        }, options(null, null));
    }

    static String note(String prompt) {
        return prompt.contains("# Your task: First") ? "### a.txt\n```\nA\n```\n" : "### b.txt\n```\nB\n```\n";
    }

    static void assertUsage(String sentence, Stop stop) {
        assertEquals(sentence, stop.getMessage());
        assertEquals(Stop.USAGE, stop.exit());
    }
}
