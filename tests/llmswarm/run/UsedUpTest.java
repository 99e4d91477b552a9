package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import llmswarm.StubAnswer;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedUpTest {
    private static final int TASKS = 40, PAID = 7, PARALLEL = 4;

    @TempDir
    Path folder;

    @Test
    void anAccountThatIsUsedUpAfterSevenOfFortyCallsIsAskedOnlyByThoseUnderWay() {
        var asked = new AtomicInteger();
        try (var notes = new Notes(folder)) {
            notes.models(notes.server.baseUrl(), PARALLEL);
            notes.plan(IntStream.range(0, TASKS).mapToObj(i -> task("t" + i, "t%d.txt".formatted(i))).toArray(String[]::new));
            var limit = new AtomicInteger(PAID);
            for (int i = 0; i < TASKS; i++) {
                var answer = StubAnswer.text(note("t%d.txt".formatted(i), "good"));
                notes.script("t" + i, prompt -> asked.incrementAndGet() <= limit.get() ? answer
                        : StubAnswer.status(429, "insufficient_quota: pay"));
            }
            assertEquals(Stop.UNFINISHED, notes.run().exit());
            assertTrue(asked.get() > PAID && asked.get() <= PAID + PARALLEL, asked + " calls");
            var ends = notes.shop.events(Event.TaskEnded.class);
            assertEquals(PAID, ends.stream().filter(end -> end.state() == Event.State.DONE).count());
            assertEquals(TASKS - PAID, ends.stream().filter(end -> end.state() == Event.State.INTERRUPTED).count());
            assertEquals(1, notes.shop.notices.stream().filter(line -> line.contains("is used up")).count(),
                    notes.shop.notices::toString);
            limit.set(Integer.MAX_VALUE);
            asked.set(0);
            notes.shop.events.clear();
            assertEquals(0, notes.resume(notes.project()).exit());
            assertEquals(TASKS - PAID, asked.get(), "no call that was answered is paid for again");
            assertTrue(notes.shop.events(Event.AskedModel.class).stream().allMatch(question -> question.attempt() == 1));
        }
    }

    @Test
    void aResumeInTheSameSwarmAsksAgain() {
        try (var notes = new Notes(folder).plan(task("a", "a.txt"), task("b", "b.txt", "a"))) {
            var limit = new AtomicInteger(1);
            var asked = new AtomicInteger();
            for (var id : List.of("a", "b")) notes.script(id, prompt -> asked.incrementAndGet() <= limit.get()
                    ? StubAnswer.text(note(id + ".txt", "good")) : StubAnswer.status(429, "insufficient_quota: pay"));
            try (var swarm = notes.shop.swarmTrusted()) {
                var options = RunOptions.DEFAULT.withPlan(Optional.of(Path.of("plan.yaml")));
                assertEquals(Stop.UNFINISHED, swarm.run(Spec.of("Notes.", "spec.md"), options).exit());
                limit.set(Integer.MAX_VALUE);
                assertEquals(0, swarm.resume(notes.project(), Optional.empty(), false).exit());
            }
        }
    }
}
