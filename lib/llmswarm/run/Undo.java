package llmswarm.run;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import llmswarm.config.yaml.Nearest;
import llmswarm.files.GitHistory;
import llmswarm.files.GitRevert;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import llmswarm.run.journal.BegunRuns;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.Undone;
import llmswarm.run.options.Workplace;
import llmswarm.run.state.RunState;

/**
 * Takes a task of a run, or a whole run, back: its commits by new commits, which the journal tells, so that a resume
 * does it again. No run can go on meanwhile.
 */
public final class Undo implements AutoCloseable {
    private static final String OTHERWISE = "leave its commits as they are";

    private final Workplace around;
    private final Journal journal;
    private final RunState past;
    private final ProjectTree tree;
    private final GitRevert git;
    private final Set<String> tasks, named;
    /** From the newest commit down to the oldest of the run's. */
    private final List<GitRevert.Commit> history;
    /** Where in it each commit stands, from 0. */
    private final Map<String, Integer> place = new HashMap<>();

    private Undo(Workplace around, Path project, Path run, String what) {
        this.around = around;
        var repository = GitHistory.standing(project, OTHERWISE);
        if (!repository.clean()) throw Stop.usage("'%s' has uncommitted changes; commit or stash them, or %s".formatted(project, OTHERWISE));
        this.git = repository.reverts();
        this.tree = new ProjectTree(project);
        this.journal = Journal.reopen(run, around.redactor());
        try {
            this.past = RunState.of(journal.entries());
            this.tasks = past.plan().map(Plan::tasks).orElse(List.of()).stream().map(Task::id)
                    .collect(Collectors.toSet());
            this.named = named(run.getFileName().toString(), what);
            this.history = git.since(past.written().tasks().stream()
                    .flatMap(task -> past.written().own(task).stream()).toList());
            for (int i = 0; i < history.size(); i++) place.put(history.get(i).hash(), i);
            journal.follow(Long.MAX_VALUE, around.listener());
        } catch (RuntimeException refused) {
            journal.close();
            throw refused;
        }
    }

    /**
     * Looks at what would be taken back; nothing is changed yet. Throws {@link Stop} where there is nothing, where the
     * project has uncommitted changes, and for a run that was not begun here, as a resume does.
     *
     * @param what a task of the project's newest run that wrote one of that name, or the id of a run
     */
    public static Undo of(Workplace around, Path project, String what) {
        GitHistory.require();
        var runs = RunFolder.runs(project);
        if (runs.isEmpty()) throw Stop.usage("%s: holds no run".formatted(project));
        var run = runs.stream().filter(folder -> folder.getFileName().toString().equals(what)).findFirst()
                .or(() -> runs.reversed().stream().filter(folder -> wrote(folder, what)).findFirst())
                .orElse(runs.getLast());
        RunFolder.refuseLinks(run);
        new BegunRuns(around.state()).require(run, around.trustAll());
        return new Undo(around, project, run, what);
    }

    private static boolean wrote(Path run, String task) {
        return !RunState.of(Journal.read(run.resolve(Journal.FILE))).written().own(task).isEmpty();
    }

    private Set<String> named(String run, String what) {
        var written = past.written();
        var wrote = written.tasks().stream().filter(task -> !written.own(task).isEmpty()).toList();
        if (what.equals(run)) {
            if (wrote.isEmpty()) throw Stop.usage("the run %s has no commit that could be taken back".formatted(run));
            return new LinkedHashSet<>(wrote);
        }
        if (wrote.contains(what)) return new LinkedHashSet<>(List.of(what));
        if (written.undone().contains(what)) throw Stop.usage("'%s' is taken back already".formatted(what));
        if (tasks.contains(what)) throw Stop.usage("'%s' has no commit in the run %s".formatted(what, run));
        throw Stop.usage(Nearest.unknown("task", what, "Tasks with commits in the run " + run, wrote));
    }

    /**
     * What hangs together with it.
     *
     * @param tasks      what was named
     * @param commits    of these, the newest first
     * @param dependents the run's other tasks that build on them, each with why
     * @param others     later commits of others that changed the same files; they stay
     */
    public record Found(List<String> tasks, List<GitRevert.Commit> commits, SequencedMap<String, String> dependents,
            List<GitRevert.Commit> others) {
    }

    /** What would be taken back, and what hangs together with it. */
    public Found found() {
        var ours = past.written().tasks().stream().flatMap(task -> past.written().own(task).stream())
                .collect(Collectors.toSet());
        var oldest = oldest(named);
        var others = history.stream().filter(commit -> !ours.contains(commit.hash())
                && !changedLater(commit, oldest).isEmpty()).toList();
        return new Found(List.copyOf(named), commits(named), dependents(), others);
    }

    /** All that comes after in the plan, or changed the same files after it, and what again builds on that. */
    private SequencedMap<String, String> dependents() {
        var why = new LinkedHashMap<String, String>();
        var graph = new TaskGraph(past.plan().map(Plan::tasks).orElse(List.of()));
        var all = new LinkedHashSet<>(named);
        for (int before = 0; before < all.size();) {
            before = all.size();
            var oldest = oldest(all);
            for (var id : past.written().tasks()) {
                if (!all.contains(id) && !past.written().own(id).isEmpty()) reason(id, all, graph, oldest)
                        .ifPresent(reason -> why.put(id, reason));
            }
            all.addAll(why.keySet());
        }
        return why;
    }

    private Optional<String> reason(String id, Set<String> before, TaskGraph graph, Map<String, Integer> oldest) {
        if (tasks.contains(id)) {
            var upstream = graph.upstream(id).stream().filter(before::contains).findFirst();
            if (upstream.isPresent()) return upstream.map("comes after '%s' in the plan"::formatted);
        }
        return commits(List.of(id)).stream().map(commit -> changedLater(commit, oldest))
                .filter(files -> !files.isEmpty()).findFirst()
                .map(files -> "changed %s later".formatted(String.join(", ", files)));
    }

    /** Where in the history these tasks' first commit of each file stands. */
    private Map<String, Integer> oldest(Collection<String> ids) {
        var oldest = new HashMap<String, Integer>();
        commits(ids).forEach(commit -> commit.files().forEach(file -> oldest.put(file, place.get(commit.hash()))));
        return oldest;
    }

    private Set<String> changedLater(GitRevert.Commit commit, Map<String, Integer> oldest) {
        return commit.files().stream().filter(file -> oldest.getOrDefault(file, -1) > place.get(commit.hash()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The newest first. */
    private List<GitRevert.Commit> commits(Collection<String> ids) {
        return ids.stream().flatMap(task -> past.written().own(task).stream()).map(place::get).sorted()
                .map(history::get).toList();
    }

    /**
     * Takes it back. Throws {@link Stop} where somebody changed the same places since, and nothing has changed then.
     *
     * @param dependents whether {@link Found#dependents} go with it
     */
    public Undone takeBack(boolean dependents) {
        var all = new LinkedHashSet<>(named);
        if (dependents) all.addAll(dependents().keySet());
        all.forEach(this::requireOurs);
        var commits = commits(all);
        var owners = new TreeMap<String, String>();
        all.forEach(task -> past.written().own(task).forEach(commit -> owners.put(commit, task)));
        var result = git.takeBack(commits, commit -> around.redactor().redact(
                "Revert \"%s\"%n%nThis reverts commit %s.%n%nTask: %s%n".formatted(commit.title(), commit.hash(),
                owners.get(commit.hash()))));
        return switch (result) {
            case GitRevert.Reverted.Made(var made) -> journal.append(new Undone(List.copyOf(all), now(commits), made));
            case GitRevert.Reverted.Conflict(var commit, var files) -> throw Stop.unfinished(
                    "nothing was taken back: %s changed since the commit %s at the same places; git revert %2$s lets you settle that by hand"
                    .formatted(String.join(", ", files), commit.substring(0, 8)));
        };
    }

    /** A journal may have come with its project, and name any commit. */
    private void requireOurs(String task) {
        var wrote = past.written().commits(task).stream().flatMap(done -> done.files().keySet().stream())
                .collect(Collectors.toSet());
        for (var commit : commits(List.of(task))) {
            var foreign = commit.files().stream().filter(file -> !wrote.contains(file)).toList();
            if (!foreign.isEmpty()) throw Stop.usage("the commit %s holds %s, which '%s' did not write; git revert takes it back by hand"
                    .formatted(commit.brief(), String.join(", ", foreign), task));
        }
    }

    private Map<String, String> now(List<GitRevert.Commit> commits) {
        var files = new TreeMap<String, String>();
        commits.stream().flatMap(commit -> commit.files().stream()).forEach(file -> files.put(file, digest(file)));
        return files;
    }

    private String digest(String file) {
        try {
            return tree.read(SafePath.of(file, List.of(file))).map(Digest::of).orElse("");
        } catch (UnsafePath odd) {
            return "";
        }
    }

    /** Where a resume does it again: the project, or the run's folder where a later run is the project's last. */
    public Path resumes() {
        var project = RunFolder.project(journal.folder());
        return RunFolder.runs(project).getLast().equals(journal.folder()) ? project : journal.folder();
    }

    /** Lets runs go on. */
    @Override
    public void close() {
        journal.close();
    }
}
