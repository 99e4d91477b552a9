package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

class SlotsTest {
    private static Thread waiting(Slots slots, double priority, List<String> served, String name) throws InterruptedException {
        var thread = Thread.ofPlatform().start(() -> {
            try (var slot = slots.acquire(priority)) {
                served.add(name);
            } catch (InterruptedException e) {
                served.add(name + " gave up");
            }
        });
        while (thread.getState() != Thread.State.WAITING) Thread.onSpinWait();
        return thread;
    }

    @Test
    void theLongestPathIsServedFirstAndAmongEqualsTheFirstToCome() throws Exception {
        var slots = new Slots(1);
        var served = Collections.synchronizedList(new ArrayList<String>());
        var threads = new ArrayList<Thread>();
        try (var first = slots.acquire(0)) {
            threads.add(waiting(slots, 1, served, "low"));
            threads.add(waiting(slots, 5, served, "high"));
            threads.add(waiting(slots, 1, served, "low too"));
        }
        for (var thread : threads) thread.join();
        assertEquals(List.of("high", "low", "low too"), served);
    }

    @Test
    void aWaiterThatIsInterruptedLosesNoSlot() throws Exception {
        var slots = new Slots(1);
        var served = Collections.synchronizedList(new ArrayList<String>());
        Thread goes;
        Thread stays;
        try (var first = slots.acquire(0)) {
            goes = waiting(slots, 9, served, "goes");
            stays = waiting(slots, 1, served, "stays");
            goes.interrupt();
            goes.join();
        }
        stays.join();
        assertEquals(List.of("goes gave up", "stays"), served);
        slots.acquire(0).close();
    }
}
