package llmswarm.config.stack;


/** A value a user may set with {@code --set name=value}. */
public record Variable(String value, String help) {
}
