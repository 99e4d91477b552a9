package llmswarm.model.rate;

import java.time.Duration;
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
    private String cause, over;
    private long since, next;
    private Duration pause;
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
        while (cause != null) {
            if (over != null) throw Stop.later(over);
            long left = next - System.nanoTime();
            if (left <= 0 && !trying) {
                trying = true;
                return true;
            }
            wait(Math.clamp(left / 1_000_000 + 1, 1, MOST.toMillis()));
        }
        return false;
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
        boolean news = cause == null;
        if (!news && !tried) return "";
        if (news) since = now;
        pause = news ? first : pause.multipliedBy(2).compareTo(MOST) > 0 ? MOST : pause.multipliedBy(2);
        if (asked.compareTo(pause) > 0) pause = asked;
        // a server that comes back is not met by everybody who waits for it, in the same second
        next = now + (long) (pause.toNanos() * (1 + ThreadLocalRandom.current().nextDouble() / 5));
        cause = why;
        if (next - since > patience.toNanos()) over = why;
        notifyAll();
        if (over != null) return why + " Nothing more is asked of it; what is done is kept, and a resume goes on.";
        return "%s%s asked again in %d s.".formatted(why, news ? " Whatever needs it waits; it is" : " Still so;",
                Math.max(1, pause.toSeconds()));
    }
}
