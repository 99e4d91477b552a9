package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private static Event.Kept asked(int attempt) {
        return new Event.AskedModel("key", "backend", "total", attempt, "coder", "model", List.of(), "digest", List.of(), "");
    }

    private static Event.Kept ended(Event.State state) {
        return new Event.TaskEnded("total", state, "", 1);
    }

    private static String counted(List<Event.Kept> events) {
        var totals = Totals.of(events);
        return "%d done, %d failed, %d blocked".formatted(totals.done(), totals.failed(), totals.blocked());
    }

    @Test
    void aTaskThatHasToBeMendedIsDoneAgainOnlyWhenThatHolds() {
        var events = new ArrayList<>(List.of(asked(1), ended(Event.State.DONE)));
        assertEquals("1 done, 0 failed, 0 blocked", counted(events));
        events.add(asked(2));
        assertEquals("0 done, 0 failed, 0 blocked", counted(events));
        events.add(ended(Event.State.DONE));
        assertEquals("1 done, 0 failed, 0 blocked", counted(events));
    }

    @Test
    void aTaskThatFailedStaysSoWhileItIsAskedAgain() {
        assertEquals("0 done, 1 failed, 0 blocked", counted(List.of(asked(1), ended(Event.State.FAILED), asked(2))));
    }
}
