package llmswarm.model.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

class ModelQueueTest {
    private static Thread waiting(ModelQueue slots, double priority, List<String> served, String name) {
        return waiting(slots.queue(priority), served, name);
    }

    private static Thread waiting(ModelQueue.Turn turn, List<String> served, String name) {
        return Thread.ofPlatform().start(() -> {
            try (turn) {
                turn.await();
                served.add(name);
            } catch (InterruptedException e) {
                served.add(name + " gave up");
            }
        });
    }

    @Test
    void theLongestPathIsServedFirstAndAmongEqualsTheFirstToCome() throws Exception {
        var slots = new ModelQueue(1);
        var served = Collections.synchronizedList(new ArrayList<String>());
        var threads = new ArrayList<Thread>();
        try (var first = slots.queue(0)) {
            first.await();
            threads.add(waiting(slots, 1, served, "low"));
            threads.add(waiting(slots, 5, served, "high"));
            threads.add(waiting(slots, 1, served, "low too"));
        }
        for (var thread : threads) thread.join();
        assertEquals(List.of("high", "low", "low too"), served);
    }

    @Test
    void aLaterAttemptGoesBeforeFirstOnesOfTheSamePriorityAndBehindLongerPaths() throws Exception {
        var slots = new ModelQueue(1);
        var served = Collections.synchronizedList(new ArrayList<String>());
        var threads = new ArrayList<Thread>();
        try (var first = slots.queue(0)) {
            first.await();
            threads.add(waiting(slots.queue(5, false), served, "first"));
            threads.add(waiting(slots.queue(5, true), served, "again"));
            threads.add(waiting(slots.queue(9, false), served, "longest"));
        }
        for (var thread : threads) thread.join();
        assertEquals(List.of("longest", "again", "first"), served);
    }

    @Test
    void aWaiterThatIsInterruptedLosesNoSlot() throws Exception {
        var slots = new ModelQueue(1);
        var served = Collections.synchronizedList(new ArrayList<String>());
        Thread stays;
        try (var first = slots.queue(0)) {
            first.await();
            var goes = waiting(slots, 9, served, "goes");
            stays = waiting(slots, 1, served, "stays");
            goes.interrupt();
            goes.join();
        }
        stays.join();
        assertEquals(List.of("goes gave up", "stays"), served);
        slots.queue(0).await();
    }

    @Test
    void closingTwiceGivesBackOneSlot() throws Exception {
        var slots = new ModelQueue(1);
        var first = slots.queue(0);
        first.await();
        first.close();
        first.close();
        var second = slots.queue(0);
        second.await();
        var served = Collections.synchronizedList(new ArrayList<String>());
        var third = waiting(slots, 0, served, "third");
        served.add("second");
        second.close();
        third.join();
        assertEquals(List.of("second", "third"), served);
    }

    @Test
    void aSlotIsGivenBackByItselfAfterItsGrace() throws Exception {
        var slots = new ModelQueue(1);
        var kept = slots.queue(0);
        kept.await();
        kept.closeAfter(Duration.ofMillis(1));
        slots.queue(0).await();
    }
}
