/**
 * What agents may look at before they write: files, lines of the specification, checks, the planner's word. Begin at
 * {@link Look}, which is one such wish; {@link LookLines} reads wishes from an answer, and {@link ProjectView} grants
 * those that concern files and the specification. All results are bounded text, shown to a model as data.
 */
package llmswarm.run.look;
