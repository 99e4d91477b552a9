package llmswarm.files;

import java.util.List;

import llmswarm.guard.SafePath;

/**
 * What a model's answer gives: only files that were declared and whose paths are safe.
 *
 * @param files   whole texts, also of the files that the answer only edits
 * @param deleted files that are no longer needed
 * @param dropped what was given but not taken, as nobody declared it
 * @param faults  sentences fit to be sent back to the model, some of several lines; with any of them the answer is not
 *                whole
 * @param applied how many search/replace blocks were applied
 */
public record Answer(List<AnswerFile> files, List<SafePath> deleted, List<String> dropped, List<String> faults,
         int applied) {
    public Answer {
        deleted = List.copyOf(deleted);
        files = List.copyOf(files);
        dropped = List.copyOf(dropped);
        faults = List.copyOf(faults);
    }

    /** An answer that edits nothing. */
    Answer(List<AnswerFile> files, List<String> dropped, List<String> faults) {
        this(files, List.of(), dropped, faults, 0);
    }
}
