package llmswarm.run.project;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.files.Answer;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.run.state.WrittenFiles;

/** What a piece of work makes of a project's files. */
public record TaskFiles(SequencedMap<SafePath, byte[]> written, SequencedSet<SafePath> deleted) {
    public TaskFiles {
        written = new LinkedHashMap<>(written);
        deleted = new LinkedHashSet<>(deleted);
    }

    /** Work that deletes nothing. */
    public static TaskFiles of(SequencedMap<SafePath, byte[]> written) {
        return new TaskFiles(written, new LinkedHashSet<>());
    }

    /** With what an answer writes and deletes. */
    public TaskFiles with(Answer given) {
        var all = new LinkedHashMap<>(written);
        var gone = new LinkedHashSet<>(deleted);
        given.files().forEach(file -> {
            all.put(file.path(), file.text().getBytes(StandardCharsets.UTF_8));
            gone.remove(file.path());
        });
        given.deleted().forEach(path -> {
            all.remove(path);
            gone.add(path);
        });
        return new TaskFiles(all, gone);
    }

    /** With files that no answer gives. */
    public TaskFiles with(Map<SafePath, byte[]> made) {
        var all = new LinkedHashMap<>(written);
        all.putAll(made);
        return new TaskFiles(all, deleted);
    }

    /** Whether there is nothing of it yet. */
    public boolean isEmpty() {
        return written.isEmpty() && deleted.isEmpty();
    }

    /** The tree with these files in it, and without those that it deletes. */
    public SortedMap<String, byte[]> over(SortedMap<String, byte[]> before) {
        var tree = new TreeMap<>(before);
        deleted.forEach(path -> tree.remove(path.toString()));
        written.forEach((path, content) -> tree.put(path.toString(), content));
        return tree;
    }

    /** The paths of what is written. */
    public List<String> names() {
        return written.keySet().stream().map(SafePath::toString).toList();
    }

    /** The paths of both. */
    Collection<SafePath> paths() {
        var paths = new LinkedHashSet<>(written.keySet());
        paths.addAll(deleted);
        return paths;
    }

    /** Digests by path; of a file that is deleted {@link WrittenFiles#DELETED}. */
    SortedMap<String, String> digests() {
        var digests = new TreeMap<String, String>();
        written.forEach((path, content) -> digests.put(path.toString(), Digest.of(content)));
        deleted.forEach(path -> digests.put(path.toString(), WrittenFiles.DELETED));
        return digests;
    }
}
