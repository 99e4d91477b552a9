package llmswarm.model;

import java.time.Duration;
import java.util.Optional;

/** Why one try of a call gave no answer. */
sealed interface Fault {
    /** A wait longer than this, asked for by the server, ends the call instead. */
    Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * The server answered with another status than 2xx.
     *
     * @param text       what it said, one printable line of at most 2,000 characters
     * @param spent      whether it says that the account is used up, which no waiting cures
     * @param retryAfter how long it asks to wait
     */
    record Status(int code, String text, boolean spent, Optional<Duration> retryAfter) implements Fault {
        /** The same refusal, asking for another time. */
        Status asking(Optional<Duration> wait) {
            return new Status(code, text, spent, wait);
        }

        boolean tooLong() {
            return retryAfter.isPresent() && retryAfter.get().compareTo(PATIENCE) > 0;
        }
    }

    /** The server answered something else than the OpenAI protocol; the beginning of it. */
    record Garbage(String text) implements Fault {
    }

    /**
     * The connection ended before the answer did, or the server says that something else than its end was the reason to
     * end it.
     *
     * @param reason its word for that; empty if it said none
     */
    record Cut(String reason) implements Fault {
    }

    /** The server sent more than any answer needs; what that was, to follow "sent". */
    record Endless(String sent) implements Fault {
    }

    /** The answer took more memory than this program has. */
    record Memory() implements Fault {
    }

    /** No connection came about; the reason is empty when it says nothing more than that. */
    record Unreachable(String reason) implements Fault {
    }

    /** The model's time-out passed. */
    record Slow() implements Fault {
    }

    /** The server's content filter took the answer back. */
    record Withheld() implements Fault {
    }

    /** Whether the same request may succeed a little later. */
    default boolean passing() {
        return switch (this) {
            case Status s when s.spent() || s.tooLong() -> false;
            case Status s -> s.code() == 408 || s.code() == 425 || s.code() == 429 || s.code() >= 500;
            case Garbage _ -> true;
            case Cut _ -> true;
            case Endless _ -> false;
            case Memory _ -> false;
            case Unreachable _ -> true;
            case Slow _ -> false;
            case Withheld _ -> false;
        };
    }

    /** How long the server asks to wait, if it does. */
    default Optional<Duration> retryAfter() {
        return this instanceof Status s ? s.retryAfter() : Optional.empty();
    }

    /** Carries a fault out of the layers of libraries. */
    @SuppressWarnings("serial")
    final class TryFailed extends RuntimeException {
        private final Fault fault;

        TryFailed(Fault fault) {
            super(fault.toString());
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }
}
