package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.plan.Cut;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.SpecLines;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One agent instead of many: the same specification, checks and summary. */
class SoloTest {
    private static final Path GREETER = Tape.example("python-cli");

    private static final StubAnswer CHOICE = StubAnswer.text("""
            {"stack": "python-cli", "reason": "It fits.", "name": "greeter", "summary": "Greets.", "lines": 400, "checks": []}""");

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
    }

    private static RunOptions solo(String stack) {
        return RunOptions.DEFAULT.withStack(Optional.of(stack)).withTasks(Optional.of(Cut.ONE));
    }

    /** Everything the tape's agents wrote, as one answer. */
    private static String everything() {
        return new Tape(GREETER.resolve("tape.jsonl")).answers();
    }

    private Outcome built(StubServer server) {
        shop.models(server.baseUrl());
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.read(GREETER, "spec.md"), solo("python-cli"));
        }
    }

    @Test
    void oneAgentDoesEverythingInOneTaskAndIsCheckedLikeASwarm() {
        try (var server = StubServer.answering(CHOICE, StubAnswer.text(everything()))) {
            var outcome = built(server);
            assertEquals("done and checked", outcome.label(), () -> shop.events(Event.TaskEnded.class) + " "
                    + shop.events(Event.Noted.class));
            assertEquals(2, server.requests().size());
            assertEquals(List.of("installed", "starts", "tests"),
                    shop.events(Event.Checked.class).stream().filter(c -> c.task().isEmpty()).map(Event.Checked::check)
                    .sorted().toList());
            var log = Workshop.output(outcome.project(), "git", "log", "--format=%s");
            assertEquals(2, log.lines().count(), log);
        }
    }

    @Test
    void whatFailsAtTheEndGoesBackToItAndNobodyIsAskedWhoseFaultItIs() {
        var good = everything();
        try (var server = StubServer.answering(CHOICE, StubAnswer.text(good.replace("Hello, ", "Goodbye, ")),
                StubAnswer.text(good))) {
            var outcome = built(server);
            assertEquals(0, outcome.exit(), () -> shop.events(Event.TaskEnded.class) + " "
                    + shop.events(Event.Noted.class));
            assertEquals(3, server.requests().size());
            assertTrue(server.requests().getLast().body().toString().contains("Check 'tests' failed"));
        }
    }

    @Test
    void theProjectIsNamedAsThePlannerSaysAndNotAfterAHeading() {
        assertEquals("uber-gro-en", named("Über Größen"));
        assertEquals("project", named("2026"));
        assertEquals("project", named(""));
        assertEquals("a-tool-that-does-many-many-things-for",
                named("A tool that does many, many things for everybody everywhere"));
    }

    private static String named(String name) {
        return SoloPlan.of(SpecLines.of("# Introduction\n"),
                new PlanReader.Choice("generic", "", name, "", 100, List.of(), List.of()), List.of()).name();
    }
}
