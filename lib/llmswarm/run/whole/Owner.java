package llmswarm.run.whole;

import java.util.List;
import java.util.Optional;

import llmswarm.plan.Task;

/**
 * The task to which a failure of the whole goes back.
 *
 * @param told  what it is told beside the failure
 * @param other the other side of a test and its code, where nothing that was asked for says which of them is wrong
 */
record Owner(Task task, List<String> told, Optional<Task> other) {
    Owner {
        told = List.copyOf(told);
    }

    static Owner alone(Task task) {
        return new Owner(task, List.of(), Optional.empty());
    }
}
