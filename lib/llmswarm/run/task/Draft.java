package llmswarm.run.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.check.Failure;
import llmswarm.files.Answer;
import llmswarm.guard.SafePath;
import llmswarm.run.project.Assignment;

/**
 * What the attempts at one piece of work have come to so far.
 *
 * @param files   as the answers gave them or mended them
 * @param failure why they are not accepted yet; empty before the first attempt
 * @param answer  the last one
 */
public record Draft(SequencedMap<SafePath, byte[]> files, Optional<Failure> failure, String answer) {
    /** Nothing written yet. */
    static Draft of(Assignment work) {
        return new Draft(new LinkedHashMap<>(), work.repairs(), "");
    }

    /** With what an answer gives of it. */
    Draft with(Answer given, String text) {
        var all = new LinkedHashMap<>(files);
        given.files().forEach(file -> all.put(file.path(), file.text().getBytes(UTF_8)));
        return new Draft(all, failure, text);
    }

    /** With files that no answer gives. */
    Draft with(Map<SafePath, byte[]> made) {
        var all = new LinkedHashMap<>(files);
        all.putAll(made);
        return new Draft(all, failure, answer);
    }

    /** Not accepted, because of that. */
    Draft failing(Failure why) {
        return new Draft(files, Optional.of(why), answer);
    }

    /** The tree with these files in it. */
    public SortedMap<String, byte[]> over(SortedMap<String, byte[]> before) {
        var tree = new TreeMap<>(before);
        files.forEach((path, content) -> tree.put(path.toString(), content));
        return tree;
    }
}
