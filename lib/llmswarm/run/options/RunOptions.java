package llmswarm.run.options;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.Budget;
import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.run.change.Change;

/**
 * What a user may choose for one run; each {@code with} gives the same options but for one.
 *
 * @param output        the project's folder; by default the plan's name in the working folder
 * @param stack         the pack, instead of letting the planner choose
 * @param variables     values for the stack's variables
 * @param plan          a plan in YAML or JSON to carry out, instead of asking the planner
 * @param replay        a tape to take the answers from
 * @param strict        whether a replay stops at the first prompt that is not the tape's
 * @param sandbox       {@code bubblewrap}, {@code unshare} or {@code off}; by default the first that works
 * @param approveChecks whether check commands that the planner proposes are approved without asking
 * @param tasks         into how many tasks the work is cut, instead of by its size; {@link Cut#ONE} is {@code --solo}
 * @param unchecked     whether a plan is carried out though its checks call programs that are not here
 * @param allow         paths that may be written although other tools obey them, besides those that the pack allows
 * @param budget        what calls of models may take, in place of what is usual
 * @param change        how a change of the project in {@code output} is asked for; empty for a new project
 * @param branch        a new one, on which a change is committed
 * @param askPlan       whether a person has to say yes to the plan before the first task
 */
public record RunOptions(Optional<Path> output, Optional<String> stack, Map<String, String> variables,
                         Optional<Path> plan, Optional<Path> replay, boolean strict, Optional<String> sandbox,
                         boolean approveChecks, Optional<Cut> tasks, boolean unchecked, List<String> allow,
                         Budget budget, Optional<Change.Kind> change, Optional<String> branch, boolean askPlan) {
    /** Nothing but what is usual. */
    public static final RunOptions DEFAULT = new RunOptions(Optional.empty(), Optional.empty(), Map.of(),
            Optional.empty(), Optional.empty(), false, Optional.empty(), false, Optional.empty(), false, List.of(),
            Budget.NONE, Optional.empty(), Optional.empty(), false);

    public RunOptions {
        allow = List.copyOf(allow);
    }

    public RunOptions withOutput(Optional<Path> output) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withStack(Optional<String> stack) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withVariables(Map<String, String> variables) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withPlan(Optional<Path> plan) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withReplay(Optional<Path> replay, boolean strict) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withSandbox(Optional<String> sandbox) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withApprovedChecks(boolean approveChecks) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withTasks(Optional<Cut> tasks) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withUnchecked(boolean unchecked) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withAllowed(List<String> allow) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withBudget(Budget budget) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withChange(Optional<Change.Kind> change) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withBranch(Optional<String> branch) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    public RunOptions withPlanAsked(boolean askPlan) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks,
                unchecked, allow, budget, change, branch, askPlan);
    }

    /** For a change of what is in that folder. */
    public RunOptions changing(Path folder, Change.Kind kind) {
        return withOutput(Optional.of(folder)).withChange(Optional.of(kind));
    }

    /** That a branch was named where no change is made. */
    public static Stop branchOfNothing() {
        return Stop.usage("--branch goes with a change of a project that exists");
    }
}
