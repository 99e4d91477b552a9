/**
 * What a run begins with: what a user says for it, its specification, and what all runs of a process share.
 *
 * <p>Begin at {@link llmswarm.run.options.RunOptions}: the flags of {@code run} as data. {@link
 * llmswarm.run.options.KeptOptions} is what of them a journal keeps, so that a resume has them again; {@link
 * llmswarm.run.options.Workplace} is the configuration, the models and the person of a process.
 */
package llmswarm.run.options;
