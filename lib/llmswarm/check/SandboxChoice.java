package llmswarm.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;
import llmswarm.guard.UserFolders;
import sandbox.Sandbox;
import sandbox.Sandboxes;

/** The sandbox a user wishes for, or the best that works here. */
public final class SandboxChoice {
    private SandboxChoice() {
    }

    /** The sandboxes of this machine for a user with these variables. */
    public static Sandboxes all(Map<String, String> environment) {
        return new Sandboxes(environment, new UserFolders(environment).cache());
    }

    /** Each with what came of trying it. */
    public static List<Sandboxes.Candidate> tried(Map<String, String> environment) {
        return Stop.whenInterrupted(() -> all(environment).all());
    }

    /** Refuses an unknown name, without trying anything. */
    public static void requireKnown(Optional<String> wish) {
        try {
            Sandboxes.requireKnown(wish);
        } catch (Sandboxes.Unusable unknown) {
            throw Stop.usage(unknown.getMessage());
        }
    }

    /**
     * The sandbox of that name, or the best that works.
     *
     * @return empty when none works and none was wished for
     */
    public static Optional<Sandbox> of(Optional<String> wish, Map<String, String> environment)
            throws InterruptedException {
        try {
            return all(environment).find(wish);
        } catch (Sandboxes.Unusable cause) {
            throw Stop.usage(cause.getMessage());
        }
    }
}
