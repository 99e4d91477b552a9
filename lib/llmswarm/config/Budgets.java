package llmswarm.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code budget.yaml} says.
 *
 * @param run     of all calls of a run
 * @param task    of each task
 * @param agents  of all calls of an agent in a run, by its name
 * @param cheaper the alias that is asked instead where a call does not fit and nobody can be asked; empty to stop then
 */
public record Budgets(Budget run, Budget task, Map<String, Budget> agents, Optional<String> cheaper) {
    /** Without any bound. */
    public static final Budgets NONE = new Budgets(Budget.NONE, Budget.NONE, Map.of(), Optional.empty());

    public Budgets {
        agents = Map.copyOf(agents);
    }

    /** The same with other bounds of the whole run. */
    public Budgets with(Budget ofRun) {
        return new Budgets(ofRun, task, agents, cheaper);
    }

    /** Of each bound the smaller one; which model is asked instead is not the other's to say. */
    Budgets tightened(Budgets other) {
        var both = new TreeMap<>(agents);
        other.agents.forEach((name, budget) -> both.merge(name, budget, Budget::tightened));
        return new Budgets(run.tightened(other.run), task.tightened(other.task), both, cheaper);
    }
}
