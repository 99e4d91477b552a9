package llmswarm.run;

import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A person is asked about one task after the other, until a run ends. */
@Execution(ExecutionMode.CONCURRENT)
class PersonTurnsTest extends AtATerminal {
    @Test
    void twoTasksThatFailAskOneAfterTheOther() {
        notes.say("c", note("c.txt", "bad"));
        var both = new CountDownLatch(2);
        var open = new AtomicInteger();
        var most = new AtomicInteger();
        notes.shop.person = (question, assumed) -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            questions.add(question);
            // The other one has failed by now, and waits.
            Workshop.until(() -> notes.shop.events(Event.Checked.class).stream().filter(c -> c.attempt() == 2)
                    .count() == 2);
            both.countDown();
            open.decrementAndGet();
            return Optional.of("skip");
        };
        assertEquals(3, notes.run().exit());
        assertEquals(0, both.getCount());
        assertEquals(1, most.get());
        assertEquals(2, questions.size());
        var told = notes.shop.events.stream().filter(e -> e instanceof Event.Asked || e instanceof Event.Answered)
                .map(e -> e.getClass().getSimpleName()).toList();
        assertEquals(List.of("Asked", "Answered", "Asked", "Answered"), told);
    }

    @Test
    void anInterruptionEndsTheWaitForAReplyAndTheNextQuestionToo() throws Exception {
        notes.say("c", note("c.txt", "bad"));
        var asked = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            Workshop.until(() -> notes.shop.events(Event.Checked.class).stream().filter(c -> c.attempt() == 2)
                    .count() == 2);
            asked.countDown();
            never.await();
            return Optional.empty();
        };
        var run = new Thread(() -> assertEquals(Stop.INTERRUPTED, assertThrows(Stop.class, notes::run).exit()));
        run.start();
        Workshop.until(() -> asked.getCount() == 0 || !run.isAlive());
        run.interrupt();
        run.join();
        assertEquals(1, questions.size());
        assertEquals(List.of("a interrupted", "c interrupted"), notes.ends().stream().sorted().toList());
        person("again", "again");
        notes.say("a", note("a.txt", "good")).say("c", note("c.txt", "good"));
        assertEquals(0, notes.resume(notes.project()).exit(), notes.ends()::toString);
    }

    @Test
    void noOtherTaskIsAskedAboutBetweenEditAndDone() {
        notes.say("c", note("c.txt", "bad"));
        notes.shop.person = (question, assumed) -> {
            questions.add(question.lines().findFirst().orElseThrow().replaceAll("^.*'([ac])'.*$", "$1"));
            if (questions.size() == 1) {
                Workshop.until(() -> notes.shop.events(Event.Checked.class).stream().filter(c -> c.attempt() == 2)
                        .count() == 2);
                return Optional.of("show");
            }
            if (questions.size() == 2) return Optional.of("edit");
            return Optional.of("skip");
        };
        assertEquals(3, notes.run().exit());
        assertEquals(4, questions.size());
        assertEquals(1, questions.subList(0, 3).stream().distinct().count(), questions::toString);
    }

    @Test
    void afterStopNoOtherQuestionIsAsked() {
        notes.say("c", note("c.txt", "bad"));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            Workshop.until(() -> notes.shop.events(Event.Checked.class).stream().filter(c -> c.attempt() == 2)
                    .count() == 2);
            return Optional.of("stop");
        };
        shopStopped();
        assertEquals(1, questions.size());
        assertEquals(List.of("a interrupted", "c interrupted"), notes.ends().stream().sorted().toList());
    }
}
