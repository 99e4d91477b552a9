/**
 * How often servers may be asked: what they say of their limits, and who waits for what. Begin at
 * {@link ModelQueue}.
 */
package llmswarm.model.rate;
