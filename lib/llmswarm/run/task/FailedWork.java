package llmswarm.run.task;

import java.nio.file.Path;

import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Task;
import llmswarm.run.journal.RunFolder;

/** Keeps the last files of a task that failed, in the run's folder, where a person can look at them. */
public final class FailedWork {

    private FailedWork() {
    }

    /**
     * Says where they are, in a sentence; empty when there are none. An earlier failure of the same task is replaced.
     */
    public static String keep(Path run, Task task, Draft draft) {
        if (draft.files().written().isEmpty()) return "";
        var folder = run.resolve(RunFolder.FAILED).resolve(task.id());
        new ProjectTree(run.resolve(RunFolder.FAILED));
        ProjectTree.remove(folder);
        var tree = new ProjectTree(folder);
        try {
            for (var file : draft.files().written().entrySet()) tree.write(file.getKey(), file.getValue());
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
        return "Its last files are kept in %s".formatted(shown(run).resolve(RunFolder.FAILED).resolve(task.id()));
    }

    /** As it is called in the project, where it is in one. */
    private static Path shown(Path run) {
        return run.getParent().endsWith(RunFolder.RUNS) ? RunFolder.RUNS.resolve(run.getFileName()) : run;
    }
}
