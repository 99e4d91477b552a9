package llmswarm.run.change;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.run.journal.BegunRuns;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress.Stage;

/**
 * What earlier runs made of a project, as their journals tell it. They may have come along with the project: what they
 * say is shown and followed by, and gives no leave to run or write anything.
 *
 * @param plan      of the last run that had one
 * @param tasks     of all plans, of each id the newest
 * @param variables the stack's that the user set for the last run
 * @param scaffold  digests of what packs brought, by path
 * @param spec      the specification that the project was made from; empty where no run came to its end with one
 */
public record PriorRuns(Optional<Plan> plan, List<Task> tasks, Map<String, String> variables,
        Map<String, String> scaffold, Optional<String> spec) {
    public PriorRuns {
        tasks = List.copyOf(tasks);
        variables = Map.copyOf(variables);
        scaffold = Map.copyOf(scaffold);
    }

    /**
     * What the project's journals tell.
     *
     * @param without the id of a run that does not count, as it goes on
     * @param begun   the user's own runs: values for commands are taken from no others
     */
    public static PriorRuns of(Path project, String without, BegunRuns begun) {
        var plan = Optional.<Plan>empty();
        var spec = Optional.<String>empty();
        var variables = Map.<String, String>of();
        var tasks = new LinkedHashMap<String, Task>();
        var scaffold = new HashMap<String, String>();
        for (var folder : RunFolder.runs(project)) {
            if (folder.getFileName().toString().equals(without)) continue;
            var run = read(folder);
            if (run.isEmpty() || run.get().plan().isEmpty() || run.get().written().count() == 0) continue;
            var state = run.get();
            plan = state.plan();
            variables = state.started().filter(started -> begun.knows(folder)).map(Event.RunStarted::variables)
                    .orElse(Map.of());
            state.plan().get().tasks().forEach(task -> tasks.put(task.id(), task));
            state.written().commits(Task.SCAFFOLD).forEach(done -> scaffold.putAll(done.files()));
            if (isSpecification(state) && isWhole(state)) spec = state.started().map(Event.RunStarted::spec);
        }
        return new PriorRuns(plan, new ArrayList<>(tasks.values()), variables, scaffold, spec);
    }

    /** A journal that cannot be read tells nothing. */
    private static Optional<RunState> read(Path folder) {
        try {
            RunFolder.refuseLinks(folder);
            return Optional.of(RunState.of(Journal.read(folder.resolve(Journal.FILE))));
        } catch (Stop unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isSpecification(RunState state) {
        return state.started().filter(run -> !run.spec().isBlank()
                && !Change.Kind.of(run.options()).equals(Optional.of(Change.Kind.REQUEST))).isPresent();
    }

    /** Whether it did all that it planned, and nothing of that was taken back. */
    private static boolean isWhole(RunState state) {
        return !state.tasks().isEmpty() && state.tasks().stream().allMatch(task -> task.state() == Stage.DONE)
                && state.written().undone().isEmpty();
    }
}
