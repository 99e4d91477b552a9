package llmswarm.run;

import java.nio.file.Path;
import java.util.ArrayList;
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
import llmswarm.plan.Task;
import llmswarm.run.Event.Checked;

/** The folders in which attempts are checked: the tree the task starts from plus what its answer holds, and nothing else. */
final class Attempts implements AutoCloseable {
    private final Job job;
    private final Steps steps;
    private final Path folder;
    private final ExecutorService remover = Executors.newVirtualThreadPerTaskExecutor();

    /** @param folder where the attempts' folders are made; each is gone when its checks are over */
    Attempts(Job job, Steps steps, Path folder) {
        this.job = job;
        this.steps = steps;
        this.folder = folder;
    }

    /** What the checks came to; evidence says which passed. */
    record Outcome(Optional<Failure> failure, String evidence) {
    }

    /** Runs the checks that are due after the task. A folder is made only if one of them has to run. */
    Outcome check(Task task, int attempt, SortedMap<String, byte[]> before, Map<SafePath, byte[]> files)
            throws InterruptedException {
        var paths = files.keySet().stream().map(SafePath::toString).toList();
        var commands = CheckRunner.afterTask(job.stack().checks(), paths, job.variables());
        if (commands.isEmpty()) return new Outcome(Optional.empty(), "no check is due after this task");
        if (job.checks().isEmpty()) {
            commands.forEach(c -> steps.unchecked(Checking.unchecked(c, task.id(), attempt, "no sandbox works on this machine")));
            return new Outcome(Optional.empty(), "not checked");
        }
        var content = new TreeMap<>(before);
        files.forEach((path, bytes) -> content.put(path.toString(), bytes));
        var made = new ArrayList<ProjectTree>();
        try {
            var results = new Checking(job.checks().get(), steps, task.id(), attempt)
                    .all(commands, Checking.digest(content), () -> once(made, task, attempt, content));
            return new Outcome(Checking.failure(results), "passed: " + names(results));
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

    private Path once(List<ProjectTree> made, Task task, int attempt, SortedMap<String, byte[]> content) {
        if (made.isEmpty()) {
            var place = folder.resolve(task.id() + "-" + attempt);
            new ProjectTree(place).remove();
            var attemptTree = new ProjectTree(place);
            made.add(attemptTree);
            try {
                attemptTree.materialise(content);
            } catch (UnsafePath refused) {
                throw Stop.unfinished(refused.getMessage());
            }
        }
        return made.getFirst().root();
    }

    private static String names(List<Checked> results) {
        return results.stream().map(Checked::check).distinct().collect(Collectors.joining(", "));
    }
}
