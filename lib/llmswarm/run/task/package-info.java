/**
 * One task from its prompt to files that hold: attempts, their evidence, review, and the person who is asked at last.
 * Begin with {@link llmswarm.run.task.TaskLoop}; {@link llmswarm.run.task.Attempt} is one of them.
 */
package llmswarm.run.task;
