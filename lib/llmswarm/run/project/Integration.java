package llmswarm.run.project;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.Redactor;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.state.WrittenFiles;
import text.Printable;

/**
 * The only way into the project. Accepted files are there for dependents at once, from memory; one thread writes them
 * to the project and commits them, a commit a task, in the order in which they were accepted.
 */
public final class Integration implements WorkSoFar, AutoCloseable {
    /** The id under which the scaffold is integrated. */

    private final ProjectDisk disk;
    private final GitHistory git;
    private final Journal journal;
    private final Redactor redactor;
    private final SecretFiles secrets;
    private final SortedMap<String, byte[]> base;
    private final Map<String, SequencedMap<String, byte[]>> written = new ConcurrentHashMap<>();
    /** What an earlier part of this run committed for each task, in order, as far as it was not gone through again. */
    private final Map<String, Queue<Event.Integrated>> earlier = new HashMap<>();
    /** The task that wrote each path last. */
    private final Map<String, String> writers = new ConcurrentHashMap<>();
    /** The task that deleted each path, where it was not written since. */
    private final Map<String, String> gone = new ConcurrentHashMap<>();
    /** What the pack brought along, by path. */
    private final Set<String> scaffold = ConcurrentHashMap.newKeySet();
    private final PersonalEdits edits;
    private final Commits commits = new Commits();

    /**
     * @param base  what the project held before this run, by path; the scaffold is added to it
     * @param past  what an earlier part of this run wrote
     */
    public Integration(ProjectTree project, GitHistory git, Journal journal, Redactor redactor,
            Map<String, byte[]> base, WrittenFiles past) {
        this.secrets = new SecretFiles(redactor, journal);
        this.disk = new ProjectDisk(project, journal, secrets);
        this.git = git;
        this.journal = journal;
        this.redactor = redactor;
        this.base = new ConcurrentSkipListMap<>(base);
        base.forEach((path, content) -> disk.known().put(path, Digest.of(content)));
        past.settled().forEach(task -> earlier.put(task, new ArrayDeque<>(past.commits(task))));
        disk.known().putAll(past.known());
        writers.putAll(past.writers());
        edits = new PersonalEdits(past, disk.known(), path -> disk.read(safe(path)));
        disk.known().putAll(edits.standing());
        edits.paths().forEach(path -> journal.append(new Event.Noted("", "kept your version of %s".formatted(path))));
    }

    private static SafePath safe(String path) {
        try {
            return SafePath.of(path, List.of(path));
        } catch (UnsafePath forged) {
            throw Stop.usage("the journal names a file that no run writes: %s".formatted(forged.getMessage()));
        }
    }

    @Override
    public boolean isScaffold(String path) {
        return scaffold.contains(path) && writer(path).isEmpty();
    }

    /**
     * Adds files that no model wrote; every task sees them. One that a task replaced in an earlier part of this run
     * stays so.
     */
    public void scaffold(SequencedMap<SafePath, byte[]> files, String message) {
        if (files.isEmpty()) return;
        var kept = edits.over(Task.SCAFFOLD, files);
        kept.forEach((path, content) -> {
            base.put(path.toString(), content);
            scaffold.add(path.toString());
        });
        var standing = new LinkedHashMap<>(kept);
        standing.keySet().removeIf(path -> writer(path.toString()).isPresent());
        commits.submit(() -> {
            if (!committed(Task.SCAFFOLD, TaskFiles.of(kept).digests())) commit(Task.SCAFFOLD, "", TaskFiles.of(standing), message,
                    Optional.empty());
        });
    }

    /** The same for files that setup left; one that holds a secret is left out. */
    public void keep(SequencedMap<SafePath, byte[]> files, String message) {
        scaffold(secrets.leftOut(files, base), message);
    }

    /** Replaces the page that tells the plan; an empty one is none. */
    public void page(String text, String message) {
        if (text.isEmpty()) return;
        scaffold(new LinkedHashMap<>(Map.of(safe(PlanLint.PLAN_PAGE), text.getBytes(StandardCharsets.UTF_8))), message);
    }

    /** Accepts a task's files: dependents may start when this returns. Throws what an earlier commit failed with. */
    public void integrate(Task task, TaskFiles files, Event.TaskEnded end) {
        var deleted = new LinkedHashSet<>(files.deleted());
        deleted.removeIf(path -> edits.touch(task.id(), path));
        accept(task, new TaskFiles(edits.over(task.id(), files.written()), deleted), "", end);
    }

    /**
     * Accepts what mends a task's files. It started from what is in the project, so an edit there is changed, not lost.
     */
    public void repair(Task task, TaskFiles files, Event.TaskEnded end) {
        files.paths().stream().filter(path -> edits.touch(task.id(), path))
                .forEach(path -> journal.append(new Event.Noted(task.id(),
                "the repair changes your version of %s".formatted(path))));
        accept(task, files, "Mend: ", end);
    }

    private void accept(Task task, TaskFiles all, String before, Event.TaskEnded end) {
        commits.requireWhole();
        var files = new TaskFiles(secrets.leftOut(all.written(), now()), all.deleted());
        var byName = new LinkedHashMap<>(writtenBy(task.id()));
        files.deleted().forEach(path -> byName.remove(path.toString()));
        files.written().forEach((path, content) -> byName.put(path.toString(), content));
        written.put(task.id(), byName);
        files.paths().forEach(path -> writers.put(path.toString(), task.id()));
        files.written().keySet().forEach(path -> gone.remove(path.toString()));
        files.deleted().forEach(path -> gone.put(path.toString(), task.id()));
        var title = Printable.shown(task.title()).replaceAll("\\s+", " ").strip();
        var message = "%s%s%n%nTask: %s%nAgent: %s%n".formatted(before, title, task.id(), task.agent());
        commits.submit(() -> commit(task.id(), task.agent(), files, message, Optional.of(end)));
    }

    /** The task that wrote a path last; empty for the scaffold's and a person's. */
    public Optional<String> writer(String path) {
        return Optional.ofNullable(writers.get(path)).filter(task -> !task.equals(Task.SCAFFOLD));
    }

    /** Whether nothing more can be committed. */
    public boolean broken() {
        return commits.broken();
    }

    @Override
    public SortedMap<String, byte[]> beginning() {
        return new TreeMap<>(base);
    }

    @Override
    public SortedMap<String, byte[]> before(Task task, TaskGraph graph) {
        var tree = beginning();
        var upstream = graph.upstream(task.id());
        upstream.forEach(id -> tree.putAll(writtenBy(id)));
        gone.forEach((path, id) -> {
            if (upstream.contains(id) || id.equals(task.id())) tree.remove(path);
        });
        return tree;
    }

    /** The tree as it stands: the base and what all tasks wrote. */
    public SortedMap<String, byte[]> now() {
        var tree = beginning();
        written.values().forEach(tree::putAll);
        tree.keySet().removeAll(gone.keySet());
        return tree;
    }

    @Override
    public Map<String, byte[]> writtenBy(String task) {
        return written.getOrDefault(task, new LinkedHashMap<>());
    }

    /** Waits until everything accepted is committed; throws what stopped a commit. */
    public void drain() throws InterruptedException {
        commits.drain();
    }

    /** Lets accepted work reach the project, then ends. */
    @Override
    public void close() {
        commits.close();
    }

    private void commit(String task, String agent, TaskFiles files, String message,
                        Optional<Event.TaskEnded> end) {
        var digests = files.digests();
        if (committed(task, digests)) return;
        var replaced = new TreeMap<>(digests);
        replaced.entrySet().removeIf(file -> file.getValue()
                .equals(disk.known().getOrDefault(file.getKey(), file.getValue())));
        if (!replaced.isEmpty()) journal.append(new Event.Replacing(task, replaced));
        var ours = Stream.concat(files.deleted().stream().filter(disk::delete), files.written().entrySet().stream()
                .filter(file -> disk.write(file.getKey(), file.getValue())).map(Map.Entry::getKey))
                .map(SafePath::toString).toList();
        digests.keySet().retainAll(ours);
        var head = git.commit(redactor.redact(message), ours);
        journal.append(new Event.Integrated(task, agent, digests, head));
        end.ifPresent(journal::append);
    }

    /** Whether an earlier part of this run committed the same. */
    private boolean committed(String task, SortedMap<String, String> digests) {
        var known = earlier.getOrDefault(task, new ArrayDeque<>());
        if (known.isEmpty() || !known.peek().files().equals(digests)) {
            known.clear();
            return false;
        }
        known.poll();
        return true;
    }
}
