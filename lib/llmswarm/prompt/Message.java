package llmswarm.prompt;

/** One message of a prompt; role is {@code system} or {@code user}. */
public record Message(String role, String text) {
}
