package llmswarm.run.journal;

import java.time.Instant;

/**
 * A line of a run's journal, or something that is only shown while it happens. The file, {@code --json} and every other
 * reader get the same line.
 *
 * @param run   the run's id
 * @param seq   the line's number, from 1; of what is only shown, the number of the last line before it
 * @param at    when it happened, in milliseconds
 * @param event what happened
 */
public record Entry(String run, long seq, Instant at, Event event) {
    /** Whether it is a line of the journal. */
    public boolean kept() {
        return event instanceof Event.Kept;
    }

    /** The line, without a line end and without a character that a terminal obeys. */
    public String line() {
        return EventJson.line(this);
    }
}
