package llmswarm.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is to be made: requirements, what the tasks share, and the tasks. Its JSON form has the same names.
 *
 * @param name   kebab-case; names the project's folder
 * @param checks end checks the planner proposes, each a command as a list of words; only for stacks that ask for them
 * @param unclear questions the specification leaves open
 */
public record Plan(String stack, String name, String summary, List<Requirement> requirements, List<Contract> contracts,
                   List<Task> tasks, List<PlannedCheck> checks, List<Unclear> unclear) {
    public Plan {
        requirements = List.copyOf(requirements);
        contracts = List.copyOf(contracts);
        tasks = List.copyOf(tasks);
        checks = List.copyOf(checks);
        unclear = List.copyOf(unclear);
    }

    /** One thing the specification asks for. */
    public record Requirement(String id, String text) {
    }

    /** What tasks share: an endpoint, a table, a signature. Every task that provides or uses it is given this text. */
    public record Contract(String name, String kind, String text) {
    }

    /** An end check; run only after a person approved it. */
    public record PlannedCheck(String name, List<String> run) {
        public PlannedCheck {
            run = List.copyOf(run);
        }
    }

    /** A question, and what is assumed when nobody answers it. */
    public record Unclear(String question, String assumption) {
    }

    /** The task of that id. */
    public Task task(String id) {
        return tasks.stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
    }

    /** The contracts that a task provides or uses. */
    public List<Contract> contracts(Task task) {
        return contracts.stream().filter(c -> task.provides().contains(c.name()) || task.uses().contains(c.name())).toList();
    }

    /** The same plan, in which those contracts take the place of those with their names. */
    public Plan with(List<Contract> others) {
        var all = contracts.stream().map(c -> others.stream().filter(o -> o.name().equals(c.name())).findFirst().orElse(c)).toList();
        return new Plan(stack, name, summary, requirements, all, tasks, checks, unclear);
    }

    /** Short, as JShell shows it so. */
    @Override
    public String toString() {
        return "the plan of %s with the tasks %s".formatted(name, tasks.stream().map(Task::id).collect(Collectors.joining(", ")));
    }
}
