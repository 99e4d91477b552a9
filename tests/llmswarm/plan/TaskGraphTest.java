package llmswarm.plan;

import static llmswarm.plan.Plans.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class TaskGraphTest {
    private static final List<Task> DIAMOND =
            List.of(task("end", "left", "right"), task("left", "start"), task("right", "start"), task("start"));

    @Test
    void tasksAreOrderedSoThatEachComesAfterThoseItDependsOn() {
        assertEquals(List.of("start", "left", "right", "end"),
                new TaskGraph(DIAMOND).order().stream().map(Task::id).toList());
    }

    @Test
    void depthCountsTheLevelsFromZero() {
        assertEquals(Map.of("start", 0, "left", 1, "right", 1, "end", 2), new TaskGraph(DIAMOND).depth());
    }

    @Test
    void theRemainingPathIsTheLongestOneToTheEndWithTheTaskItself() {
        var length = Map.of("start", 1.0, "left", 10.0, "right", 2.0, "end", 3.0);
        assertEquals(Map.of("start", 14.0, "left", 13.0, "right", 5.0, "end", 3.0),
                new TaskGraph(DIAMOND).remaining(task -> length.get(task.id())));
    }

    @Test
    void upstreamIsEverythingBeforeATaskInOrder() {
        assertEquals(List.of("start", "left", "right"), new TaskGraph(DIAMOND).upstream("end"));
    }

    @Test
    void aCycleIsToldAsAPath() {
        var tasks = List.of(task("a", "c"), task("b", "a"), task("c", "b"), task("d", "c"));
        var cycle = TaskGraph.cycle(tasks).orElseThrow();
        assertEquals(4, cycle.size());
        assertEquals(cycle.getFirst(), cycle.getLast());
        for (int i = 1; i < cycle.size(); i++) {
            var from = cycle.get(i - 1);
            var to = cycle.get(i);
            assertTrue(tasks.stream().anyMatch(t -> t.id().equals(from) && t.dependsOn().contains(to)),
                    cycle::toString);
        }
    }

    @Test
    void ofSeveralCyclesAShortestIsTold() {
        var tasks = List.of(task("a", "b"), task("b", "c"), task("c", "a", "d"), task("d", "c"));
        assertEquals(3, TaskGraph.cycle(tasks).orElseThrow().size());
    }

    @Test
    void aTaskThatDependsOnItselfIsACycle() {
        assertEquals(Optional.of(List.of("a", "a")), TaskGraph.cycle(List.of(task("a", "a"))));
    }

    @Test
    void noCycleIsNothing() {
        assertEquals(Optional.empty(), TaskGraph.cycle(DIAMOND));
    }
}
