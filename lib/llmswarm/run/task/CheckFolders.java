package llmswarm.run.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.DueChecks;
import llmswarm.check.Failure;
import llmswarm.files.ProjectTree;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.Checking;
import llmswarm.run.project.Job;
import llmswarm.run.steps.World;

/**
 * The folders in which attempts are checked: the tree the work starts from plus what its answers hold, and nothing
 * else.
 */
public final class CheckFolders implements AutoCloseable {
    private static final String NOTHING_DUE = "no check is due after this task";

    private final Job job;
    private final World world;
    private final Journal journal;
    private final Path folder;
    /** How often an attempt was judged so far in a folder of its own. */
    private final Map<String, Integer> made = new ConcurrentHashMap<>();
    private final ExecutorService remover = Executors.newVirtualThreadPerTaskExecutor();

    /** @param folder where the attempts' folders are made; each is gone when its checks are over */
    public CheckFolders(Job job, World world, Journal journal, Path folder) {
        this.job = job;
        this.world = world;
        this.journal = journal;
        this.folder = folder;
    }

    /**
     * What the checks came to.
     *
     * @param evidence which passed
     * @param kept     files that setup left over these, and that belong to the project
     */
    record FolderResult(Optional<Failure> failure, String evidence, Map<SafePath, byte[]> kept) {
        private static FolderResult unchecked(String evidence) {
            return new FolderResult(Optional.empty(), evidence, Map.of());
        }
    }

    /** Runs the checks that are due after the work. A folder is made only if one of them has to run. */
    FolderResult check(Assignment work, int attempt, Draft draft) throws InterruptedException {
        var task = work.task();
        var paths = draft.files().names();
        var commands = new ArrayList<>(DueChecks.afterTask(job.stack().checks(), task.agent(), paths,
                job.variables()));
        commands.addAll(work.also());
        if (job.checks().isEmpty()) {
            commands.forEach(c ->
                    journal.append(Checking.unchecked(c, task.id(), attempt, "no sandbox works on this machine")));
            return FolderResult.unchecked(commands.isEmpty() ? NOTHING_DUE : "not checked");
        }
        var content = draft.files().over(work.before());
        var made = job.shared().of(content, task.id(), attempt);
        if (made.failure().isPresent()) return new FolderResult(made.failure(), "", Map.of());
        if (commands.isEmpty()) return new FolderResult(Optional.empty(), NOTHING_DUE, made.kept());
        var trees = Collections.synchronizedList(new ArrayList<ProjectTree>());
        try {
            var results = new Checking(job, world, task.id(), attempt)
                    .all(commands, content, () -> made(trees, task.id() + "-" + attempt, content));
            var failures = new ArrayList<Failure>();
            for (var failure : Checking.failures(results)) if (!work.elsewhere()
                    .test(failure, content)) failures.add(failure);
            return new FolderResult(failures.isEmpty() ? Optional.empty() : Optional.of(Failure.of(failures)),
                    "passed: " + names(results), made.kept());
        } finally {
            // Nobody waits for a folder to be gone.
            trees.forEach(tree -> remover.execute(() -> tree.remove().ifPresent(this::note)));
        }
    }

    /**
     * What the checks of one name say of a draft, for whoever wants to know before writing.
     *
     * @return a sentence where there is no such check or it cannot run
     */
    String shown(Assignment work, int attempt, Draft draft, String name) throws InterruptedException {
        var content = draft.files().over(work.before());
        var owned = content.keySet().stream().filter(work.task()::owns).toList();
        var commands = Stream.concat(
                DueChecks.afterTask(job.stack().checks(), work.task().agent(), owned, job.variables()).stream(),
                DueChecks.atEnd(job.stack().checks(), List.of(), job.variables()).stream())
                .filter(command -> command.check().equalsIgnoreCase(name)).toList();
        if (commands.isEmpty()) return "No check of that name has anything to run on yet.";
        if (job.checks().isEmpty()) return "No check can run: no sandbox works on this machine.";
        var trees = Collections.synchronizedList(new ArrayList<ProjectTree>());
        try {
            return new Checking(job, world, work.task().id(), attempt)
                    .all(commands, content, () -> made(trees, work.task().id() + "-" + attempt, content)).stream()
                    .map(result -> result.checked().passed() ? "passed\n" + result.checked().tail()
                            : "failed with exit code %d%n%s".formatted(result.checked().exit(), result.checked()
                            .tail())).collect(Collectors.joining("\n"));
        } finally {
            trees.forEach(tree -> remover.execute(() -> tree.remove().ifPresent(this::note)));
        }
    }

    /** Waits until every attempt's folder is gone. */
    @Override
    public void close() {
        remover.close();
    }

    private Path made(List<ProjectTree> trees, String name, SortedMap<String, byte[]> content) {
        int time = made.merge(name, 1, Integer::sum);
        // The folder of the same attempt, judged before, may still be on its way out.
        var place = folder.resolve(time == 1 ? name : name + "." + time);
        var tree = ProjectTree.fresh(place, this::note);
        trees.add(tree);
        try {
            tree.materialise(content);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
        return tree.root();
    }

    private void note(String sentence) {
        journal.append(new Event.Noted("", sentence));
    }

    private static String names(List<Checking.Result> results) {
        return results.stream().filter(result -> result.checked().passed()).map(result -> result.command().check())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
