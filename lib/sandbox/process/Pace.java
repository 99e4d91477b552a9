package sandbox.process;

import java.time.Duration;

/** How often something is looked at: so that looking takes a tenth of one processor's time at most. */
final class Pace {
    private static final long SHARE = 10, MOST = Duration.ofMillis(250).toNanos();

    private long next = System.nanoTime(), begun;

    /** Whether it is time; if so, {@link #done} must follow the look. */
    boolean isDue() {
        begun = System.nanoTime();
        return begun - next >= 0;
    }

    /** Ends a look. */
    void done() {
        long now = System.nanoTime();
        next = now + Math.min(MOST, (now - begun) * SHARE);
    }
}
