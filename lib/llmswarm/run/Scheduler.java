package llmswarm.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import llmswarm.run.Event.State;

/**
 * Starts every task as soon as all it depends on is done, each on a virtual thread. How many models are asked at once
 * is bounded by {@link Slots}, not here. A task that fails blocks only what depends on it.
 */
final class Scheduler {
    private final TaskGraph graph;
    private final Work work;
    private final Map<String, State> states = new HashMap<>();
    private final Set<String> started = new HashSet<>();

    /** Does one task and says how it ended. */
    interface Work {
        /** Told as soon as a task may start, before the slots of the task that made it ready are free again. */
        void ready(Task task);

        State run(Task task) throws InterruptedException;

        /** Told when a task has ended and everything it made ready was told so. */
        void over(Task task);

        /** Told once for each task that can never start, with the failed task it waits for. */
        void blocked(Task task, String by);
    }

    Scheduler(TaskGraph graph, Work work) {
        this.graph = graph;
        this.work = work;
    }

    private record Finished(Task task, State state) {
    }

    /**
     * Runs the whole graph.
     *
     * @return the state each task ended in
     * @throws InterruptedException after the tasks under way were interrupted and have ended
     */
    Map<String, State> run() throws InterruptedException {
        var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-", 0).factory());
        var finished = new ExecutorCompletionService<Finished>(threads);
        try {
            int running = start(finished);
            while (running > 0) {
                var end = finished.take().get();
                running--;
                states.put(end.task().id(), end.state());
                if (end.state() != State.DONE) block(end.task());
                running += start(finished);
                work.over(end.task());
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
        var ready = new ArrayList<Task>();
        for (var task : graph.order()) {
            var id = task.id();
            if (started.contains(id) || states.containsKey(id)) continue;
            if (graph.dependencies(id).stream().allMatch(d -> states.get(d) == State.DONE)) ready.add(task);
        }
        for (var task : ready) {
            started.add(task.id());
            work.ready(task);
            finished.submit(() -> new Finished(task, work.run(task)));
        }
        return ready.size();
    }

    private void block(Task failed) {
        var downstream = graph.downstream(failed.id());
        List<Task> never = graph.order().stream()
                .filter(t -> downstream.contains(t.id()) && !states.containsKey(t.id())).toList();
        for (var task : never) {
            states.put(task.id(), State.BLOCKED);
            work.blocked(task, failed.id());
        }
    }
}
