package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.plan.SoloPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One agent instead of many: the same specification, checks and summary. */
class SoloTest {
    private static final Path GREETER = Tape.example("greeter");

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
    }

    private static RunOptions solo(String stack) {
        return new RunOptions(Optional.empty(), Optional.of(stack), Map.of(), Optional.empty(), Optional.empty(), false, Optional.empty(), false, true);
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
        try (var server = StubServer.answering(StubAnswer.text(everything()))) {
            var outcome = built(server);
            assertEquals("done and checked", outcome.label(), () -> shop.events(Event.TaskEnded.class) + " " + shop.events(Event.Noted.class));
            assertEquals(1, server.requests().size());
            assertEquals(List.of("installed", "starts", "tests"), shop.events(Event.Checked.class).stream().filter(c -> c.task().isEmpty()).map(Event.Checked::check).sorted().toList());
            var log = Workshop.output(outcome.project(), "git", "log", "--format=%s");
            assertEquals(2, log.lines().count(), log);
        }
    }

    @Test
    void whatFailsAtTheEndGoesBackToIt() {
        var good = everything();
        try (var server = StubServer.answering(StubAnswer.text(good.replace("Hello, ", "Goodbye, ")), StubAnswer.text("{\"fault\": \"code\", \"code\": \"everything\", "
                + "\"test\": \"\", \"quote\": \"\", \"reason\": \"It says goodbye.\"}"), StubAnswer.text(good))) {
            var outcome = built(server);
            assertEquals(0, outcome.exit(), () -> shop.events(Event.TaskEnded.class) + " " + shop.events(Event.Noted.class));
            assertTrue(server.requests().getLast().body().toString().contains("Check 'tests' failed"));
        }
    }

    @Test
    void theProjectIsNamedAfterTheSpecificationsFirstLine() {
        assertEquals("uber-gro-en-und-mehr", SoloPlan.of("# Über Größen, und mehr\n\nText.", "generic").name());
        assertEquals("project", SoloPlan.of("2026", "generic").name());
        assertEquals("a-tool-that-does-many-many-things-for", SoloPlan.of("A tool that does many, many things for everybody everywhere", "generic").name());
    }
}
