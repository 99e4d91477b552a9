package llmswarm.plan;

import java.util.Map;

import llmswarm.config.Agent;

/** How long a task is expected to take, for the order of starting: more files and longer answers take longer. */
public final class Length {
    private static final int TOKENS_A_FILE = 800;

    private Length() {
    }

    /** Expected output tokens: what its files usually need, at most its agent's {@code max-tokens}. */
    public static double of(Task task, Map<String, Agent> agents) {
        return Math.min(agents.get(task.agent()).maxTokens(), TOKENS_A_FILE * Math.max(1, task.files().size()));
    }
}
