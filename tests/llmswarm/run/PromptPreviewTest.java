package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.plan.PlanJson;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptPreviewTest {
    private static final Path GREETER = Tape.example("python-cli");

    @TempDir
    Path folder;

    @Test
    void aPreviewIsTheVeryPromptThatARunSends() throws Exception {
        var shop = new Workshop(folder).models(URI.create("http://127.0.0.1:9/v1"));
        try (var swarm = shop.swarmTrusted()) {
            var spec = Spec.read(GREETER, "spec.md");
            var outcome = swarm.run(spec, RunOptions.DEFAULT
                    .withReplay(Optional.of(GREETER.resolve("tape.jsonl")), false));
            var plan = shop.events(Event.Planned.class).getFirst().plan();
            var sent = shop.events(Event.AskedModel.class).stream().filter(asked -> !asked.task().startsWith(":"))
                    .toList();
            assertEquals(plan.tasks().size(), sent.size());
            for (var asked : sent) {
                var shown = swarm.prompt(new PromptPreview.Wanted(asked.agent(), Optional.empty(), plan, asked.task(),
                        Optional.of(spec), Optional.of(outcome.project())));
                assertEquals(asked.messages(), shown.prompt().messages(), asked.task());
                assertTrue(shown.tokens() > 300 && shown.tokens() < shown.room(), shown.toString());
            }
            var file = Files.writeString(folder.resolve("plan.json"), PlanJson.of(plan));
            assertEquals(plan, swarm.readPlan(file));
            var early = swarm.prompt(new PromptPreview.Wanted("backend", Optional.of("planner"), plan, "cli",
                    Optional.empty(), Optional.empty()));
            assertEquals("planner", early.agent().model());
            assertTrue(early.prompt().messages().getLast().text().contains("# Your task"));
            assertEquals("unknown task 'clj'; did you mean 'cli'? Tasks of the plan: " + String.join(", ",
                    plan.tasks().stream().map(Task::id).toList()) + ".",
                    assertThrows(Stop.class, () -> swarm.prompt(new PromptPreview.Wanted("backend", Optional.empty(),
                    plan, "clj", Optional.empty(), Optional.empty()))).getMessage());
        }
    }
}
