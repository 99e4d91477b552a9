package llmswarm.run;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import sandbox.Sandbox;

/** Looks at what a run made while what its setup made is still there. */
@FunctionalInterface
public interface Aftermath {
    Aftermath NONE = built -> { };

    void look(Built built) throws InterruptedException;

    /**
     * A run whose checks are over.
     *
     * @param checks empty where no sandbox works
     * @param access to what setup made
     * @param mends  the task to which a failure goes back, as far as the places that it names tell
     */
    record Built(Outcome outcome, Stack stack, Plan plan, Map<String, String> variables, Optional<CheckRunner> checks,
            Sandbox.Access access, BiFunction<Failure, SortedMap<String, byte[]>, Optional<Task>> mends) {
    }
}
