package llmswarm.model.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLHandshakeException;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;

/** Does again what a network let fail, until several tries in a row have brought nothing. */
final class Tries {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    /** A try that brought this many bytes was not in vain. */
    private static final long FRUIT = 1 << 20;

    private final Hub hub;
    private final String repository;
    private final int most;
    private final Consumer<String> notice;
    private int inVain;

    /** @param most tries in a row that bring nothing */
    Tries(Hub hub, String repository, int most, Consumer<String> notice) {
        this.hub = hub;
        this.repository = repository;
        this.most = most;
        this.notice = notice;
    }

    /** Something on the network. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Returns when the work is done. Throws {@link llmswarm.guard.Stop} when it is given up.
     *
     * @param brought bytes so far
     */
    void at(Step work, LongSupplier brought) throws InterruptedException {
        try {
            Failsafe.with(policy()).run(() -> once(work, brought));
        } catch (FailsafeException stopped) {
            if (stopped.getCause() instanceof IOException failed) throw Refusal.stop(hub, repository, failed, most);
            if (!(stopped.getCause() instanceof InterruptedException)) throw stopped;
            Thread.interrupted();
            throw new InterruptedException();
        }
    }

    private void once(Step work, LongSupplier brought) throws IOException, InterruptedException {
        var before = brought.getAsLong();
        try {
            work.run();
            inVain = 0;
        } catch (IOException failed) {
            // reading from a connection tells an interrupt this way
            if (Thread.interrupted()) throw new InterruptedException();
            inVain = brought.getAsLong() - before >= FRUIT ? 1 : inVain + 1;
            throw failed;
        }
    }

    private RetryPolicy<Object> policy() {
        return RetryPolicy.builder().withMaxAttempts(-1)
                .handleIf(failure -> failure instanceof IOException && !(failure instanceof SSLHandshakeException)
                && inVain < most)
                .withDelayFn(context -> delay(context.getLastException()))
                .onRetryScheduled(event -> notice.accept("%s; trying again in %s (%d of %d)".formatted(
                        Refusal.brief((IOException) event.getLastException()), seconds(event.getDelay()), inVain + 1,
                        most)))
                .build();
    }

    private Duration delay(Throwable failed) {
        var usual = hub.firstWait().multipliedBy((long) Math.pow(3, inVain - 1));
        var capped = usual.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : usual;
        return failed instanceof Busy busy ? busy.asked().orElse(capped) : capped;
    }

    private static String seconds(Duration wait) {
        return (wait.toMillis() + 999) / 1000 + " s";
    }
}
