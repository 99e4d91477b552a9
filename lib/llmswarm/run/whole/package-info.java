/**
 * What is done with the tasks of a run together: each is run and integrated, the whole is checked at the end, and what
 * fails goes to its owner. Begin with {@link llmswarm.run.whole.TaskRunner} and {@link llmswarm.run.whole.Repairs}.
 */
package llmswarm.run.whole;
