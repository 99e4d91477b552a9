package llmswarm.run.project;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.run.journal.WrittenFiles;

/** What a piece of work makes of a project's files. */
public record TaskFiles(SequencedMap<SafePath, byte[]> written, SequencedSet<SafePath> deleted) {
    public TaskFiles {
        written = new LinkedHashMap<>(written);
        deleted = new LinkedHashSet<>(deleted);
    }

    /** Work that deletes nothing. */
    static TaskFiles of(SequencedMap<SafePath, byte[]> written) {
        return new TaskFiles(written, new LinkedHashSet<>());
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
