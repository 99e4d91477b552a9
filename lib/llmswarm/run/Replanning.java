package llmswarm.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.Task;

/** A task that cannot be done as planned goes back to the planner. What has begun stays as it was planned. */
final class Replanning {
    private static final int MOST = 2;

    private final Job job;
    private final Planner planner;
    private final Journal journal;
    private final Integration integration;
    private final Turns turns;
    private final Told told;
    private final ReentrantLock one = new ReentrantLock();
    private int done;

    /**
     * What is told of the plan.
     *
     * @param changes how often an earlier part of this run changed the plan
     * @param answers to what the specification leaves open
     * @param page    the text of the page that tells a plan
     */
    record Told(int changes, List<Map<String, String>> answers, BiFunction<Plan, List<String>, String> page) {
    }

    Replanning(Job job, Planner planner, Journal journal, Integration integration, Turns turns, Told told) {
        this.job = job;
        this.planner = planner;
        this.journal = journal;
        this.integration = integration;
        this.turns = turns;
        this.told = told;
        this.done = told.changes();
    }

    /** Whether there is another plan now, in which that task is another one or none. */
    boolean without(Task task, String reason) throws InterruptedException {
        one.lockInterruptibly();
        try {
            if (task.agent().equals(SoloPlan.AGENT) || done >= MOST || !planner.canReplan(job.stack())) return false;
            done++;
            planner.replan(job, task, reason, proposal -> taken(proposal, task, reason));
            return true;
        } catch (ModelFailed | Stop failed) {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
            journal.append(new Event.Noted(task.id(), "the plan could not be changed: " + failed.getMessage()));
            return false;
        } finally {
            one.unlock();
        }
    }

    /** What keeps the proposal, with what has begun put back as it was, from being the plan; else it is that from now on. */
    private List<String> taken(Plan proposal, Task impossible, String reason) {
        var faults = new ArrayList<>(unusable(proposal));
        if (faults.isEmpty()) job.replan(impossible, begun -> {
            var lint = PlanLint.lint(restored(job.plan(), proposal, begun), job.stack());
            faults.addAll(lint.faults());
            if (faults.isEmpty()) faults.addAll(unlike(lint.plan(), impossible, begun));
            return faults.isEmpty() ? Optional.of(accepted(lint.plan(), impossible, reason)) : Optional.empty();
        });
        return List.copyOf(faults);
    }

    private Plan accepted(Plan plan, Task impossible, String reason) {
        var note = "'%s' could not be done as planned: %s".formatted(impossible.id(), reason);
        var planned = journal.redacted(new Event.Planned(plan, List.of(note), told.answers()));
        journal.append(planned);
        integration.page(told.page().apply(planned.plan(), planned.notes()), "Change the plan%n%n%s%n".formatted(planned.notes().getFirst()));
        return planned.plan();
    }

    private List<String> unusable(Plan plan) {
        return plan.tasks().stream().map(Task::agent).distinct().filter(job.stack().agents()::contains).filter(agent -> {
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
        var faults = new ArrayList<>(changed(job.plan(), plan).stream().filter(begun::contains)
                .map("task '%s' has begun and cannot wait for another"::formatted).toList());
        if (plan.tasks().stream().anyMatch(task -> task.id().equals(impossible.id())) && !changed(job.plan(), plan).contains(impossible.id())) {
            faults.add("task '%s' is as it was, and so cannot be done".formatted(impossible.id()));
        }
        return faults;
    }

    /** The ids of the tasks that are in both plans, but are not the same work in both. */
    static List<String> changed(Plan old, Plan now) {
        return now.tasks().stream().filter(task -> old.tasks().stream().anyMatch(was -> was.id().equals(task.id())
                && !(was.equals(task) && contracts(old, was).equals(contracts(now, task))))).map(Task::id).toList();
    }

    private static List<Plan.Contract> contracts(Plan plan, Task task) {
        return plan.contracts().stream().filter(c -> task.provides().contains(c.name()) || task.uses().contains(c.name())).toList();
    }

    /** What tasks that have begun are, and what they provide and use, is taken from the plan they began with. */
    static Plan restored(Plan old, Plan proposal, Set<String> begun) {
        var kept = old.tasks().stream().filter(task -> begun.contains(task.id())).toList();
        var tasks = new ArrayList<>(kept);
        proposal.tasks().stream().filter(task -> !begun.contains(task.id())).forEach(tasks::add);
        var promised = new HashSet<String>();
        kept.forEach(task -> Stream.concat(task.provides().stream(), task.uses().stream()).forEach(promised::add));
        var contracts = new LinkedHashSet<Plan.Contract>();
        old.contracts().stream().filter(contract -> promised.contains(contract.name())).forEach(contracts::add);
        proposal.contracts().stream().filter(contract -> !promised.contains(contract.name())).forEach(contracts::add);
        return new Plan(old.stack(), old.name(), old.summary(), old.requirements(), List.copyOf(contracts), tasks, old.checks(), List.of(), old.background());
    }
}
