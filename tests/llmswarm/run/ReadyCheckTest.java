package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of several tasks' files that do not wait for the whole. */
class ReadyCheckTest {
    private static final String PLAN = """
            {stack: pages, name: two-pages, summary: Two pages., requirements: [{id: R1, text: The pages are there.}],
             contracts: [], checks: [], unclear: [], tasks: [
             {id: left, title: Left, agent: backend, description: Write it., requirements: [R1], files: [web/left.txt]},
             {id: right, title: Right, agent: backend, description: Write it., requirements: [R1], files: [web/right.txt]},
             {id: store, title: Store, agent: backend, description: Write it., requirements: [R1], files: [store/]}]}""";

    @TempDir
    Path folder;
    private Workshop shop;
    /** Opened when the page on the right is asked for again. */
    private final CountDownLatch again = new CountDownLatch(1);

    @BeforeEach
    void pack() {
        shop = new Workshop(folder);
        shop.file("spec.md", "Two pages and a store.");
        shop.file("plan.yaml", PLAN);
        shop.file("config/stacks/pages/stack.yaml", """
                name: pages
                description: Pages.
                agents: [backend]
                location: ['(?<file>[\\w./-]+):(?<line>\\d+)']
                checks:
                  - name: alike
                    when: ready
                    of: ["web/**"]
                    run: [sh, -c, "ls store 2>/dev/null; cmp web/left.txt web/right.txt || { echo web/right.txt:1; exit 1; }"]
                    reads: ["web/**"]
                  - {name: whole, when: end, run: [cat, web/left.txt, web/right.txt, store/all.txt]}
                """);
    }

    /** The store's task gets its answer only after the check of the pages has failed and been sent back. */
    private StubAnswer answer(JsonNode request) {
        var prompt = request.toString();
        if (prompt.contains("# Your task: Left")) return file("web/left.txt", "a page");
        if (prompt.contains("# Your task: Right")) {
            if (!prompt.contains("web/right.txt:1")) return file("web/right.txt", "another");
            again.countDown();
            return file("web/right.txt", "a page");
        }
        try {
            return again.await(60, TimeUnit.SECONDS) ? file("store/all.txt", "all") : StubAnswer.text("nobody came");
        } catch (InterruptedException stopped) {
            return StubAnswer.text("stopped");
        }
    }

    private static StubAnswer file(String path, String text) {
        return StubAnswer.text(Notes.note(path, text));
    }

    @Test
    void aCheckRunsAndIsMendedAsSoonAsTheFilesItWaitsForAreThere() {
        try (var server = new StubServer(this::answer); var swarm = shop.models(server.baseUrl()).swarmTrusted()) {
            var options = RunOptions.DEFAULT.withPlan(Optional.of(Path.of("plan.yaml")));
            var outcome = swarm.run(Spec.read(shop.folder, "spec.md"), options);
            assertEquals(0, outcome.exit(), shop.notices::toString);
            assertEquals("a page\n", Taped.committed(outcome, "web/right.txt"));
            assertEquals(4, server.requests().size());
            // At the end its result stands, as nothing that it reads has changed.
            assertEquals(List.of("alike 1", "right alike 0", "alike 0", "whole 0"),
                    Workshop.journaled(RunFolder.last(outcome.project(), shop.folder).resolve("journal.jsonl"))
                            .stream().filter(Event.Checked.class::isInstance).map(Event.Checked.class::cast)
                            .map(c -> "%s %s %d".formatted(c.task(), c.check(), c.exit()).strip()).toList());
        }
    }
}
