package llmswarm.model.rate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import llmswarm.guard.Stop;

/**
 * Where all calls of a model wait while its server is down, its key is refused or its account is used up. One of them
 * at a time tries whether it is back, at growing distances; nobody else asks until then.
 */
public final class Breaker {
    private static final Duration MOST = Duration.ofMinutes(1);

    private final Duration first;
    private long answers;
    private String cause, over, before;
    private long since, next, rounds;
    /** Empty until those who ask anew have met the outage. */
    private Optional<Duration> pause = Optional.empty();
    private boolean trying;

    /** @param first until it is tried again for the first time */
    public Breaker(Duration first) {
        this.first = first;
    }

    /**
     * Waits while nobody may ask.
     *
     * @return whether this call is the one that tries; then {@link #tried} has to follow
     * @throws Stop when the wait is over in vain; what asks is left for later
     */
    public synchronized boolean pass() throws InterruptedException {
        for (long round = rounds; cause != null;) {
            if (over != null) throw Stop.later(over);
            if (round != rounds) throw Stop.later(before);
            long left = next - System.nanoTime();
            if (left <= 0 && !trying) {
                trying = true;
                return true;
            }
            wait(Math.clamp(left / 1_000_000 + 1, 1, MOST.toMillis()));
        }
        return false;
    }

    /** Who asks from now on tries again what was given up; it stays given up for those who were told. */
    public synchronized void anew() {
        if (over == null) return;
        before = over;
        over = null;
        rounds++;
        pause = Optional.empty();
        next = System.nanoTime();
        notifyAll();
    }

    /** Until somebody tries again; empty while all may ask, and when nobody will. */
    public synchronized Optional<Duration> left() {
        return cause == null || over != null ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
    }

    /** How many calls were answered so far. */
    public synchronized long answers() {
        return answers;
    }

    /**
     * A call was answered. What was under way before the others had to wait says nothing of now.
     *
     * @param tried whether it was the one that tried
     * @return whether others had waited for that
     */
    public synchronized boolean answered(boolean tried) {
        answers++;
        if (!tried) return false;
        cause = null;
        pause = Optional.empty();
        notifyAll();
        return true;
    }

    /** The call that tried is over, however. */
    public synchronized void tried() {
        trying = false;
        notifyAll();
    }

    /**
     * Nobody asks from now on.
     *
     * @param why      a sentence for a person, with what can be done
     * @param asked    how long the server wants to be left alone; zero where it does not say
     * @param patience after which everybody gives up
     * @param tried    whether the one that tried says so
     * @return what is to be told; empty where it is told already
     */
    public synchronized String shut(String why, Duration asked, Duration patience, boolean tried) {
        var now = System.nanoTime();
        if (cause != null && !tried) return "";
        boolean news = pause.isEmpty();
        if (news) since = now;
        var usual = pause.map(last -> last.multipliedBy(2)).map(twice -> twice.compareTo(MOST) > 0 ? MOST : twice)
                .orElse(first);
        var until = asked.compareTo(usual) > 0 ? asked : usual;
        pause = Optional.of(until);
        // a server that comes back is not met by everybody who waits for it, in the same second
        next = now + (long) (until.toNanos() * (1 + ThreadLocalRandom.current().nextDouble() / 5));
        cause = why;
        if (next - since > patience.toNanos()) over = why;
        notifyAll();
        if (over != null) return why + " Nothing more is asked of it; what is done is kept, and a resume goes on.";
        return "%s%s asked again in %d s.".formatted(why, news ? " Whatever needs it waits; it is" : " Still so;",
                Math.max(1, until.toSeconds()));
    }
}
