package llmswarm.files;

import java.util.List;

/**
 * What a model's answer gives: only files that were declared and whose paths are safe.
 *
 * @param dropped what was given but not taken, as nobody declared it
 * @param faults  sentences fit to be sent back to the model; with any of them the answer is not to be used
 */
public record Answer(List<AnswerFile> files, List<String> dropped, List<String> faults) {
    public Answer {
        files = List.copyOf(files);
        dropped = List.copyOf(dropped);
        faults = List.copyOf(faults);
    }
}
