package llmswarm.model.hub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Counts what arrives and tells it, a few times a second at most. */
final class Meter {
    private static final long BETWEEN = Duration.ofMillis(200).toNanos(), WINDOW = Duration.ofSeconds(10).toNanos();
    private static final long ENOUGH = Duration.ofMillis(500).toNanos();

    private record Sample(long at, long received) {
    }

    private final int files;
    private final long total;
    private final Consumer<Progress> listener;
    private final LongSupplier clock;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private String file = "";
    private int number;
    private long before;
    private long ofFile;
    private long received;
    private long told;

    /**
     * @param total bytes of all files
     * @param clock nanoseconds from any beginning
     */
    Meter(int files, long total, Consumer<Progress> listener, LongSupplier clock) {
        this.files = files;
        this.total = total;
        this.listener = listener;
        this.clock = clock;
        told = clock.getAsLong() - BETWEEN;
    }

    /** The next file begins, or is here already. */
    void begin(HubFile next, long here) {
        before += ofFile;
        file = next.path().toString();
        number++;
        ofFile = here;
        tell(false);
    }

    /** So much of the file is here now, of which so many bytes have just arrived. */
    void at(long here, long arrived) {
        ofFile = here;
        received += arrived;
        tell(false);
    }

    /** All is here. */
    void end() {
        tell(true);
    }

    private void tell(boolean now) {
        var at = clock.getAsLong();
        if (!now && at - told < BETWEEN) return;
        told = at;
        samples.add(new Sample(at, received));
        while (samples.size() > 2 && at - samples.peek().at > WINDOW) samples.remove();
        var done = before + ofFile;
        var rate = rate(at);
        var left = rate > 0 ? Optional.of(Duration.ofSeconds((long) Math.ceil((total - done) / rate)))
                : Optional.<Duration>empty();
        listener.accept(new Progress(file, number, files, done, total, rate, left));
    }

    private double rate(long at) {
        var first = samples.peek();
        return at - first.at < ENOUGH ? 0 : (received - first.received) * 1e9 / (at - first.at);
    }
}
