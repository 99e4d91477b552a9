/**
 * What a change of a project starts from: what is asked for, which files are there, and what earlier runs made of it.
 */
package llmswarm.run.change;
