package llmswarm.model;

/**
 * A whole answer.
 *
 * @param cutOff whether the model stopped at its token limit
 */
public record Reply(String text, Usage usage, boolean cutOff) {
}
