package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plans and answers that language models wrote who saw the prompts and nothing else: planner, coder and tester each
 * another. Their tapes are in tests/tapes. What counts is that nothing of the tool stands in the way of right work.
 */
class NaturalAnswersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"chores, web-basic, 1", "tally, generic, 0", "ring, generic, 1", "lending, web-basic, 0"})
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void endsGreenWithNoMoreRepairsThanTheWorkItselfNeeds(String name, String stack, int repairs) {
        var shop = new Workshop(folder);
        var tape = Tape.checkout().resolve("tests/tapes").resolve(name);
        try (var swarm = shop.swarm()) {
            var outcome = swarm.run(Spec.read(tape, "spec.md"),
                    RunOptions.DEFAULT.withReplay(Optional.of(tape.resolve("tape.jsonl")), false)
                            .withApprovedChecks(true));
            assertEquals("done and checked", outcome.label(), () -> shop.events(Event.Noted.class) + " "
                    + shop.events(Event.TaskEnded.class));
            var plan = shop.events(Event.Planned.class).getFirst().plan();
            assertEquals(stack, plan.stack());
            assertEquals(repairs, shop.events(Event.Noted.class).stream()
                    .filter(note -> note.sentence().startsWith("sent back: ")).count());
            var written = new TreeSet<String>();
            shop.events(Event.Integrated.class).stream().filter(done -> !done.task().equals("scaffold"))
                    .forEach(done -> written.addAll(done.files().keySet()));
            var strangers = written.stream().filter(path -> plan.tasks().stream().noneMatch(task -> task.owns(path)))
                    .toList();
            assertEquals(List.of(), strangers, "files that nobody asked for");
            var declared = plan.tasks().stream().map(Task::files).flatMap(List::stream)
                    .filter(path -> !path.endsWith("/")).toList();
            assertTrue(written.containsAll(declared), () -> declared + " were planned, but written are " + written);
        }
    }
}
