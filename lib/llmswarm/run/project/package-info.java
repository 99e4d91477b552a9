/**
 * What all tasks of a run share: the plan as it stands, in which order tasks start, the files that hold so far with
 * their commits and a person's own changes. Begin with {@link llmswarm.run.project.Scheduler} and {@link
 * llmswarm.run.project.Integration}.
 */
package llmswarm.run.project;
