package llmswarm.model;

import java.time.Duration;
import java.util.Optional;

/** Where all calls of an endpoint wait while its server asks for patience. */
final class Gate {
    private long opens = System.nanoTime();
    private Fault.Status reason;

    /** Nobody passes before the time that this refusal names, if it names one. */
    synchronized void shut(Fault fault) {
        if (!(fault instanceof Fault.Status refusal) || refusal.retryAfter().isEmpty()) return;
        var until = System.nanoTime() + refusal.retryAfter().get().toNanos();
        if (until - opens > 0) {
            opens = until;
            reason = refusal;
        }
    }

    /**
     * Waits until the gate is open.
     *
     * @throws Fault.TryFailed at once when that is too long to wait
     */
    void pass() throws InterruptedException {
        for (var left = left(); left.isPositive(); left = left()) Thread.sleep(left);
    }

    private synchronized Duration left() {
        var left = Duration.ofNanos(opens - System.nanoTime());
        if (left.compareTo(Fault.PATIENCE) > 0) throw new Fault.TryFailed(reason.asking(Optional.of(left)));
        return left;
    }
}
