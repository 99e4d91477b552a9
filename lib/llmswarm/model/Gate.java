package llmswarm.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import llmswarm.model.rate.Breaker;

/** Where all calls of a model at a server wait, whatever their aliases, while it asks for patience or is not there. */
public final class Gate {
    private final Breaker breaker;
    private final BooleanSupplier patient;
    private long opens = System.nanoTime();
    private Duration apart = Duration.ZERO;
    private Fault.Status reason;

    /**
     * An open one.
     *
     * @param first   how long a server that is not there is left alone at first
     * @param patient whether one is waited for that has never answered
     */
    public Gate(Duration first, BooleanSupplier patient) {
        breaker = new Breaker(first);
        this.patient = patient;
    }

    /** What holds all calls while nobody can be answered. */
    public Breaker breaker() {
        return breaker;
    }

    /**
     * Whether nobody can be answered. Where others are meanwhile it is the one request that fails; where nobody ever
     * was, the settings may be wrong, or the server is not up yet.
     *
     * @param answered how many calls were, when this one failed first
     * @param trying   whether all others wait for what becomes of it
     */
    boolean out(Fault fault, long answered, boolean trying) {
        var outage = fault.outage();
        if (breaker.answers() == 0) return patient.getAsBoolean() && fault.mayBeEarly();
        return outage.isPresent()
                && (trying || outage.get() == Fault.Outage.SPENT || breaker.answers() == answered);
    }

    /** Holds all calls for such a fault; what is to be told, where it is news. */
    Optional<String> shut(Fault fault, String said, Settings settings, boolean trying) {
        var told = breaker.shut(said, fault.retryAfter().orElse(Duration.ZERO),
                settings.patience(fault.outage().orElseThrow()), trying);
        return Optional.of(told).filter(line -> !line.isEmpty());
    }

    /** Nobody passes before the time that this refusal names, if it names one. */
    synchronized void shut(Fault fault) {
        if (!(fault instanceof Fault.Status refusal) || refusal.retryAfter().isEmpty()) return;
        var until = System.nanoTime() + refusal.retryAfter().get().toNanos();
        if (until - opens > 0) {
            opens = until;
            reason = refusal;
        }
    }

    /** From now on calls pass so far apart, the next one so long after this. */
    synchronized void space(Duration between) {
        var next = System.nanoTime() + between.toNanos();
        // nobody has to wait for room that is there again
        if (between.isZero() && !apart.isZero() && reason == null || next - opens > 0) opens = next;
        apart = between;
    }

    /**
     * Waits until the gate is open, and lets the next one pass a while later where calls are kept apart.
     *
     * @throws Fault.TryFailed at once when that is too long to wait
     */
    void pass() throws InterruptedException {
        for (var left = left(); left.isPositive(); left = left()) Thread.sleep(left.plus(jitter(left)));
    }

    /** Those who wait for the same moment do not all come in it. */
    private static Duration jitter(Duration left) {
        long most = Math.min(left.toNanos() / 20, 1_000_000_000L);
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(most + 1));
    }

    private synchronized Duration left() {
        var now = System.nanoTime();
        var left = Duration.ofNanos(opens - now);
        if (!left.isPositive()) {
            reason = null;
            if (!apart.isZero()) opens = now + apart.toNanos();
            return Duration.ZERO;
        }
        if (reason != null && left.compareTo(Fault.PATIENCE) > 0) {
            throw new Fault.TryFailed(reason.asking(Optional.of(left)));
        }
        return left;
    }
}
