package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.steps.Answerer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The folder one works in may bring agents and templates: these say what is told to which model. */
class BroughtTrustTest {
    private static final String REFUSAL = "the agents and templates in .swarm are not trusted; look at them and run again with --trust";

    @TempDir
    Path folder;
    private final List<String> prompts = new CopyOnWriteArrayList<>(), questions = new CopyOnWriteArrayList<>();
    private Workshop shop;
    private StubServer server;

    @BeforeEach
    void make() {
        shop = new Workshop(folder);
        server = new StubServer(request -> {
            prompts.add(request.toString());
            return StubAnswer.text("Hello.");
        });
        shop.models(server.baseUrl());
        shop.file("spec.md", "A program.");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void agent(String layer, String model) {
        shop.file(layer + "/agents/backend.yaml",
                "{name: backend, description: Writes., model: %s, role: You write.}".formatted(model));
    }

    private void template(String layer, String text) {
        shop.file(layer + "/templates/ask.mustache", text + " {{question}}");
    }

    private void says(String answer) {
        shop.person = (question, assumed) -> {
            questions.add(question);
            return Optional.of(answer);
        };
    }

    private void ask() throws InterruptedException {
        try (var swarm = shop.swarm()) {
            swarm.ask("backend", "Hi", false);
        }
    }

    private void assertRefused(Executable work) {
        var stop = assertThrows(Stop.class, work);
        assertEquals(REFUSAL, stop.getMessage());
        assertEquals(Stop.UNTRUSTED, stop.exit());
        assertEquals(List.of(), prompts);
    }

    @Test
    void nothingIsSentWhereNobodySaysThatTheyAreTrusted() {
        agent(".swarm", "planner");
        template(".swarm", "HOSTILE");
        assertRefused(this::ask);
        assertRefused(() -> {
            try (var swarm = shop.swarm()) {
                swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT);
            }
        });
        assertRefused(() -> {
            try (var swarm = shop.swarm()) {
                swarm.plan(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT);
            }
        });
    }

    @Test
    void onesOwnProjectIsAskedAboutOnceUntilItChanges() throws InterruptedException {
        agent(".swarm", "planner");
        template(".swarm", "OURS");
        says("y");
        ask();
        assertEquals(List.of("""
                The agents and templates in .swarm are new or have changed. They say what models are told, and which are asked:
                  agents/backend.yaml  (asks the model 'planner')
                  templates/ask.mustache
                Trust them? [y/N]"""), questions);
        assertTrue(prompts.getFirst().contains("OURS Hi"), prompts.getFirst());
        shop.person = Answerer.NOBODY;
        ask();
        assertEquals(2, prompts.size());
        template(".swarm", "CHANGED");
        assertEquals(REFUSAL, assertThrows(Stop.class, this::ask).getMessage());
        shop.trust = true;
        ask();
        shop.trust = false;
        ask();
        assertEquals(4, prompts.size());
    }

    @Test
    void whatIsOnesOwnOrIsNotUsedIsNotAskedAbout() throws InterruptedException {
        says("n");
        template("../CONFIG/llm-swarm", "MINE");
        ask();
        agent("config", "coder");
        agent(".swarm", "planner");
        template("config", "ALSO MINE");
        template(".swarm", "HIDDEN");
        shop.file(".swarm/stacks/other/stack.yaml", "{name: other, description: Other., agents: [backend]}");
        ask();
        assertEquals(List.of(), questions);
        assertTrue(prompts.getFirst().contains("MINE Hi") && prompts.getLast().contains("ALSO MINE Hi"),
                prompts.toString());
    }
}
