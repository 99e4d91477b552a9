package llmswarm.run.project;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

import llmswarm.check.CheckRunner;
import llmswarm.check.ContractCheck;
import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.SpecLines;
import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import llmswarm.prompt.Conventions;
import llmswarm.prompt.Prompts;
import llmswarm.run.change.Change;

/** What all tasks of one run share. The plan may change for tasks that have not begun; all else stays. */
public final class Job implements Scheduler.Tasks {
    private final Around around;
    private final Set<String> begun = new HashSet<>();
    /** The contracts that each task was first asked with; it keeps them. */
    private final Map<String, List<Plan.Contract>> given;
    private volatile Plan plan;
    private volatile TaskGraph graph;
    private volatile FailedBefore before = FailedBefore.NOTHING;

    /**
     * What does not change.
     *
     * @param spec        the specification, which the plan's requirements point at
     * @param conventions the stack's conventions with the variables filled in
     * @param variables   of the stack, and name, module and summary of the plan
     * @param checks      empty when nothing can be contained on this machine, so that no check runs
     * @param shared      what checks see besides their folder
     * @param change      what is changed; empty for a new project
     */
    public record Around(SpecLines spec, Stack stack, Catalog catalog, Prompts prompts, Conventions conventions,
            Map<String, String> variables, Optional<CheckRunner> checks, SharedFolders shared,
            Optional<Change> change) {
    }

    /** @param given the contracts that tasks were asked with in an earlier part of the run, by id */
    public Job(Plan plan, Around around, Map<String, List<Plan.Contract>> given) {
        this.around = around;
        this.given = new HashMap<>(given);
        use(plan);
    }

    private void use(Plan accepted) {
        plan = accepted;
        graph = new TaskGraph(accepted.tasks());
    }

    public Plan plan() {
        return plan;
    }

    @Override
    public TaskGraph graph() {
        return graph;
    }

    /** Holds files to the plan as it stands. */
    public ContractCheck contracts() {
        return new ContractCheck(stack(), plan);
    }

    @Override
    public synchronized List<Task> begin(BiPredicate<Task, TaskGraph> ready) {
        var tasks = graph.order().stream().filter(task -> !begun.contains(task.id()) && ready.test(task, graph))
                .toList();
        tasks.forEach(task -> begun.add(task.id()));
        return tasks;
    }

    /** The plan with the contracts of the task as they were when it was first asked for. */
    public synchronized Plan planOf(Task task) {
        return plan.withContracts(given.computeIfAbsent(task.id(), id -> plan.contracts(task)));
    }

    /**
     * Lets a task that was asked with other contracts than the plan has now begin anew; false when it has them already.
     */
    public synchronized boolean again(Task task) {
        if (planOf(task).equals(plan)) return false;
        given.remove(task.id());
        return begun.remove(task.id());
    }

    /**
     * Changes the plan while no task begins.
     *
     * @param without the task that gave rise to it, which counts as not begun from now on
     * @param replan  from the ids of the tasks that have begun to the new plan; empty to leave all as it is
     */
    public synchronized Optional<Plan> replan(Task without, Function<Set<String>, Optional<Plan>> replan) {
        var others = new HashSet<>(begun);
        others.remove(without.id());
        var changed = replan.apply(Set.copyOf(others));
        changed.ifPresent(accepted -> {
            begun.remove(without.id());
            given.remove(without.id());
            use(accepted);
        });
        return changed;
    }

    /** The ids of the tasks that have begun, those that are over included. */
    public synchronized Set<String> begun() {
        return Set.copyOf(begun);
    }

    /** From now on nothing of that is held against the work. */
    public void knowing(FailedBefore failed) {
        before = failed;
    }

    /** What failed before the run changed anything. */
    FailedBefore failedBefore() {
        return before;
    }

    /** What is changed; empty for a new project. */
    public Optional<Change> change() {
        return around.change();
    }

    public SpecLines spec() {
        return around.spec();
    }

    public Stack stack() {
        return around.stack();
    }

    public Catalog catalog() {
        return around.catalog();
    }

    public Prompts prompts() {
        return around.prompts();
    }

    public Conventions conventions() {
        return around.conventions();
    }

    public Map<String, String> variables() {
        return around.variables();
    }

    public Optional<CheckRunner> checks() {
        return around.checks();
    }

    public SharedFolders shared() {
        return around.shared();
    }
}
