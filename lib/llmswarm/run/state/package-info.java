/**
 * What follows from the events of a run: the only place that knows what its past means.
 *
 * <p>Begin at {@link llmswarm.run.state.RunState}, which takes the entries of a journal one by one; a resume goes on
 * from it, views draw it. It asks others for their part: {@link llmswarm.run.state.WrittenFiles} for files and commits,
 * {@link llmswarm.run.state.SpendingTotals} for tokens and money, {@link llmswarm.run.state.TaskProgress} for a task.
 */
package llmswarm.run.state;
