package llmswarm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import llmswarm.check.CheckRunner;
import llmswarm.check.Failure;
import llmswarm.files.ProjectTree;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;

/** The folders in which attempts are checked: the tree the work starts from plus what its answers hold, and nothing else. */
final class Attempts implements AutoCloseable {
    private final Job job;
    private final Steps steps;
    private final Journal journal;
    private final Path folder;
    private final ExecutorService remover = Executors.newVirtualThreadPerTaskExecutor();

    /** @param folder where the attempts' folders are made; each is gone when its checks are over */
    Attempts(Job job, Steps steps, Journal journal, Path folder) {
        this.job = job;
        this.steps = steps;
        this.journal = journal;
        this.folder = folder;
    }

    /** What the checks came to; evidence says which passed. */
    record Outcome(Optional<Failure> failure, String evidence) {
    }

    /** Runs the checks that are due after the work. A folder is made only if one of them has to run. */
    Outcome check(Work work, int attempt, Map<SafePath, byte[]> files) throws InterruptedException {
        var task = work.task();
        var paths = files.keySet().stream().map(SafePath::toString).toList();
        var commands = new ArrayList<>(CheckRunner.afterTask(job.stack().checks(), task.agent(), paths, job.variables()));
        commands.addAll(work.also());
        if (commands.isEmpty()) return new Outcome(Optional.empty(), "no check is due after this task");
        if (job.checks().isEmpty()) {
            commands.forEach(c -> journal.append(Checking.unchecked(c, task.id(), attempt, "no sandbox works on this machine")));
            return new Outcome(Optional.empty(), "not checked");
        }
        var content = new TreeMap<>(work.before());
        files.forEach((path, bytes) -> content.put(path.toString(), bytes));
        var made = Collections.synchronizedList(new ArrayList<ProjectTree>());
        try {
            var results = new Checking(job.checks().get(), steps, task.id(), attempt)
                    .all(commands, content, () -> made(made, task.id() + "-" + attempt, content));
            var failures = new ArrayList<Failure>();
            for (var failure : Checking.failures(results)) if (!work.elsewhere().test(failure, content)) failures.add(failure);
            return new Outcome(failures.isEmpty() ? Optional.empty() : Optional.of(Failure.of(failures)), "passed: " + names(results));
        } finally {
            // Nobody waits for a folder to be gone.
            made.forEach(tree -> remover.execute(tree::remove));
        }
    }

    /** Waits until every attempt's folder is gone. */
    @Override
    public void close() {
        remover.close();
    }

    private Path made(List<ProjectTree> made, String name, SortedMap<String, byte[]> content) {
        var place = folder.resolve(name);
        new ProjectTree(place).remove();
        var tree = new ProjectTree(place);
        made.add(tree);
        try {
            tree.materialise(content);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
        return tree.root();
    }

    private static String names(List<Checking.Result> results) {
        return results.stream().filter(result -> result.failure().isEmpty()).map(result -> result.command().check()).distinct()
                .collect(Collectors.joining(", "));
    }
}
