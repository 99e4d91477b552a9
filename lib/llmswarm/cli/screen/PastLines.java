package llmswarm.cli.screen;

import java.util.List;

import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.Planning;
import llmswarm.run.state.RunState;

/**
 * Keeps a view from telling anew what happened before it began to follow: of that it tells what the run is, and how far
 * it came.
 */
final class PastLines {
    private long until;

    /** Lines about an entry that the run's state has already taken. */
    List<String> lines(Entry entry, RunState run) {
        if (entry.event() instanceof Momentary.Past(long last)) until = last;
        return entry.kept() && entry.seq() <= until && !isTold(entry) ? List.of() : Talk.lines(entry, run);
    }

    private boolean isTold(Entry entry) {
        return switch (entry.event()) {
            case Event.RunStarted _, Planning.StackChosen _, Planning.Sized _, Event.Planned _ -> true;
            case Event.Resumed _ -> entry.seq() == until;
            default -> false;
        };
    }
}
