package llmswarm.run.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.check.Failure;
import llmswarm.files.Answer;
import llmswarm.guard.SafePath;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.TaskFiles;

/**
 * What the attempts at one piece of work have come to so far.
 *
 * @param files   as the answers gave them or mended them
 * @param deleted files that the answers said are no longer needed
 * @param failure why they are not accepted yet; empty before the first attempt
 * @param answer  the last one
 */
public record Draft(SequencedMap<SafePath, byte[]> files, SequencedSet<SafePath> deleted, Optional<Failure> failure,
        String answer) {
    /** One that deletes nothing. */
    public Draft(SequencedMap<SafePath, byte[]> files, Optional<Failure> failure, String answer) {
        this(files, new LinkedHashSet<>(), failure, answer);
    }

    /** Nothing written yet. */
    static Draft of(Assignment work) {
        return new Draft(new LinkedHashMap<>(), work.repairs(), "");
    }

    /** With what an answer gives of it. */
    Draft with(Answer given, String text) {
        var all = new LinkedHashMap<>(files);
        var gone = new LinkedHashSet<>(deleted);
        given.files().forEach(file -> {
            all.put(file.path(), file.text().getBytes(UTF_8));
            gone.remove(file.path());
        });
        given.deleted().forEach(path -> {
            all.remove(path);
            gone.add(path);
        });
        return new Draft(all, gone, failure, text);
    }

    /** With files that no answer gives. */
    Draft with(Map<SafePath, byte[]> made) {
        var all = new LinkedHashMap<>(files);
        all.putAll(made);
        return new Draft(all, deleted, failure, answer);
    }

    /** Not accepted, because of that. */
    Draft failing(Failure why) {
        return new Draft(files, deleted, Optional.of(why), answer);
    }

    /** Whether there is nothing of it yet. */
    boolean isEmpty() {
        return files.isEmpty() && deleted.isEmpty();
    }

    /** As it becomes part of the project. */
    public TaskFiles work() {
        return new TaskFiles(files, deleted);
    }

    /** The tree with these files in it, and without those that it deletes. */
    public SortedMap<String, byte[]> over(SortedMap<String, byte[]> before) {
        var tree = new TreeMap<>(before);
        deleted.forEach(path -> tree.remove(path.toString()));
        files.forEach((path, content) -> tree.put(path.toString(), content));
        return tree;
    }
}
