package llmswarm.run;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

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
     * @param files  of the last commit, which nobody reads who does not ask
     * @param shared likewise
     * @param mends  the task to which a failure goes back, as far as the places that it names tell
     */
    record Built(Outcome outcome, Stack stack, Plan plan, Map<String, String> variables, Optional<CheckRunner> checks,
            Supplier<SortedMap<String, byte[]>> files, SetupAccess shared,
            BiFunction<Failure, SortedMap<String, byte[]>, Optional<Task>> mends) {
    }

    /** What setup makes for files, which it made by now where a check of the run saw them. */
    @FunctionalInterface
    interface SetupAccess {
        Sandbox.Access of(SortedMap<String, byte[]> files) throws InterruptedException;
    }
}
