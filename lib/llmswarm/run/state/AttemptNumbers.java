package llmswarm.run.state;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmswarm.plan.Impossible;
import llmswarm.plan.Plan;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Event.AnsweredModel;
import llmswarm.run.journal.Subject;
import llmswarm.run.journal.Undone;

/** From which numbers a resume counts attempts on, and by which contracts tasks in progress were asked for. */
public final class AttemptNumbers {
    private record AgentTask(String agent, String task) {
    }

    private final Map<AgentTask, Integer> byAgent = new HashMap<>();
    private final Map<String, Integer> last = new HashMap<>(), before = new HashMap<>(), integrated = new HashMap<>();
    private final Map<Subject, Integer> judged = new HashMap<>(), actedOn = new HashMap<>();
    /** The plan by which a task was first asked for since its contracts changed. */
    private final Map<String, Plan> began = new HashMap<>();
    /** The tasks whose last answer was that they are impossible. */
    private final Set<String> refused = new HashSet<>();
    private Plan plan;
    private int replanning, replanned;

    AttemptNumbers() {
    }

    void accept(Event.Kept event) {
        switch (event) {
            case Event.AskedModel asked -> begin(asked.task());
            case AnsweredModel answer -> answered(answer);
            case Event.Planned changed -> planned(changed.plan());
            case Event.Replacing _ -> actedOn.putAll(judged);
            case Event.Integrated done -> integrated(done);
            case Undone back -> back.tasks().forEach(this::undone);
            default -> { }
        }
    }

    /** The last attempt at each task that belongs to a plan which was changed since. */
    public Map<String, Integer> beforeChange() {
        return Map.copyOf(before);
    }

    /** The attempt at each task that last became part of the project. */
    public Map<String, Integer> integrated() {
        return Map.copyOf(integrated);
    }

    /** How often each question about the whole was asked whose answer was acted on. */
    public Map<Subject, Integer> actedOn() {
        return Map.copyOf(actedOn);
    }

    /** How often the planner was asked for changes that are in the plan now. */
    public int replanned() {
        return replanned;
    }

    /** The contracts by which each task in progress was first asked for. */
    public Map<String, List<Plan.Contract>> given() {
        var given = new HashMap<String, List<Plan.Contract>>();
        began.forEach((id, first) -> given.put(id, first.contracts(first.task(id))));
        return given;
    }

    private void begin(String id) {
        if (isPlanned(id)) began.putIfAbsent(id, plan);
    }

    private boolean isPlanned(String id) {
        return plan != null && plan.tasks().stream().anyMatch(task -> task.id().equals(id));
    }

    private void answered(AnsweredModel answer) {
        var id = answer.task();
        byAgent.merge(new AgentTask(answer.agent(), id), answer.attempt(), Math::max);
        switch (Subject.of(id)) {
            case Subject.Whole.REPLAN -> replanning = answer.attempt();
            case Subject.Whole whole -> judged.put(whole, answer.attempt());
            case Subject.OfTask _ -> { }
        }
        last.merge(id, answer.attempt(), Math::max);
        begin(id);
        refused.remove(id);
        if (!isPlanned(id) || Impossible.reason(answer.text()).isEmpty()) return;
        if (sameContracts(id)) refused.add(id);
        else beginsAnew(id);
    }

    private boolean sameContracts(String id) {
        return began.get(id).contracts(plan.task(id)).equals(plan.contracts(plan.task(id)));
    }

    private void planned(Plan now) {
        replanned = replanning;
        var old = plan;
        plan = now;
        if (old == null) return;
        now.changedSince(old).stream().filter(last::containsKey)
                .filter(id -> refused.contains(id) || !old.task(id).equals(now.task(id))).forEach(this::beginsAnew);
    }

    private void beginsAnew(String id) {
        before.put(id, last.get(id));
        began.remove(id);
        refused.remove(id);
    }

    /** What was taken back is asked for as if nobody had been asked since the plan was last changed for it. */
    private void undone(String id) {
        byAgent.keySet().removeIf(known -> known.task().equals(id));
        last.remove(id);
        integrated.remove(id);
        began.remove(id);
        refused.remove(id);
    }

    /** A reviewer of the same task counts its own answers. */
    private void integrated(Event.Integrated done) {
        actedOn.putAll(judged);
        var number = byAgent.get(new AgentTask(done.agent(), done.task()));
        if (number != null) integrated.put(done.task(), number);
    }
}
