package llmswarm.files;

import llmswarm.guard.SafePath;

/** One file of an answer: lines end in a line feed, also the last one. */
public record AnswerFile(SafePath path, String text) {
}
