//DEPS org.jgrapht:jgrapht-core:1.5.3
package llmswarm.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;

import org.jgrapht.Graph;
import org.jgrapht.Graphs;
import org.jgrapht.alg.cycle.CycleDetector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedAcyclicGraph;
import org.jgrapht.graph.SimpleDirectedGraph;
import org.jgrapht.traverse.TopologicalOrderIterator;

/** The tasks of a plan as a directed acyclic graph; edges run from a task to those that depend on it. */
public final class TaskGraph {
    /** Tasks from which a cycle is looked for: in a dense graph of thousands each search goes through all of it. */
    private static final int MOST_SEARCHES = 100;

    private final SequencedMap<String, Task> tasks = new LinkedHashMap<>();
    private final DirectedAcyclicGraph<String, DefaultEdge> graph = new DirectedAcyclicGraph<>(DefaultEdge.class);
    private final List<String> order;

    /** What shows and folds plans relies on it; throws {@link IllegalArgumentException} where tasks have no order. */
    public static void requireOrder(List<Task> tasks) {
        try {
            new TaskGraph(tasks);
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException("the plan's tasks have no order: " + none.getMessage(), none);
        }
    }

    /**
     * The graph of a plan that {@link PlanLint} passed.
     *
     * @throws IllegalArgumentException on a cycle or an unknown dependency
     */
    public TaskGraph(List<Task> planned) {
        for (var task : planned) {
            tasks.put(task.id(), task);
            graph.addVertex(task.id());
        }
        for (var task : planned) for (var dependency : task.dependsOn()) graph.addEdge(dependency, task.id());
        var position = new HashMap<String, Integer>();
        for (var id : tasks.keySet()) position.put(id, position.size());
        var sorted = new ArrayList<String>();
        new TopologicalOrderIterator<>(graph, Comparator.comparing(position::get)).forEachRemaining(sorted::add);
        order = List.copyOf(sorted);
    }

    /** The ids along a short cycle, the first one repeated at the end; empty when there is none. */
    public static Optional<List<String>> cycle(List<Task> planned) {
        Graph<String, DefaultEdge> any = new SimpleDirectedGraph<>(DefaultEdge.class);
        for (var task : planned) any.addVertex(task.id());
        for (var task : planned) {
            for (var dependency : task.dependsOn()) {
                if (dependency.equals(task.id())) return Optional.of(List.of(dependency, dependency));
                if (any.containsVertex(dependency)) any.addEdge(task.id(), dependency);
            }
        }
        return new CycleDetector<>(any).findCycles().stream().limit(MOST_SEARCHES)
                .flatMap(id -> cycle(any, id).stream()).min(Comparator.comparingInt(List::size));
    }

    /** A shortest cycle through that task. */
    private static Optional<List<String>> cycle(Graph<String, DefaultEdge> any, String id) {
        var from = new HashMap<String, String>();
        var next = new ArrayDeque<>(List.of(id));
        while (!next.isEmpty()) {
            var task = next.poll();
            for (var dependency : Graphs.successorListOf(any, task)) {
                if (from.putIfAbsent(dependency, task) != null) continue;
                if (!dependency.equals(id)) next.add(dependency);
                else return Optional.of(path(from, id));
            }
        }
        return Optional.empty();
    }

    private static List<String> path(Map<String, String> from, String id) {
        var path = new ArrayDeque<>(List.of(id));
        for (var task = from.get(id); !task.equals(id); task = from.get(task)) path.addFirst(task);
        path.addFirst(id);
        return List.copyOf(path);
    }

    /** The tasks so that each comes after those it depends on; among equals in the plan's order. */
    public List<Task> order() {
        return order.stream().map(tasks::get).toList();
    }

    /** Levels from 0: one more than the deepest dependency. */
    public Map<String, Integer> depth() {
        var depth = new HashMap<String, Integer>();
        for (var id : order) {
            depth.put(id, dependencies(id).stream().mapToInt(d -> depth.get(d) + 1).max().orElse(0));
        }
        return depth;
    }

    public Set<String> dependencies(String id) {
        return Set.copyOf(Graphs.predecessorListOf(graph, id));
    }

    public Set<String> dependents(String id) {
        return Set.copyOf(Graphs.successorListOf(graph, id));
    }

    /** Everything the task depends on, directly or not, in {@link #order()}. */
    public List<String> upstream(String id) {
        var ancestors = graph.getAncestors(id);
        return order.stream().filter(ancestors::contains).toList();
    }

    /**
     * For each task, the length of the longest path from its start to the end of the run, in the unit of {@code
     * length}.
     */
    public Map<String, Double> remaining(ToDoubleFunction<Task> length) {
        var remaining = new HashMap<String, Double>();
        for (var id : order.reversed()) {
            var after = dependents(id).stream().mapToDouble(remaining::get).max().orElse(0);
            remaining.put(id, length.applyAsDouble(tasks.get(id)) + after);
        }
        return remaining;
    }
}
