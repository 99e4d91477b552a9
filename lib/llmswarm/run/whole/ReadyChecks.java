package llmswarm.run.whole;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import llmswarm.check.CheckRunner;
import llmswarm.check.DueChecks;
import llmswarm.config.stack.Check;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.project.Checking;
import llmswarm.run.project.Integration;
import llmswarm.run.project.Job;
import llmswarm.run.steps.World;

/**
 * Runs the checks that wait for files of several tasks: each as soon as all planned files that it names are integrated,
 * beside the tasks that go on, over all that is integrated by then. What fails is mended at once.
 */
public final class ReadyChecks implements AutoCloseable {
    private final Job job;
    private final World world;
    private final Journal journal;
    private final Integration integration;
    private final Repairs repairs;
    private final Path folder;
    private final Set<String> done = new HashSet<>();
    private final Set<String> begun = new HashSet<>();
    private final List<Future<?>> under = new ArrayList<>();
    /** One after the other, since two repairs of one file would not know of each other. */
    private final ExecutorService order = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    /** @param folder where what is checked is laid out; gone when the checks are over */
    public ReadyChecks(Job job, World world, Journal journal, Integration integration, Repairs repairs, Path folder) {
        this.job = job;
        this.world = world;
        this.journal = journal;
        this.integration = integration;
        this.repairs = repairs;
        this.folder = folder;
    }

    /** Told when a task is integrated; starts what was waiting for it alone. */
    synchronized void after(Task task) {
        done.add(task.id());
        if (job.checks().isEmpty()) return;
        var due = DueChecks.ready(job.stack().checks(), check -> !begun.contains(check.name()) && there(check),
                job.variables());
        if (due.isEmpty()) return;
        due.forEach(command -> begun.add(command.check()));
        under.add(order.submit(() -> {
            repairs.early(round -> shown(due, round));
            return null;
        }));
    }

    /** Whether every task that writes one of the files is done; a check that no task writes for waits for the end. */
    private boolean there(Check check) {
        var matches = CheckRunner.matching(check.of());
        var tasks = job.plan().tasks().stream().filter(task -> task.files().stream()
                .anyMatch(file -> file.equals(Task.ANYWHERE) || matches.test(file.endsWith("/") ? file + "any" : file)))
                .toList();
        return !tasks.isEmpty() && tasks.stream().allMatch(task -> done.contains(task.id()));
    }

    private EndChecks.Shown shown(List<CheckRunner.Command> due, int round) throws InterruptedException {
        var tree = integration.now();
        var place = ProjectTree.fresh(folder, this::note);
        try {
            place.materialise(tree);
            var results = new Checking(job, world, "", round).all(due, tree, place::root);
            return new EndChecks.Shown(EndChecks.verdict(results), tree, results, List.of());
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        } finally {
            place.remove().ifPresent(this::note);
        }
    }

    /** Waits for what is under way; throws what ended a check or a repair. */
    public void await() throws InterruptedException {
        for (var check : List.copyOf(under)) {
            try {
                check.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof InterruptedException) throw new InterruptedException();
                if (failed.getCause() instanceof RuntimeException thrown) throw thrown;
                throw new IllegalStateException(failed.getCause());
            }
        }
    }

    private void note(String sentence) {
        journal.append(new Event.Noted("", sentence));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        order.shutdownNow();
        order.close();
    }
}
