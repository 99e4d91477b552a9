/**
 * Which of the configured models are asked: the one that an agent names, another where that cannot be used here, or
 * none, with what helps.
 *
 * <p>Begin at {@link llmswarm.model.choice.Models}, which opens an endpoint for each that is asked. An {@code Obstacle}
 * is why one cannot be; {@code NothingUsable} says so to a person, with the servers that run on this machine.
 */
package llmswarm.model.choice;
