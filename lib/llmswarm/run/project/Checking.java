package llmswarm.run.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.Counts;
import llmswarm.check.Failure;
import llmswarm.check.FirstFailure;
import llmswarm.config.stack.Check;
import llmswarm.guard.Digest;
import llmswarm.run.journal.Event.Checked;
import llmswarm.run.journal.Subject;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;
import sandbox.Sandbox;

/** Runs checks as steps: each result is in the journal, and one whose inputs did not change is not run again. */
public final class Checking {
    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Job job;
    private final World world;
    private final String task;
    private final int attempt;
    /** Whether it looks at what was there before a change: then every check is run, whatever it needs. */
    private final boolean unchanged;

    /** @param task whose attempt is judged; empty for the whole */
    public Checking(Job job, World world, String task, int attempt) {
        this.unchanged = task.equals(Subject.Whole.BEFORE.id());
        this.job = job;
        this.world = world;
        this.task = task;
        this.attempt = attempt;
    }

    /** What one command showed; the failure is empty when it passed, or was not run as another one did not. */
    public record Result(CheckRunner.Command command, Checked checked, Optional<Failure> failure) {
    }

    /**
     * Runs the commands, those that do not wait for each other side by side, also after one has failed; one that needs
     * another which did not pass, and did before a change, is told as not run.
     *
     * @param tree   what the commands can see of the project
     * @param folder is called for, once, only when a command has to run
     * @return in the order of the commands
     */
    public List<Result> all(List<CheckRunner.Command> commands, SortedMap<String, byte[]> tree, Supplier<Path> folder)
            throws InterruptedException {
        if (commands.isEmpty()) return List.of();
        var seen = job.shared().of(tree, task, attempt);
        if (seen.failure().isPresent()) return List.of(unmade(seen.failure().get()));
        var place = new CheckedFolder(folder, tree, world, task);
        var digests = digests(tree);
        var slots = new Semaphore(AT_ONCE);
        var under = new HashMap<String, List<Future<Result>>>();
        var order = new ArrayList<Future<Result>>();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (var command : commands) {
                var before = command.after().stream().flatMap(name -> under.getOrDefault(name, List.of()).stream())
                        .toList();
                var result = threads.submit(() -> {
                    for (var other : before) {
                        var shown = other.get();
                        if (!unchanged && command.needs().contains(shown.command().check())
                                && !tells(shown)) return skipped(command, shown.checked());
                    }
                    slots.acquire();
                    try {
                        return one(command, new Inputs(digests, job.shared().digest(tree), seen.access()), place);
                    } finally {
                        slots.release();
                    }
                });
                under.computeIfAbsent(command.check(), name -> new ArrayList<>()).add(result);
                order.add(result);
            }
            var results = new ArrayList<Result>();
            for (var result : order) results.add(result.get());
            return List.copyOf(results);
        } catch (ExecutionException failed) {
            throw thrown(failed);
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    /** Whether what needs the check can be run: what it found before a change stood in nobody's way then. */
    private static boolean tells(Result needed) {
        return needed.failure().isEmpty() && !needed.checked().unchecked();
    }

    private static RuntimeException thrown(ExecutionException failed) throws InterruptedException {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) throw new InterruptedException();
            if (cause instanceof RuntimeException thrown) return thrown;
        }
        return new IllegalStateException(failed.getCause());
    }

    /**
     * What the result of a command may depend on.
     *
     * @param digests of the files by path
     * @param setup   of the files that setup depends on; empty where it depends on none
     * @param access  what it sees besides its folder
     */
    private record Inputs(Map<String, String> digests, String setup, Sandbox.Access access) {
    }

    private Result one(CheckRunner.Command command, Inputs inputs, CheckedFolder place) throws InterruptedException {
        var parts = new ArrayList<>(List.of(task.isEmpty() ? "end" : "task",
                digest(inputs.digests(), CheckRunner.reading(command)), command.check()));
        parts.addAll(command.words());
        if (!job.stack().tools().isEmpty()) parts.add(job.stack().tools().toString());
        if (!inputs.setup().isEmpty()) parts.add(inputs.setup());
        var key = Digest.of(parts);
        var checked = world.check(new Step.RunCheck(key, Subject.of(task), attempt,
                () -> checked(key, command, inputs, place)));
        return new Result(command, checked, failure(command, checked));
    }

    private Result skipped(CheckRunner.Command command, Checked needed) {
        var how = needed.unchecked() ? "was not run" : needed.withoutResult() ? "has no result" : "failed";
        return new Result(command, world.notRun(unchecked(command, task, attempt, "it needs the check '%s', which %s"
                .formatted(needed.check(), how))), Optional.empty());
    }

    /** That what commands need could not be made is the only result. */
    private Result unmade(Failure failure) {
        var command = new CheckRunner.Command("setup", List.of());
        return new Result(command, new Checked("", task, attempt, "setup", List.of(), 1, 0, failure.evidence(),
                failure.kind()), Optional.of(failure));
    }

    private Checked checked(String key, CheckRunner.Command command, Inputs inputs, CheckedFolder place)
            throws InterruptedException {
        var folder = place.enter(command.check());
        try {
            return checked(key, command, inputs, folder);
        } finally {
            place.leave();
        }
    }

    private Checked checked(String key, CheckRunner.Command command, Inputs inputs, Path folder)
            throws InterruptedException {
        world.checkStarted(task, command.check(), command.words());
        var outcome = job.checks().orElseThrow().run(command, folder, inputs.access());
        var shown = outcome.failure().filter(Failure.Environment.class::isInstance).map(Failure::evidence)
                .orElseGet(() -> FirstFailure.of(command, outcome, job.stack().output(), inputs.digests().keySet(),
                folder));
        int tests = command.says() == Check.Side.TEST ? Counts.tests(outcome.result().tail(),
                job.stack().output().counts()) : 0;
        return new Checked(key, task, attempt, command.check(), command.words(), outcome.result().exit(),
                outcome.result().seconds(), shown, outcome.failure().isEmpty() ? ""
                : kind(outcome.failure().get(), command, outcome, shown), tests);
    }

    private String kind(Failure failure, CheckRunner.Command command, CheckRunner.Outcome outcome, String shown)
            throws InterruptedException {
        if (!(failure instanceof Failure.Broken)) return failure.kind();
        var broken = new Failure.Broken(command.check(), command.words(), outcome.result().exit(), shown,
                command.says());
        return left(command, broken).isPresent() ? failure.kind() : Checked.BEFORE;
    }

    private Optional<Failure> failure(CheckRunner.Command command, Checked checked) throws InterruptedException {
        if (checked.holds()) return Optional.empty();
        if (checked.withoutResult()) return Optional.of(new Failure.Environment(checked.tail()));
        return left(command, new Failure.Broken(checked.check(), checked.command(), checked.exit(), checked.tail(),
                command.says()));
    }

    private Optional<Failure> left(CheckRunner.Command command, Failure.Broken broken) throws InterruptedException {
        return unchanged ? Optional.of(broken) : job.failedBefore().left(command, broken);
    }

    /** A check that cannot be run here, as the journal keeps it. */
    public static Checked unchecked(CheckRunner.Command command, String task, int attempt, String why) {
        return new Checked("", task, attempt, command.check(), command.words(), -1, 0, why, Checked.UNCHECKED);
    }

    /** What holding files to the plan's contracts showed, as the journal keeps it. */
    public static Checked contracts(String task, int attempt, Optional<Failure> broken) {
        return new Checked("", task, attempt, "contracts", List.of(), broken.isPresent() ? 1 : 0, 0,
                broken.map(Failure::evidence).orElse(""), broken.map(Failure::kind).orElse(""));
    }

    /** The failures among the results. */
    public static List<Failure> failures(List<Result> results) {
        return results.stream().flatMap(result -> result.failure().stream()).toList();
    }

    private static Map<String, String> digests(SortedMap<String, byte[]> tree) {
        var digests = new TreeMap<String, String>();
        tree.forEach((path, content) -> digests.put(path, Digest.of(content)));
        return digests;
    }

    private static String digest(Map<String, String> digests, Predicate<String> read) {
        return Digest.of(digests.entrySet().stream().filter(file -> read.test(file.getKey()))
                .flatMap(file -> Stream.of(file.getKey(), file.getValue())).toList());
    }
}
