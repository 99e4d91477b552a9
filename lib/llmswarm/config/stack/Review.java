package llmswarm.config.stack;

/**
 * An agent's reading of the work against the requirements.
 *
 * @param when   each task's files, or the whole when it is checked
 * @param rounds how often findings may be sent back before what is left is only told
 */
public record Review(String agent, Moment when, int rounds) {
    /** When an agent reads: after each task, or the whole at the end. */
    public enum Moment { TASK, END }
}
