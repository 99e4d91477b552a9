package llmswarm.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
    private final BiFunction<Plan, List<String>, String> page;
    private final ReentrantLock one = new ReentrantLock();
    private int done;

    /** @param page the text of the page that tells a plan */
    Replanning(Job job, Planner planner, Journal journal, Integration integration, BiFunction<Plan, List<String>, String> page) {
        this.job = job;
        this.planner = planner;
        this.journal = journal;
        this.integration = integration;
        this.page = page;
    }

    /** Whether there is another plan now, in which that task is another one or none. */
    boolean without(Task task, String reason) throws InterruptedException {
        one.lockInterruptibly();
        try {
            if (task.agent().equals(SoloPlan.AGENT) || done == MOST || !planner.canReplan(job.stack())) return false;
            done++;
            var proposal = planner.replan(job, task, reason, job.begun());
            var note = "'%s' could not be done as planned: %s".formatted(task.id(), reason);
            return job.replan(task, begun -> merged(proposal, task, begun)).map(plan -> accept(plan, note)).orElse(false);
        } catch (ModelFailed | Stop failed) {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
            journal.append(new Event.Noted(task.id(), "the plan could not be changed: " + failed.getMessage()));
            return false;
        } finally {
            one.unlock();
        }
    }

    private boolean accept(Plan plan, String note) {
        journal.append(new Event.Planned(plan, List.of(note), List.of()));
        integration.page(page.apply(plan, List.of(note)), "Change the plan%n%n%s%n".formatted(note));
        return true;
    }

    /** The proposal with what has begun put back as it was; empty when that is no plan, which is told. */
    private Optional<Plan> merged(Plan proposal, Task impossible, Set<String> begun) {
        var whole = restored(job.plan(), proposal, begun);
        var lint = PlanLint.lint(whole, job.stack());
        if (lint.faults().isEmpty() && lint.plan().tasks().stream().filter(task -> begun.contains(task.id())).allMatch(job.plan().tasks()::contains)) {
            return Optional.of(lint.plan());
        }
        journal.append(new Event.Noted(impossible.id(), "the changed plan does not fit what has begun: " + String.join("; ", lint.faults())));
        return Optional.empty();
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
        return new Plan(old.stack(), old.name(), old.summary(), old.requirements(), List.copyOf(contracts), tasks, old.checks(), List.of());
    }
}
