package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.Swarm.Where;
import llmswarm.TinyModel;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.model.grammar.Form;
import llmswarm.model.grammar.Script;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --local-only} refuses. */
class LocalOnlyTest {
    private static final String CLOUD = "{provider: openai, model: large, base-url: \"https://models.example/v1\"}";
    private static final String FORBIDDEN = "No model can be used for 'planner': --local-only forbids https://models.example/v1. Choose one:";

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.where = Where.LOCAL_ONLY;
        var answer = "### a.txt\n````\nOnly a note, but longer than the agent may write.\n````\n";
        var model = TinyModel.scripted(folder.resolve("m"),
                new Script().say(answer, new Form.FilesForm(List.of("a.txt"))).texts());
        shop.file("config/models.yaml", """
                models:
                  planner: %s
                  coder: {provider: jlama, model: "%s", context: 8000, escalate: planner}
                """.formatted(CLOUD, model));
        shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                conventions: Plain text.
                checks: [{name: there, when: end, run: [test, -f, a.txt]}]
                """);
        shop.file("config/agents/writer.yaml",
                "{name: writer, description: Writes., model: coder, prompt: task, role: You write., max-tokens: 8, attempts: 1}");
        shop.file("spec.md", "A note.");
        shop.file("plan.yaml", """
                {stack: notes, name: note, summary: A note., requirements: [{id: R1, text: There is a note.}],
                 tasks: [{id: a, title: Note, agent: writer, description: Write., requirements: [R1], files: [a.txt]}]}""");
    }

    private Outcome run(Optional<Path> plan) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.read(shop.folder, "spec.md"),
                    RunOptions.DEFAULT.withStack(Optional.of("notes")).withPlan(plan)
                            .withTasks(Optional.of(Cut.MANY)));
        }
    }

    @Test
    void aPlannerInTheCloudIsRefusedBeforeAnythingIsSent() {
        var stop = assertThrows(Stop.class, () -> run(Optional.empty()));
        assertEquals(FORBIDDEN, stop.lines().getFirst());
        assertEquals(Stop.USAGE, stop.exit());
        assertEquals(0, shop.events(Event.AskedModel.class).size());
    }

    @Test
    void soIsOneInTheCloudThatALocalOneEscalatesTo() {
        assertEquals(Stop.UNFINISHED, run(Optional.of(Path.of("plan.yaml"))).exit());
        assertEquals("planner cannot be asked instead of coder: " + FORBIDDEN,
                shop.events(Event.Noted.class).stream().filter(noted -> noted.task().equals("a"))
                .map(Event.Noted::sentence).findFirst().orElse(""));
        assertEquals(1, shop.events(Event.AskedModel.class).size());
    }
}
