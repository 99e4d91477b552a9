package llmswarm.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;

/** What a person made of files since an earlier part of a run wrote them. */
final class PersonalEdits {
    /** By task and path. */
    private final Map<String, Set<String>> edited = new HashMap<>();
    /** All files of the tasks of which a person edited one: what was mended of the others since stays mended. */
    private final Map<String, Map<String, byte[]>> asItStands = new HashMap<>();

    /**
     * @param writers the task that wrote each path last
     * @param written digests of what was written, by path
     * @param disk    what is there now
     */
    PersonalEdits(Map<String, String> writers, Map<String, String> written, Function<String, Optional<byte[]>> disk) {
        var now = new HashMap<String, byte[]>();
        writers.forEach((path, writer) -> disk.apply(path).ifPresent(content -> {
            now.put(path, content);
            if (!Digest.of(content).equals(written.get(path))) edited.computeIfAbsent(writer, w -> new HashSet<>()).add(path);
        }));
        now.forEach((path, content) -> {
            var writer = writers.get(path);
            if (edited.containsKey(writer)) asItStands.computeIfAbsent(writer, w -> new HashMap<>()).put(path, content);
        });
    }

    /** The edited paths with the digests of what they hold now. */
    SortedMap<String, String> digests() {
        var digests = new TreeMap<String, String>();
        edited.forEach((task, paths) -> paths.forEach(path -> digests.put(path, Digest.of(asItStands.get(task).get(path)))));
        return digests;
    }

    /** Whether a person edited that file of the task. */
    boolean touch(String task, SafePath path) {
        return edited.getOrDefault(task, Set.of()).contains(path.toString());
    }

    /** A task's files as they stand, where a person edited one of them; else as they are given. */
    SequencedMap<SafePath, byte[]> over(String task, SequencedMap<SafePath, byte[]> files) {
        var standing = asItStands.getOrDefault(task, Map.of());
        var kept = new LinkedHashMap<SafePath, byte[]>();
        files.forEach((path, content) -> kept.put(path, standing.getOrDefault(path.toString(), content)));
        return kept;
    }
}
