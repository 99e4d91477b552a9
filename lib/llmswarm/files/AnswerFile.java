package llmswarm.files;

import llmswarm.guard.SafePath;

/**
 * One file of an answer: lines end in a line feed, also the last one. A file that was edited keeps its carriage
 * returns.
 */
public record AnswerFile(SafePath path, String text) {
}
