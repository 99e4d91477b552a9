package llmswarm.run;

import java.util.Map;
import java.util.Optional;

import llmswarm.check.CheckRunner;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
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
     */
    record Built(Outcome outcome, Stack stack, Plan plan, Map<String, String> variables, Optional<CheckRunner> checks,
            Sandbox.Access access) {
    }
}
