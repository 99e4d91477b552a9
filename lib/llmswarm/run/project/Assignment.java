package llmswarm.run.project;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.plan.Task;

/**
 * One thing to do for one agent: a task for the first time, or the repair of what it made.
 *
 * @param before    the tree it starts from, by path
 * @param repairs   what has to be mended; empty the first time
 * @param also      end checks that have to pass too
 * @param elsewhere which failures of those are not this task's to mend
 */
public record Assignment(Task task, SortedMap<String, byte[]> before, Optional<Failure> repairs,
        List<CheckRunner.Command> also, Elsewhere elsewhere) {
    /** Tells failures that others have to mend from those of this task. */
    public interface Elsewhere {
        /** @param tree what was checked, by path */
        boolean test(Failure failure, SortedMap<String, byte[]> tree) throws InterruptedException;
    }

    /** A task for the first time. */
    public static Assignment first(Task task, SortedMap<String, byte[]> before) {
        return new Assignment(task, before, Optional.empty(), List.of(), (failure, tree) -> false);
    }
}
