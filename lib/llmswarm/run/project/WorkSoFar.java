package llmswarm.run.project;

import java.util.Map;
import java.util.SortedMap;

import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;

/** The files that a task is given to start from. */
public interface WorkSoFar {
    /** The tree before any task, by path: what was there, and the scaffold. */
    SortedMap<String, byte[]> beginning();

    /** The tree a task starts from: the beginning and what the tasks before it wrote. */
    SortedMap<String, byte[]> before(Task task, TaskGraph graph);

    /** What a task wrote, by path. */
    Map<String, byte[]> writtenBy(String task);

    /** Whether the file is as the pack's scaffold made it: no task wrote it since. */
    boolean isScaffold(String path);
}
