package llmswarm.run;

import java.util.HashMap;
import java.util.List;

import llmswarm.model.Usage;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event.State;
import llmswarm.run.journal.Event;


/** What a journal adds up to: a fold over its events. */
public record Totals(int done, int failed, int blocked, Usage usage, double cost) {
    /** Of all events of one journal; a task counts by how it ended last. */
    public static Totals of(List<Event.Kept> events) {
        var states = new HashMap<String, State>();
        var usage = Usage.NONE;
        double cost = 0;
        for (var event : events) {
            switch (event) {
                case Event.Planned planned -> states.keySet().retainAll(planned.plan().tasks().stream().map(Task::id).toList());
                // What was done and is asked again has to be mended; it is done once more when that holds.
                case Event.AskedModel asked -> states.remove(asked.task(), State.DONE);
                case Event.TaskEnded end -> states.put(end.task(), end.state());
                case Event.AnsweredModel answer -> {
                    usage = usage.plus(answer.usage());
                    cost += answer.cost();
                }
                default -> { }
            }
        }
        return new Totals(count(states, State.DONE), count(states, State.FAILED), count(states, State.BLOCKED), usage, cost);
    }

    private static int count(HashMap<String, State> states, State state) {
        return (int) states.values().stream().filter(s -> s == state).count();
    }
}
