package llmswarm.pack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.DueChecks;
import llmswarm.check.Failure;
import llmswarm.check.FirstFailure;
import llmswarm.check.Locations;
import llmswarm.config.stack.Check;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.run.Aftermath;
import sandbox.Sandbox;

/** Plants a fault in one file of each kind, and runs the checks whose results depend on that file until one is red. */
final class FaultTrials {
    private static final Duration LEAST = Duration.ofSeconds(20);
    /** How much longer than on the right files a check may take on wrong ones. */
    private static final int SLOWER = 5;

    private final Aftermath.Built built;
    private final SortedMap<String, byte[]> files;
    private final Sandbox.Access access;
    private final Path folder;
    private final Map<String, Double> seconds;
    private final Predicate<String> isTest;
    private final List<Failure.Broken> outputs = new ArrayList<>();

    /**
     * @param folder  where copies of the result are made
     * @param seconds that each check took on the right files
     */
    FaultTrials(Aftermath.Built built, Path folder, Map<String, Double> seconds) throws InterruptedException {
        this.built = built;
        this.files = new TreeMap<>(built.files().get());
        this.access = built.shared().of(files);
        this.files.remove(PlanLint.PLAN_PAGE);
        this.folder = folder;
        this.seconds = seconds;
        this.isTest = CheckRunner.matching(built.stack().tests());
    }

    /** @param told takes each kind as soon as it is tried */
    List<TestReport.Kind> all(Consumer<TestReport.Kind> told) throws InterruptedException {
        var kinds = new ArrayList<TestReport.Kind>();
        for (var kind : files.keySet().stream().filter(path -> files.get(path).length > 0)
                .collect(Collectors.groupingBy(this::kind, TreeMap::new, Collectors.toList())).entrySet()) {
            var file = chosen(kind.getValue());
            var broken = tried(PlantedFault.BROKEN, kind.getKey(), file, commands(file));
            told.accept(broken);
            kinds.add(broken);
            if (isTest.test(file) || broken.red().filter(tests()::contains).isPresent()
                    || broken.red().isEmpty()) continue;
            // Seen by what reads the language: whether the tests miss what it did, shows only when it can be read.
            var ends = ends(file, command -> command.says() == Check.Side.TEST);
            if (ends.isEmpty()) continue;
            var emptied = tried(PlantedFault.EMPTIED, kind.getKey(), file, ends);
            told.accept(emptied);
            kinds.add(emptied);
        }
        return List.copyOf(kinds);
    }

    /** What the checks said of faults. */
    List<Failure.Broken> outputs() {
        return List.copyOf(outputs);
    }

    private String kind(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? "*" + name.substring(dot) : name) + (isTest.test(path) ? " (tests)" : "");
    }

    /** The largest that a task wrote, else the largest. */
    private String chosen(List<String> paths) {
        return paths.stream().max(Comparator.<String, Boolean>comparing(path -> built.plan().tasks().stream()
                .anyMatch(task -> task.owns(path))).thenComparing(path -> files.get(path).length)).orElseThrow();
    }

    private List<String> tests() {
        return DueChecks.atEnd(built.stack().checks(), built.plan().checks(), built.variables()).stream()
                .filter(command -> command.says() == Check.Side.TEST).map(CheckRunner.Command::check).toList();
    }

    private TestReport.Kind tried(PlantedFault fault, String kind, String file, List<CheckRunner.Command> commands)
            throws InterruptedException {
        var start = System.nanoTime();
        var place = copy(fault, file);
        var ran = new ArrayList<String>();
        try {
            for (var command : commands) {
                if (!ran.contains(command.check())) ran.add(command.check());
                var outcome = built.checks().orElseThrow().run(patient(command), place, access);
                if (outcome.failure().isEmpty()) continue;
                var failure = shown(command, outcome, place);
                if (failure instanceof Failure.Broken broken) outputs.add(broken);
                return new TestReport.Kind(fault, kind, file, ran, Optional.of(command.check()),
                        named(failure.evidence(), file), mends(failure, command, file), several(file), since(start));
            }
            return new TestReport.Kind(fault, kind, file, ran, Optional.empty(), Optional.empty(), Optional.empty(),
                    several(file), since(start));
        } finally {
            ProjectTree.remove(place);
        }
    }

    /** What a run would tell of it. */
    private Failure shown(CheckRunner.Command command, CheckRunner.Outcome outcome, Path place) {
        if (!(outcome.failure().orElseThrow() instanceof Failure.Broken broken)) return outcome.failure().get();
        return new Failure.Broken(broken.check(), broken.command(), broken.exit(), FirstFailure.of(command, outcome,
                built.stack().output(), files.keySet(), place), broken.says());
    }

    /** A check after a task tells that task, whatever places it names. */
    private Optional<String> mends(Failure failure, CheckRunner.Command command, String file) {
        var afterTask = built.stack().checks().stream().anyMatch(check -> check.name().equals(command.check())
                && check.when() == Check.When.TASK);
        return (afterTask ? writer(file) : built.mends().apply(failure, files)).map(Task::id);
    }

    private Optional<Task> writer(String file) {
        return built.plan().tasks().stream().filter(task -> task.owns(file)).findFirst();
    }

    private boolean several(String file) {
        return built.plan().tasks().size() > 1 && writer(file).isPresent();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private Path copy(PlantedFault fault, String file) {
        var with = new TreeMap<>(files);
        with.put(file, fault.in(file, files.get(file)));
        var tree = ProjectTree.fresh(folder, sentence -> { });
        try {
            tree.materialise(with);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
        return tree.root();
    }

    /** Those whose results depend on the file, in their order, with those that they need. */
    private List<CheckRunner.Command> commands(String file) {
        var afterTask = built.stack().agents().stream().flatMap(agent -> DueChecks.afterTask(built.stack().checks(),
                agent, List.of(file), built.variables()).stream()).distinct();
        return Stream.concat(afterTask.filter(command -> CheckRunner.reading(command).test(file)),
                ends(file, command -> true).stream()).toList();
    }

    private List<CheckRunner.Command> ends(String file, Predicate<CheckRunner.Command> wanted) {
        var end = DueChecks.atEnd(built.stack().checks(), built.plan().checks(), built.variables());
        var due = end.stream().filter(command -> wanted.test(command) && CheckRunner.reading(command).test(file))
                .map(CheckRunner.Command::check).collect(Collectors.toCollection(HashSet::new));
        // What one needs stands before it, so that one way back finds all.
        for (var command : end.reversed()) if (due.contains(command.check())) due.addAll(needed(command));
        return end.stream().filter(command -> due.contains(command.check())).toList();
    }

    /** A check that says nothing of its needs waits for all before it and needs none of them. */
    private Set<String> needed(CheckRunner.Command command) {
        return built.stack().checks().stream().filter(check -> check.name().equals(command.check()))
                .flatMap(check -> check.needs().stream().flatMap(List::stream)).collect(Collectors.toSet());
    }

    private CheckRunner.Command patient(CheckRunner.Command command) {
        var usual = Duration.ofMillis((long) (1000 * SLOWER * seconds.getOrDefault(command.check(), 0.0)));
        var patience = usual.compareTo(LEAST) > 0 ? usual : LEAST;
        return command.within(command.timeout().filter(own -> own.compareTo(patience) < 0).orElse(patience));
    }

    private Optional<String> named(String said, String file) {
        var places = Locations.in(said, built.stack().output().location(), files.keySet());
        return places.stream().filter(place -> place.file().equals(file)).findFirst()
                .or(() -> places.stream().findFirst()).map(Locations.FileLine::toString);
    }
}
