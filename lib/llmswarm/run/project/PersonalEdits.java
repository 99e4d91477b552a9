package llmswarm.run.project;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.run.state.WrittenFiles;

/** What a person made of files since an earlier part of a run wrote them. */
final class PersonalEdits {
    /** By task and path. */
    private final Map<String, Set<String>> edited = new HashMap<>();
    /** All files of the tasks of which a person edited one: what was mended of the others since stays mended. */
    private final Map<String, Map<String, byte[]>> asItStands = new HashMap<>();
    /** Digests by path. */
    private final Map<String, String> standing = new HashMap<>();

    /**
     * @param past what an earlier part of the run wrote
     * @param left digests of what the run left, by path
     * @param disk what is there now, by path
     */
    PersonalEdits(WrittenFiles past, Map<String, String> left, Function<String, Optional<byte[]>> disk) {
        var replacing = past.replacing();
        var writers = past.writers();
        var now = new HashMap<String, byte[]>();
        writers.forEach((path, writer) -> disk.apply(path).ifPresent(content -> {
            var digest = Digest.of(content);
            now.put(path, content);
            standing.put(path, digest);
            if (!digest.equals(left.get(path)) && !digest.equals(replacing.get(path))) edited.computeIfAbsent(writer,
                    w -> new HashSet<>()).add(path);
        }));
        now.forEach((path, content) -> {
            var writer = writers.get(path);
            if (edited.containsKey(writer)) asItStands.computeIfAbsent(writer, w -> new HashMap<>()).put(path, content);
        });
    }

    /** The paths of all edited files. */
    List<String> paths() {
        return edited.values().stream().flatMap(Set::stream).sorted().toList();
    }

    /** Digests of what the files that a run wrote hold now, by path. */
    Map<String, String> standing() {
        return Map.copyOf(standing);
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
