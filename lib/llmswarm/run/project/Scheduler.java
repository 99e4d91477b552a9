package llmswarm.run.project;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;

import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import llmswarm.run.journal.Event.State;

/**
 * Starts every task as soon as all it depends on is done, each on a virtual thread. How many models are asked at once
 * is bounded by {@link llmswarm.model.rate.ModelQueue}, not here. A task that fails blocks only what depends on it.
 */
public final class Scheduler {
    private final Tasks tasks;
    private final Runner runner;
    private final Map<String, State> states = new HashMap<>();
    /** The tasks that were told to be blocked; a changed plan may free them. */
    private final Set<String> told = new HashSet<>();

    /** The tasks and their order, which may change for those that have not begun. */
    interface Tasks {
        TaskGraph graph();

        /** The tasks that have not begun and are ready; they count as begun from now on. */
        List<Task> begin(BiPredicate<Task, TaskGraph> ready);
    }

    /** Does one task and says how it ended. */
    public interface Runner {
        /** Told as soon as a task may start, before the slots of the task that made it ready are free again. */
        void ready(Task task);

        /** The state it ended in; empty when the plan was changed instead, and the task with it. */
        public Optional<State> run(Task task) throws InterruptedException;

        /** Told when a task has ended in a state and everything it made ready was told so. */
        void over(Task task, State state);

        /** Told once for each task that can never start, with the failed task it waits for. */
        void blocked(Task task, String by);
    }

    public Scheduler(Tasks tasks, Runner runner) {
        this.tasks = tasks;
        this.runner = runner;
    }

    private record Finished(Task task, Optional<State> state) {
    }

    /**
     * Runs the whole graph.
     *
     * @return the state each task ended in
     * @throws InterruptedException after the tasks under way were interrupted and have ended
     */
    public Map<String, State> run() throws InterruptedException {
        var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-", 0).factory());
        var finished = new ExecutorCompletionService<Finished>(threads);
        try {
            int running = start(finished);
            while (running > 0) {
                var end = finished.take().get();
                running--;
                end.state().ifPresentOrElse(state -> states.put(end.task().id(), state),
                        () -> states.values().removeIf(state -> state == State.BLOCKED));
                block();
                running += start(finished);
                end.state().ifPresent(state -> runner.over(end.task(), state));
            }
            return Map.copyOf(states);
        } catch (ExecutionException broken) {
            if (broken.getCause() instanceof RuntimeException thrown) throw thrown;
            if (broken.getCause() instanceof Error thrown) throw thrown;
            if (broken.getCause() instanceof InterruptedException) throw new InterruptedException();
            throw new IllegalStateException(broken.getCause());
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    private int start(ExecutorCompletionService<Finished> finished) {
        var ready = tasks.begin((task, graph) -> !states.containsKey(task.id())
                && graph.dependencies(task.id()).stream().allMatch(d -> states.get(d) == State.DONE));
        for (var task : ready) {
            runner.ready(task);
            finished.submit(() -> new Finished(task, runner.run(task)));
        }
        return ready.size();
    }

    /** What waits for a task that is not done can never start. */
    private void block() {
        if (!states.containsValue(State.FAILED)) return;
        var graph = tasks.graph();
        for (var task : graph.order()) {
            if (states.containsKey(task.id())) continue;
            graph.upstream(task.id()).stream().filter(id -> states.get(id) == State.FAILED).findFirst()
                    .ifPresent(by -> {
                states.put(task.id(), State.BLOCKED);
                if (told.add(task.id())) runner.blocked(task, by);
            });
        }
    }
}
