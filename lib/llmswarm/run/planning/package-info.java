/**
 * From a specification to a plan that was accepted, before any task: the stack, what the machine has, the size of the
 * work, trust. Begin with {@link llmswarm.run.planning.Preparation}.
 */
package llmswarm.run.planning;
