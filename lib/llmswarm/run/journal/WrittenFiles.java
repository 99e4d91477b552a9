package llmswarm.run.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run wrote into its project. */
public final class WrittenFiles {
    private final Map<String, List<Event.Integrated>> commits = new LinkedHashMap<>();
    private final Map<String, String> writers = new HashMap<>(), digests = new HashMap<>(), replacing = new HashMap<>();

    WrittenFiles() {
    }

    void accept(Event.Kept event) {
        switch (event) {
            case Event.Replacing begun -> replacing.putAll(begun.files());
            case Event.Integrated done -> {
                commits.computeIfAbsent(done.task(), task -> new ArrayList<>()).add(done);
                digests.putAll(done.files());
                done.files().keySet().forEach(path -> writers.put(path, done.task()));
                replacing.keySet().removeAll(done.files().keySet());
            }
            default -> { }
        }
    }

    /** What was committed for each task, in order. */
    public List<Event.Integrated> commits(String task) {
        return List.copyOf(commits.getOrDefault(task, List.of()));
    }

    /** The tasks for which something was committed. */
    public List<String> tasks() {
        return List.copyOf(commits.keySet());
    }

    /** How many commits there are. */
    public int count() {
        return commits.values().stream().mapToInt(List::size).sum();
    }

    /** The task that wrote each path last. */
    public Map<String, String> writers() {
        return Map.copyOf(writers);
    }

    /** Digests of what the run left, by path. */
    public Map<String, String> digests() {
        return Map.copyOf(digests);
    }

    /** Digests of what the run was about to write when it was cut short, by path. */
    public Map<String, String> replacing() {
        return Map.copyOf(replacing);
    }
}
