package llmswarm.run.whole;

import java.util.Optional;

import llmswarm.check.Failure;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event.State;
import llmswarm.run.journal.Event.TaskEnded;
import llmswarm.run.journal.Journal;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.Integration;
import llmswarm.run.project.Job;
import llmswarm.run.project.Scheduler;
import llmswarm.run.project.Turns;
import llmswarm.run.steps.World;
import llmswarm.run.task.Ended;
import llmswarm.run.task.FailedWork;
import llmswarm.run.task.TaskLoop;

/**
 * Carries out the plan's tasks: attempts until one holds, then integration; a task that cannot be done is planned anew.
 */
public final class TaskRunner implements Scheduler.Runner {
    private final Job job;
    private final World world;
    private final Journal journal;
    private final Integration integration;
    private final Turns turns;
    private final TaskLoop loop;
    private final Replanning replanning;
    private final ReadyChecks ready;

    public TaskRunner(Job job, World world, Journal journal, Integration integration, Turns turns, TaskLoop loop,
            Replanning replanning, ReadyChecks ready) {
        this.job = job;
        this.world = world;
        this.journal = journal;
        this.integration = integration;
        this.turns = turns;
        this.loop = loop;
        this.replanning = replanning;
        this.ready = ready;
    }

    @Override
    public void ready(Task task) {
        turns.queue(task);
    }

    @Override
    public void over(Task task, State state) {
        turns.leave(task);
        if (state == State.DONE) ready.after(task);
    }

    @Override
    public Optional<State> run(Task task) throws InterruptedException {
        var start = System.nanoTime();
        try {
            return ended(task, loop.run(Assignment.first(task, integration.before(task, job.graph()))), start);
        } catch (ModelFailed | Stop e) {
            // An interrupted thread can no longer write files: what then fails is no verdict on the task.
            if (Thread.currentThread().isInterrupted()) throw interrupted(task, start);
            // Nor is it one that an earlier task could not be committed.
            var ends = e instanceof Stop stop && stop.endsRun();
            if (ends && ((Stop) e).exit() != Stop.INTERRUPTED) throw e;
            if (ends || integration.broken()) {
                end(task, State.INTERRUPTED, "interrupted", start);
                throw e;
            }
            return Optional.of(end(task, e instanceof Stop stop && stop.leaves() ? State.INTERRUPTED : State.FAILED,
                    e.getMessage(), start));
        } catch (InterruptedException e) {
            throw interrupted(task, start);
        }
    }

    private Optional<State> ended(Task task, Ended ended, long start) throws InterruptedException {
        return switch (ended) {
            case Ended.Accepted held -> {
                var end = new TaskEnded(task.id(), State.DONE, held.evidence(), seconds(start));
                integration.integrate(task, held.draft().files(), end);
                yield Optional.of(State.DONE);
            }
            case Ended.Rejected fell -> {
                var kept = FailedWork.keep(journal.folder(), task, fell.draft());
                var evidence = evidence(task, fell.failure());
                yield Optional.of(end(task, State.FAILED, kept.isEmpty() ? evidence : evidence.stripTrailing() + "\n"
                        + kept, start));
            }
            case Ended.Undoable(var reason) -> {
                // The planner may need the slot, and a task of the same name another place in the queue.
                turns.leave(task);
                if (!replanning.without(task, reason)) yield Optional.of(end(task, State.FAILED, reason, start));
                turns.weigh();
                yield Optional.empty();
            }
        };
    }

    private String evidence(Task task, Failure failure) {
        return failure instanceof Failure.Format
                ? "no usable answer in %d attempts: %s".formatted(loop.attempts(task.id()), failure.evidence())
                : failure.evidence();
    }

    private InterruptedException interrupted(Task task, long start) {
        end(task, State.INTERRUPTED, "interrupted", start);
        return new InterruptedException();
    }

    @Override
    public void blocked(Task task, String by) {
        journal.append(new TaskEnded(task.id(), State.BLOCKED, "waits for '%s', which is not done".formatted(by), 0));
    }

    private State end(Task task, State state, String evidence, long start) {
        journal.append(new TaskEnded(task.id(), state, evidence, seconds(start)));
        return state;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
