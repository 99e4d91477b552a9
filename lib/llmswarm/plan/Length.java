package llmswarm.plan;

import java.util.Map;

import llmswarm.config.Agent;

/** How long a task is expected to take, for the order of starting: more files and longer answers take longer. */
public final class Length {
    /** Tokens a line of code, test or document has, rounded up: 8.7 in the examples of python-cli and web-basic. */
    public static final int TOKENS_A_LINE = 10;
    private static final int TOKENS_A_FILE = 800;

    private Length() {
    }

    /**
     * Expected output tokens: what its planned size or, without one, its number of files usually needs, at most its
     * agent's {@code max-tokens}.
     */
    public static double of(Task task, Map<String, Agent> agents) {
        return Math.min(agents.get(task.agent()).maxTokens(), task.size() > 0 ? (double) TOKENS_A_LINE * task.size()
                : TOKENS_A_FILE * Math.max(1, task.files().size()));
    }
}
