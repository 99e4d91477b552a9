package llmswarm.run.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import llmswarm.check.Failure;
import llmswarm.files.Answer;
import llmswarm.guard.SafePath;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.TaskFiles;

/**
 * What the attempts at one piece of work have come to so far.
 *
 * @param files   as the answers gave, mended and deleted them
 * @param failure why they are not accepted yet; empty before the first attempt
 * @param answer  the last one
 */
public record Draft(TaskFiles files, Optional<Failure> failure, String answer) {
    /** Nothing written yet. */
    static Draft of(Assignment work) {
        return new Draft(TaskFiles.of(new LinkedHashMap<>()), work.repairs(), "");
    }

    /** With what an answer gives of it. */
    Draft with(Answer given, String text) {
        return new Draft(files.with(given), failure, text);
    }

    /** With files that no answer gives. */
    Draft with(Map<SafePath, byte[]> made) {
        return new Draft(files.with(made), failure, answer);
    }

    /** Not accepted, because of that. */
    Draft failing(Failure why) {
        return new Draft(files, Optional.of(why), answer);
    }
}
