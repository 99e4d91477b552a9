package llmswarm.run.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import llmswarm.run.journal.Event.State;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static Task task(String id, String... dependsOn) {
        return new Task(id, id, "backend", id, List.of(), List.of(id), List.of(dependsOn), List.of(), List.of());
    }

    private static final TaskGraph DIAMOND =
            new TaskGraph(List.of(task("start"), task("left", "start"), task("right", "start"),
            task("end", "left", "right"), task("alone")));

    /** A graph that does not change. */
    private static Scheduler.Tasks fixed(TaskGraph graph) {
        var begun = new HashSet<String>();
        return new Scheduler.Tasks() {
            @Override
            public TaskGraph graph() {
                return graph;
            }

            @Override
            public List<Task> begin(BiPredicate<Task, TaskGraph> ready) {
                return graph.order().stream().filter(task -> !begun.contains(task.id()) && ready.test(task, graph))
                        .peek(task -> begun.add(task.id())).toList();
            }
        };
    }

    private interface Body {
        State of(Task task) throws Exception;
    }

    private static final class Recorder implements Scheduler.Runner {
        private final Body body;
        private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
        private final List<String> told = Collections.synchronizedList(new ArrayList<>());
        private final List<String> blocked = Collections.synchronizedList(new ArrayList<>());

        Recorder(Body body) {
            this.body = body;
        }

        @Override
        public Optional<State> run(Task task) throws InterruptedException {
            try {
                return Optional.of(body.of(task));
            } catch (InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            } finally {
                ended.add(task.id());
            }
        }

        @Override
        public void ready(Task task) {
            told.add("ready " + task.id());
        }

        @Override
        public void over(Task task, State state) {
            told.add("over " + task.id());
        }

        @Override
        public void blocked(Task task, String by) {
            blocked.add(task.id() + " by " + by);
        }
    }

    @Test
    void aTaskStartsOnlyAfterThoseItDependsOn() throws Exception {
        var work = new Recorder(task -> State.DONE);
        var states = new Scheduler(fixed(DIAMOND), work).run();
        assertEquals(5, states.values().stream().filter(s -> s == State.DONE).count());
        assertTrue(work.ended.indexOf("start") < work.ended.indexOf("left"));
        assertTrue(work.ended.indexOf("left") < work.ended.indexOf("end")
                && work.ended.indexOf("right") < work.ended.indexOf("end"));
    }

    @Test
    void whatATaskMakesReadyIsToldBeforeTheTaskIsOver() throws Exception {
        var work = new Recorder(task -> State.DONE);
        new Scheduler(fixed(new TaskGraph(List.of(task("a"), task("b", "a")))), work).run();
        assertEquals(List.of("ready a", "ready b", "over a", "over b"), work.told);
    }

    @Test
    void whatIsReadyRunsAtTheSameTime() throws Exception {
        var together = new CyclicBarrier(2);
        var work = new Recorder(task -> {
            if (task.id().equals("left") || task.id().equals("right")) together.await(30, TimeUnit.SECONDS);
            return State.DONE;
        });
        assertEquals(State.DONE, new Scheduler(fixed(DIAMOND), work).run().get("end"));
    }

    @Test
    void aFailedTaskBlocksOnlyWhatDependsOnIt() throws Exception {
        var work = new Recorder(task -> task.id().equals("left") ? State.FAILED : State.DONE);
        assertEquals(Map.of("start", State.DONE, "left", State.FAILED, "right", State.DONE, "end", State.BLOCKED,
                "alone", State.DONE), new Scheduler(fixed(DIAMOND), work).run());
        assertEquals(List.of("end by left"), work.blocked);
    }

    @Test
    void anInterruptionReachesEveryTaskUnderWay() throws Exception {
        var under = new CountDownLatch(2);
        var never = new CountDownLatch(1);
        var work = new Recorder(task -> {
            under.countDown();
            never.await();
            return State.DONE;
        });
        var scheduler = new Thread(() -> assertThrows(InterruptedException.class, () ->
                new Scheduler(fixed(DIAMOND), work).run()));
        scheduler.start();
        under.await();
        scheduler.interrupt();
        scheduler.join();
        assertEquals(List.of("alone", "start"), work.ended.stream().sorted().toList());
    }

    @Test
    void aFaultOfTheProgramIsNotSwallowed() {
        var work = new Recorder(task -> {
            throw new IllegalArgumentException("broken");
        });
        assertEquals("broken", assertThrows(IllegalArgumentException.class, () -> new Scheduler(fixed(DIAMOND), work)
                .run()).getMessage());
    }
}
