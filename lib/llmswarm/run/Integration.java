package llmswarm.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;

/**
 * The only way into the project. Accepted files are there for dependents at once, from memory; one thread writes them to
 * the project and commits them, a commit a task, in the order in which they were accepted.
 */
final class Integration implements AutoCloseable {
    private final ProjectTree project;
    private final GitHistory git;
    private final Journal journal;
    private final SortedMap<String, byte[]> base;
    private final Map<String, SequencedMap<String, byte[]>> written = new ConcurrentHashMap<>();
    private final Map<String, Event.Integrated> earlier = new HashMap<>();
    private final Map<String, String> earlierDigests = new HashMap<>();
    private final ExecutorService committer = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("commits").factory());
    private final LinkedBlockingQueue<Future<?>> commits = new LinkedBlockingQueue<>();

    /**
     * @param base  what the project holds before the first task, by path; the scaffold is added to it
     * @param known events of an earlier part of this run
     */
    Integration(ProjectTree project, GitHistory git, Journal journal, Map<String, byte[]> base, List<Event.Kept> known) {
        this.project = project;
        this.git = git;
        this.journal = journal;
        this.base = new TreeMap<>(base);
        for (var event : known) {
            if (event instanceof Event.Integrated i) {
                earlier.put(i.task(), i);
                earlierDigests.putAll(i.files());
            }
        }
    }

    /** The id under which the scaffold is integrated. */
    static final String SCAFFOLD = "scaffold";

    /** Adds files that no model wrote; every task sees them. */
    void scaffold(SequencedMap<SafePath, byte[]> files, String message) {
        var kept = edited(files);
        kept.forEach((path, content) -> base.put(path.toString(), content));
        commits.add(committer.submit(() -> commit(SCAFFOLD, "", kept, message, Optional.empty())));
    }

    /** Accepts a task's files: dependents may start when this returns. */
    void integrate(Task task, String agent, SequencedMap<SafePath, byte[]> files, Event.TaskEnded end) {
        var kept = edited(files);
        var byName = new LinkedHashMap<String, byte[]>();
        kept.forEach((path, content) -> byName.put(path.toString(), content));
        written.put(task.id(), byName);
        var message = "%s%n%nTask: %s%nAgent: %s%n".formatted(task.title(), task.id(), agent);
        commits.add(committer.submit(() -> commit(task.id(), agent, kept, message, Optional.of(end))));
    }

    /** Whether an earlier part of this run integrated exactly these files for the task. */
    boolean integratedEarlier(String task, Map<SafePath, byte[]> files) {
        var known = earlier.get(task);
        return known != null && known.files().equals(digests(files));
    }

    /** The tree a task starts from: the base and what the tasks before it wrote. */
    SortedMap<String, byte[]> before(Task task, TaskGraph graph) {
        var tree = new TreeMap<>(base);
        for (var id : graph.upstream(task.id())) tree.putAll(written.getOrDefault(id, new LinkedHashMap<>()));
        return tree;
    }

    /** What a task wrote, by path. */
    Map<String, byte[]> writtenBy(String task) {
        return written.getOrDefault(task, new LinkedHashMap<>());
    }

    /** Waits until everything accepted is committed; throws what stopped a commit. */
    void drain() throws InterruptedException {
        for (var commit = commits.poll(); commit != null; commit = commits.poll()) {
            try {
                commit.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException thrown) throw thrown;
                throw new IllegalStateException(failed.getCause());
            }
        }
    }

    /** Lets accepted work reach the project, then ends. */
    @Override
    public void close() {
        committer.close();
    }

    private void commit(String task, String agent, Map<SafePath, byte[]> files, String message,
                        Optional<Event.TaskEnded> end) {
        var digests = digests(files);
        var known = earlier.get(task);
        if (known != null && known.files().equals(digests)) {
            journal.show(known);
            end.ifPresent(journal::show);
            return;
        }
        files.forEach(this::write);
        var head = git.commit(message, digests.keySet());
        journal.append(new Event.Integrated(task, agent, digests, head));
        end.ifPresent(journal::append);
    }

    /** A file that a person changed since this run wrote it stays as the person left it. */
    private SequencedMap<SafePath, byte[]> edited(SequencedMap<SafePath, byte[]> files) {
        var kept = new LinkedHashMap<SafePath, byte[]>();
        files.forEach((path, content) -> {
            var before = earlierDigests.get(path.toString());
            var now = before == null ? Optional.<byte[]>empty() : read(path);
            var byPerson = now.isPresent() && !Digest.of(now.get()).equals(before) && !Arrays.equals(now.get(), content);
            if (byPerson) journal.append(new Event.Noted("", "kept your version of %s".formatted(path)));
            kept.put(path, byPerson ? now.get() : content);
        });
        return kept;
    }

    private void write(SafePath path, byte[] content) {
        try {
            if (!Arrays.equals(read(path).orElse(null), content)) project.write(path, content);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
    }

    private Optional<byte[]> read(SafePath path) {
        try {
            return project.read(path);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
    }

    private static SortedMap<String, String> digests(Map<SafePath, byte[]> files) {
        var digests = new TreeMap<String, String>();
        files.forEach((path, content) -> digests.put(path.toString(), Digest.of(content)));
        return digests;
    }
}
