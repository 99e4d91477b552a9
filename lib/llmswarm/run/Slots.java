package llmswarm.run;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A bound on how many calls to one model are under way; whoever has the longest path ahead goes first. */
final class Slots {
    private record Waiter(double priority, long arrival, CompletableFuture<Void> turn) {
    }

    private final PriorityQueue<Waiter> waiting = new PriorityQueue<>(
            Comparator.comparingDouble(Waiter::priority).reversed().thenComparingLong(Waiter::arrival));
    private int free;
    private long arrivals;

    Slots(int slots) {
        free = slots;
    }

    /** A slot that is given back on close. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for a slot; the highest priority is served first, among equals the one that came first. */
    Held acquire(double priority) throws InterruptedException {
        var turn = new CompletableFuture<Void>();
        synchronized (this) {
            waiting.add(new Waiter(priority, arrivals++, turn));
        }
        serve();
        try {
            turn.get();
            return this::release;
        } catch (InterruptedException interrupted) {
            leave(turn);
            throw interrupted;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private synchronized void serve() {
        while (free > 0 && !waiting.isEmpty()) {
            free--;
            waiting.poll().turn().complete(null);
        }
    }

    private void release() {
        synchronized (this) {
            free++;
        }
        serve();
    }

    /** Takes an interrupted waiter out, or hands on the slot it was just given. */
    private void leave(CompletableFuture<Void> turn) {
        boolean waited;
        synchronized (this) {
            waited = waiting.removeIf(w -> w.turn() == turn);
        }
        if (!waited) release();
    }
}
