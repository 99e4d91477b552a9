package llmswarm.run.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import llmswarm.run.journal.Event;
import llmswarm.run.journal.Undone;

/** What a run wrote into its project and was not taken back. */
public final class WrittenFiles {
    /** In place of a digest: the file left the project. */
    public static final String DELETED = "";

    private final Map<String, List<Event.Integrated>> commits = new LinkedHashMap<>();
    private final List<Event.Integrated> inOrder = new ArrayList<>();
    private final Map<String, String> writers = new HashMap<>(), digests = new HashMap<>(), replacing = new HashMap<>();
    /** Every commit that the journal names, and those of each task that it names first for that task. */
    private final Set<String> named = new HashSet<>();
    private final Map<String, List<String>> own = new HashMap<>();
    /** Tasks that changed files of what was taken back: what is left there may not be what they wrote. */
    private final Set<String> unsettled = new HashSet<>();
    private final Set<String> undone = new TreeSet<>();

    WrittenFiles() {
    }

    void accept(Event.Kept event) {
        switch (event) {
            case Event.Replacing begun -> replacing.putAll(begun.files());
            case Event.Integrated done -> integrated(done);
            case Undone back -> undone(back);
            default -> { }
        }
    }

    private void integrated(Event.Integrated done) {
        commits.computeIfAbsent(done.task(), task -> new ArrayList<>()).add(done);
        inOrder.add(done);
        unsettled.remove(done.task());
        undone.remove(done.task());
        if (named.add(done.commit())) own.computeIfAbsent(done.task(), task -> new ArrayList<>()).add(done.commit());
        digests.putAll(done.files());
        done.files().keySet().forEach(path -> writers.put(path, done.task()));
        replacing.keySet().removeAll(done.files().keySet());
    }

    private void undone(Undone back) {
        named.addAll(back.commits());
        undone.addAll(back.tasks());
        commits.keySet().removeAll(back.tasks());
        own.keySet().removeAll(back.tasks());
        inOrder.stream().dropWhile(done -> !back.tasks().contains(done.task()))
                .filter(done -> done.files().keySet().stream().anyMatch(back.files()::containsKey))
                .forEach(done -> unsettled.add(done.task()));
        unsettled.removeAll(back.tasks());
        inOrder.removeIf(done -> back.tasks().contains(done.task()));
        writers.clear();
        inOrder.forEach(done -> done.files().keySet().forEach(path -> writers.put(path, done.task())));
        digests.putAll(back.files());
        back.files().forEach((path, digest) -> {
            if (digest.isEmpty()) digests.remove(path);
        });
        writers.keySet().retainAll(digests.keySet());
        replacing.keySet().removeAll(back.files().keySet());
    }

    /** What was committed for each task, in order. */
    public List<Event.Integrated> commits(String task) {
        return List.copyOf(commits.getOrDefault(task, List.of()));
    }

    /**
     * The commits that were made for a task, in order. Where files were there already, a task is told to be integrated
     * with the commit that was the newest then: that one is not its own.
     */
    public List<String> own(String task) {
        return List.copyOf(own.getOrDefault(task, List.of()));
    }

    /** The tasks for which something was committed. */
    public List<String> tasks() {
        return List.copyOf(commits.keySet());
    }

    /** Those of them whose files stand as they were committed. */
    public List<String> settled() {
        return commits.keySet().stream().filter(task -> !unsettled.contains(task)).toList();
    }

    /** The tasks that were taken back and not written again since. */
    public Set<String> undone() {
        return Set.copyOf(undone);
    }

    /** How many commits there are. */
    public int count() {
        return commits.values().stream().mapToInt(List::size).sum();
    }

    /** The task that wrote each path last. */
    public Map<String, String> writers() {
        return Map.copyOf(writers);
    }

    /** What the run made of each path that it touched: the digest of the file, or {@link #DELETED}. */
    public Map<String, String> known() {
        return Map.copyOf(digests);
    }

    /** Digests of the files that the run left, by path. */
    public SortedMap<String, String> present() {
        var present = new TreeMap<>(digests);
        present.values().removeIf(DELETED::equals);
        return Collections.unmodifiableSortedMap(present);
    }

    /** Digests of what the run was about to write when it was cut short, by path. */
    public Map<String, String> replacing() {
        return Map.copyOf(replacing);
    }
}
