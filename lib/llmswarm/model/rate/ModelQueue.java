package llmswarm.model.rate;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A bound on how many calls to one model are under way; whoever has the longest path ahead goes first, among equals who
 * was asked before.
 */
public final class ModelQueue {
    private final PriorityQueue<Turn> waiting = new PriorityQueue<>(
            Comparator.comparingDouble((Turn turn) -> turn.priority).reversed()
                    .thenComparing((Turn turn) -> !turn.again).thenComparingLong(turn -> turn.arrival));
    private int free;
    private long arrivals;

    public ModelQueue(int slots) {
        free = slots;
    }

    /** A first attempt's place. */
    public Turn queue(double priority) {
        return queue(priority, false);
    }

    /**
     * Joins the queue without waiting; the highest priority is served first, among equals the one that came first.
     *
     * @param again for a later attempt, which goes before first ones of the same priority: others wait for it already
     */
    public Turn queue(double priority, boolean again) {
        Turn turn;
        synchronized (this) {
            turn = new Turn(priority, again, arrivals++);
            waiting.add(turn);
        }
        serve();
        return turn;
    }

    private synchronized void serve() {
        while (free > 0 && !waiting.isEmpty()) {
            free--;
            waiting.poll().granted.complete(null);
        }
    }

    /** A place in the queue, then a slot; closing it leaves the one or gives back the other. */
    public final class Turn implements AutoCloseable {
        private final CompletableFuture<Void> granted = new CompletableFuture<>();
        private final double priority;
        private final boolean again;
        private final long arrival;
        private boolean over;

        private Turn(double priority, boolean again, long arrival) {
            this.priority = priority;
            this.again = again;
            this.arrival = arrival;
        }

        /** Waits for the slot. */
        public void await() throws InterruptedException {
            try {
                granted.get();
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /** Gives the slot back after that time, unless that has happened by then. */
        public void closeAfter(Duration grace) {
            CompletableFuture.delayedExecutor(grace.toNanos(), TimeUnit.NANOSECONDS).execute(this::close);
        }

        @Override
        public void close() {
            synchronized (ModelQueue.this) {
                if (over) return;
                over = true;
                if (!waiting.remove(this)) free++;
            }
            serve();
        }
    }
}
