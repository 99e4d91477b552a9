/**
 * Reads a pack's {@code stack.yaml} into a {@link llmswarm.config.stack.Stack}; every fault is told, with its place.
 *
 * <p>Begin at {@link llmswarm.config.stack.reading.StackReader}, which knows all keys and hands each list to a reader
 * of its own: checks, contracts, services, setup, variables and required programs. A key's text may hold variables;
 * {@code FilledReader} sees to it that they are there.
 */
package llmswarm.config.stack.reading;
