package llmswarm.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmswarm.plan.Plan;
import llmswarm.run.journal.Event;


/** Tells from the earlier part of a run which attempts at a task belong to a plan that was changed since. */
final class AttemptsBefore {
    private final Map<String, Integer> last = new HashMap<>();
    private final Map<String, Integer> before = new HashMap<>();
    /** The plan by which a task was first asked for since then. */
    private final Map<String, Plan> began = new HashMap<>();
    /** The tasks whose last answer was that they are impossible. */
    private final Set<String> refused = new HashSet<>();
    private Plan plan;

    private AttemptsBefore() {
    }

    /** Goes through the events in their order. */
    static AttemptsBefore of(List<Event.Kept> earlier) {
        var told = new AttemptsBefore();
        for (var event : earlier) {
            if (event instanceof Event.AskedModel asked) told.asked(asked.task());
            if (event instanceof Event.AnsweredModel answer) told.answered(answer);
            if (event instanceof Event.Planned planned) told.planned(planned.plan());
        }
        return told;
    }

    /** The number of the last such attempt, by task. */
    Map<String, Integer> numbers() {
        return Map.copyOf(before);
    }

    /** The contracts by which a task was first asked for, those attempts left out. */
    Map<String, List<Plan.Contract>> given() {
        var given = new HashMap<String, List<Plan.Contract>>();
        began.forEach((id, first) -> given.put(id, first.contracts(first.task(id))));
        return given;
    }

    private void asked(String id) {
        if (isPlanned(id)) began.putIfAbsent(id, plan);
    }

    private boolean isPlanned(String id) {
        return plan != null && plan.tasks().stream().anyMatch(task -> task.id().equals(id));
    }

    private void answered(Event.AnsweredModel answer) {
        var id = answer.task();
        last.merge(id, answer.attempt(), Math::max);
        asked(id);
        refused.remove(id);
        if (!isPlanned(id) || !Attempt.isImpossible(answer.text())) return;
        if (sameContracts(id)) refused.add(id);
        else beginsAnew(id);
    }

    private boolean sameContracts(String id) {
        return began.get(id).contracts(plan.task(id)).equals(plan.contracts(plan.task(id)));
    }

    private void planned(Plan now) {
        var old = plan;
        plan = now;
        if (old == null) return;
        Replanning.changed(old, now).stream().filter(last::containsKey)
                .filter(id -> refused.contains(id) || !old.task(id).equals(now.task(id))).forEach(this::beginsAnew);
    }

    private void beginsAnew(String id) {
        before.put(id, last.get(id));
        began.remove(id);
        refused.remove(id);
    }
}
