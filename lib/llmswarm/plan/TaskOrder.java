package llmswarm.plan;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;

/** Which of a plan's tasks come before which, directly or not; to be asked of each two of thousands, and added to. */
final class TaskOrder {
    /** For each task, by its place in the plan, those before it. */
    private final BitSet[] before;

    /** @param tasks without a cycle, each dependency known */
    TaskOrder(List<Task> tasks) {
        before = new BitSet[tasks.size()];
        var place = new HashMap<String, Integer>();
        for (int i = 0; i < tasks.size(); i++) place.put(tasks.get(i).id(), i);
        for (var task : new TaskGraph(tasks).order()) {
            var all = new BitSet();
            for (var id : task.dependsOn()) {
                all.set(place.get(id));
                all.or(before[place.get(id)]);
            }
            before[place.get(task.id())] = all;
        }
    }

    boolean connected(int one, int two) {
        return before[one].get(two) || before[two].get(one);
    }

    /** The first comes before the second from now on. */
    void add(int first, int second) {
        for (int task = 0; task < before.length; task++) {
            if (task != second && !before[task].get(second)) continue;
            before[task].set(first);
            before[task].or(before[first]);
        }
    }
}
