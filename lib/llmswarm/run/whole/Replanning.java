package llmswarm.run.whole;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import llmswarm.check.ContractLint;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.plan.Plan;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.SpecRequirements;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.planning.Planner;
import llmswarm.run.project.Integration;
import llmswarm.run.project.Job;
import llmswarm.run.project.Turns;

/**
 * A task that cannot be done as planned goes back to the planner, who says what changes. What has begun stays as it was
 * planned, and so do the contracts it provides; a contract it only uses may change, for all that begin after that.
 */
public final class Replanning {
    /** A run changes its plan so often at least, and a large plan once for so many tasks. */
    private static final int ALWAYS = 2, TASKS_A_CHANGE = 3;
    /** A task of one name is planned anew so often at most. */
    private static final int FOR_ONE_TASK = 2;

    private final Job job;
    private final Planner planner;
    private final Journal journal;
    private final Integration integration;
    private final Turns turns;
    private final Told told;
    private final ReentrantLock one = new ReentrantLock();
    /** What the planner was told of contracts, or accepted before: a doubt is told once. */
    private final Set<String> doubted = new HashSet<>();
    private final Map<String, Integer> changes = new HashMap<>();
    private final int most;
    private int done;

    /**
     * What is told of the plan.
     *
     * @param changes how often an earlier part of this run changed the plan
     * @param answers to what the specification leaves open
     * @param page    the text of the page that tells a plan
     */
    public record Told(int changes, List<Map<String, String>> answers, BiFunction<Plan, List<String>, String> page) {
    }

    public Replanning(Job job, Planner planner, Journal journal, Integration integration, Turns turns, Told told) {
        this.job = job;
        this.planner = planner;
        this.journal = journal;
        this.integration = integration;
        this.turns = turns;
        this.told = told;
        this.done = told.changes();
        this.most = Math.max(ALWAYS, job.plan().tasks().size() / TASKS_A_CHANGE);
    }

    /** Whether there is another plan now, in which that task is another one or none. */
    boolean without(Task task, String reason) throws InterruptedException {
        one.lockInterruptibly();
        try {
            if (job.again(task)) {
                journal.append(new Event.Noted(task.id(),
                        "its contracts were changed after it began, so it begins anew; what it said: " + reason));
                return true;
            }
            if (task.agent().equals(SoloPlan.AGENT) || spent(task) || !planner.canReplan(job.stack())) return false;
            done++;
            changes.merge(task.id(), 1, Integer::sum);
            doubted.clear();
            doubted.addAll(ContractLint.lint(job.plan(), job.stack()).doubts());
            planner.replan(job, task, reason, proposal -> taken(proposal, task, reason));
            return true;
        } catch (ModelFailed | Stop failed) {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
            if (failed instanceof Stop stop && stop.leaves()) throw stop;
            journal.append(new Event.Noted(task.id(), "the plan could not be changed: " + failed.getMessage()));
            return false;
        } finally {
            one.unlock();
        }
    }

    /** Whether the plan was changed as often as it may be, for this task or for all; a person reads that it was. */
    private boolean spent(Task task) {
        boolean all = done >= most;
        if (!all && changes.getOrDefault(task.id(), 0) < FOR_ONE_TASK) return false;
        journal.append(new Event.Noted(task.id(), "the plan was changed %d times%s, which is as often as it may be"
                .formatted(all ? done : FOR_ONE_TASK, all ? "" : " for this task")));
        return true;
    }

    /**
     * What keeps the proposal, with what has begun put back as it was, from being the plan; else it is that from now
     * on.
     */
    private List<String> taken(Plan proposal, Task impossible, String reason) {
        var faults = new ArrayList<>(unusable(proposal));
        if (faults.isEmpty()) job.replan(impossible, begun -> {
            var requirements = SpecRequirements.of(job.spec());
            var lint = ContractLint.lint(requirements.in(restored(requirements.without(job.plan()), proposal, begun)),
                    job.stack());
            faults.addAll(lint.faults());
            lint.doubts().stream().filter(doubted::add).forEach(faults::add);
            if (faults.isEmpty()) faults.addAll(unlike(lint.plan(), impossible, begun));
            return faults.isEmpty() ? Optional.of(accepted(lint.plan(), impossible, reason)) : Optional.empty();
        });
        return List.copyOf(faults);
    }

    private Plan accepted(Plan plan, Task impossible, String reason) {
        var note = "'%s' could not be done as planned: %s".formatted(impossible.id(), reason);
        var planned = journal.append(new Event.Planned(plan, List.of(note), told.answers()));
        integration.page(told.page().apply(planned.plan(), planned.notes()),
                "Change the plan%n%n%s%n".formatted(planned.notes().getFirst()));
        return planned.plan();
    }

    private List<String> unusable(Plan plan) {
        return plan.tasks().stream().map(Task::agent).distinct().filter(job.stack().agents()::contains)
                .filter(agent -> {
            try {
                turns.model(job.catalog().agent(agent, job.stack()));
                return false;
            } catch (Stop noModel) {
                return true;
            }
        }).map("agent '%s' cannot be asked here; give its tasks to another"::formatted).toList();
    }

    /** What the linted plan makes of tasks that have begun, and whether it makes anything of the impossible one. */
    private List<String> unlike(Plan plan, Task impossible, Set<String> begun) {
        var faults = new ArrayList<>(job.plan().tasks().stream()
                .filter(task -> begun.contains(task.id()) && !plan.tasks().contains(task))
                .map(Task::id).map("task '%s' has begun and cannot wait for another"::formatted).toList());
        if (plan.tasks().stream().anyMatch(task -> task.id().equals(impossible.id()))
                && !plan.changedSince(job.plan()).contains(impossible.id())) {
            faults.add("task '%s' is as it was, and so cannot be done".formatted(impossible.id()));
        }
        return faults;
    }

    /** What tasks that have begun are, and what they provide, is as they began with it, and what they use is there. */
    static Plan restored(Plan old, Plan proposal, Set<String> begun) {
        var kept = old.tasks().stream().filter(task -> begun.contains(task.id())).toList();
        var tasks = new ArrayList<>(kept);
        proposal.tasks().stream().filter(task -> !begun.contains(task.id())).forEach(tasks::add);
        var fixed = kept.stream().flatMap(task -> task.provides().stream()).collect(Collectors.toSet());
        var used = kept.stream().flatMap(task -> task.uses().stream()).collect(Collectors.toSet());
        var contracts = new LinkedHashMap<String, Plan.Contract>();
        old.contracts().stream().filter(contract -> used.contains(contract.name()))
                .forEach(contract -> contracts.put(contract.name(), contract));
        proposal.contracts().forEach(contract -> contracts.put(contract.name(), contract));
        old.contracts().stream().filter(contract -> fixed.contains(contract.name()))
                .forEach(contract -> contracts.put(contract.name(), contract));
        return new Plan(old.stack(), old.name(), old.summary(), old.requirements(),
                List.copyOf(contracts.values()),
                tasks, old.checks(), old.unclear(), old.background(), old.parts());
    }
}
