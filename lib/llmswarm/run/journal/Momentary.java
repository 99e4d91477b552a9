package llmswarm.run.journal;

import java.util.List;

/** What is only shown while it happens, and not kept in the journal. */
public sealed interface Momentary extends Event {
    /**
     * What the next entries tell happened before whoever is told this began to follow.
     *
     * @param until number of the last of them
     */
    record Past(long until) implements Momentary {
    }

    /** A result that is in the journal already holds for another attempt, too. */
    record Retold(Event.Checked checked) implements Momentary {
    }

    /** A call of a model ended without an answer. */
    record Unanswered(String task) implements Momentary {
    }

    /**
     * Calls of a model wait for its server, or do so no more.
     *
     * @param until when it is asked again, in milliseconds since 1970; 0 when nobody waits
     */
    record Parked(String alias, long until) implements Momentary {
    }

    /** A check's command began to run; {@code task} is empty for an end check. */
    record CheckStarted(String task, String check, List<String> command) implements Momentary {
    }

    /** Tokens of an answer arrived: their count so far in this attempt, and the text of the newest. */
    record Streaming(String task, int tokens, String text) implements Momentary {
    }
}
