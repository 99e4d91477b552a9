package llmswarm.run.whole;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.ContractCheck;
import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.plan.Task;
import llmswarm.run.project.Integration;
import llmswarm.run.project.Job;
import llmswarm.run.task.Reviewer;

/**
 * Which task has to mend a failure of the whole: the only one there is, else whoever last wrote the deepest place
 * outside the tests that the output names. Where it names none, or where that was tried, the reviewer says whether code
 * or test is wrong; where the reviewer says nothing, what the failing test is about decides, then who wrote most of the
 * code.
 */
public final class Owners {
    private final Job job;
    private final Integration integration;
    private final Reviewer reviewer;
    private final Predicate<String> tests;

    public Owners(Job job, Integration integration, Reviewer reviewer) {
        this.job = job;
        this.integration = integration;
        this.reviewer = reviewer;
        this.tests = CheckRunner.matching(job.stack().tests());
    }

    /**
     * Empty only where no task wrote anything.
     *
     * @param tried whether whoever the place points to has tried to mend the same failure before
     */
    Optional<Owner> of(Failure failure, SortedMap<String, byte[]> tree, boolean tried) throws InterruptedException {
        var only = only(tree);
        if (only.isPresent()) return only.map(Owner::alone);
        var byPlace = byPlace(failure, tree);
        return byPlace.isPresent() && !tried ? byPlace.map(Owner::alone) : judged(failure, tree, byPlace);
    }

    private Optional<Task> only(SortedMap<String, byte[]> tree) {
        var writers = tree.keySet().stream().flatMap(path -> writer(path).stream()).distinct().toList();
        return writers.size() == 1 ? Optional.of(writers.getFirst()) : Optional.empty();
    }

    /** Whom a failure goes back to without anybody being asked who that is. */
    public Optional<Task> pointed(Failure failure, SortedMap<String, byte[]> tree) {
        return only(tree).or(() -> byPlace(failure, tree));
    }

    /** By the places the output names, alone. */
    Optional<Task> byPlace(Failure failure, SortedMap<String, byte[]> tree) {
        return places(failure, tree).reversed().stream().filter(place -> !tests.test(place.file()))
                .flatMap(place -> writer(place.file()).stream()).findFirst();
    }

    /**
     * Whether two failures name the same places, and nothing of the project outside the tests: the same test, which
     * still fails.
     */
    boolean alike(Failure one, Failure other, SortedMap<String, byte[]> tree) {
        return byPlace(other, tree).isEmpty() && places(one, tree).equals(places(other, tree));
    }

    /** Whether a failure names the file. */
    boolean names(Failure failure, SortedMap<String, byte[]> tree, String file) {
        return places(failure, tree).stream().anyMatch(place -> place.file().equals(file));
    }

    /** Says so where all places that a failure names are in files which no task wrote but the pack. */
    Optional<String> scaffold(Failure failure, SortedMap<String, byte[]> tree) {
        var files = places(failure, tree).stream().map(Locations.FileLine::file).distinct().toList();
        if (files.isEmpty() || !files.stream().allMatch(integration::isScaffold)) return Optional.empty();
        return Optional.of(files.size() == 1 ? files.getFirst() + ": this file is of the pack's scaffold"
                : String.join(", ", files) + ": these files are of the pack's scaffold");
    }

    /** Who breaks a contract: who wrote the file, else who promised it. */
    Optional<Task> of(ContractCheck.ContractFinding finding) {
        return finding.file().flatMap(this::writer).or(() -> job.plan().tasks().stream()
                .filter(task -> task.provides().contains(finding.name())).findFirst());
    }

    /**
     * Who mends what a review found: who wrote the file, else the first that was to build what the requirement asks
     * for.
     */
    Optional<Task> of(Reviewer.WeighedFinding finding) {
        return writer(finding.file()).or(() -> job.plan().tasks().stream()
                .filter(task -> task.requirements().contains(finding.requirement()) && !writesTests(task)).findFirst());
    }

    /** Whom a sentence points to: who wrote the first file that it names, else the first task that it names as one. */
    Optional<Task> named(String sentence, SortedMap<String, byte[]> tree) {
        return tree.keySet().stream().filter(file -> at(sentence, Pattern.quote(file)) >= 0)
                .sorted(Comparator.comparing((String file) -> at(sentence, Pattern.quote(file))))
                .flatMap(file -> writer(file).stream()).findFirst()
                .or(() -> job.plan().tasks().stream().filter(task -> asTask(sentence, task) >= 0)
                        .min(Comparator.comparing(task -> asTask(sentence, task))));
    }

    private static int asTask(String sentence, Task task) {
        var id = Pattern.quote(task.id());
        return at(sentence, "(?i:task)s? +['\"`]?%1$s|['\"`]%1$s['\"`]|%1$s['\"`]? +(?i:task)".formatted(id));
    }

    /** Where those words begin; -1 where they do not stand. */
    private static int at(String sentence, String words) {
        var found = Pattern.compile("(?<![\\w/.-])(?:" + words + ")(?![\\w/-])").matcher(sentence);
        return found.find() ? found.start() : -1;
    }

    private Optional<Owner> judged(Failure failure, SortedMap<String, byte[]> tree, Optional<Task> byPlace)
            throws InterruptedException {
        var judged = reviewer.blame(failure, tree);
        var test = judged.flatMap(j -> task(j.test())).filter(this::writesTests).or(() -> testNamed(failure, tree));
        var code = judged.flatMap(j -> task(j.code())).filter(task -> !writesTests(task)).or(() -> byPlace)
                .or(() -> test.flatMap(this::tested)).or(() -> largest(failure));
        var told = judged.map(Reviewer.Judged::told).orElse(List.of());
        if (code.isEmpty() || test.isEmpty() || !failure.kind().equals("test")) {
            return code.or(() -> test).map(task -> new Owner(task, told, Optional.empty()));
        }
        boolean testFirst = judged.isPresent() && judged.get().testFirst();
        var other = testFirst ? code : test;
        return (testFirst ? test : code)
                .map(task -> new Owner(task, told, other.filter(o -> judged.isPresent() && !judged.get().decided())));
    }

    private Optional<Task> testNamed(Failure failure, SortedMap<String, byte[]> tree) {
        return places(failure, tree).reversed().stream().filter(place -> tests.test(place.file()))
                .flatMap(place -> writer(place.file()).stream()).findFirst();
    }

    /**
     * Who wrote what a task's tests are about: who provides what they use, else who was to build the same requirements.
     */
    private Optional<Task> tested(Task test) {
        var code = job.graph().order().stream().filter(task -> !writesTests(task)).toList();
        return Stream.concat(code.stream().filter(task -> task.provides().stream().anyMatch(test.uses()::contains)),
                code.stream().filter(task -> task.requirements().stream().anyMatch(test.requirements()::contains)))
                .findFirst();
    }

    /**
     * Who wrote most of what is no test; what provides a contract is code, while anything else may be a text to read.
     */
    private Optional<Task> largest(Failure failure) {
        return inPart(failure).stream().filter(task -> !writesTests(task) && !integration.writtenBy(task.id())
                .isEmpty())
                .max(Comparator.comparing((Task task) -> !task.provides().isEmpty()).thenComparing(this::bytes));
    }

    /** The tasks that write for the part whose check failed; all where none does. */
    private List<Task> inPart(Failure failure) {
        var all = job.plan().tasks();
        if (!(failure instanceof Failure.Broken broken)) return all;
        var own = all.stream().filter(task -> job.stack().checks().stream()
                .filter(check -> check.name().equals(broken.check())).allMatch(check -> check.concerns(task.files())))
                .toList();
        return own.isEmpty() ? all : own;
    }

    private int bytes(Task task) {
        return integration.writtenBy(task.id()).values().stream()
                .collect(Collectors.summingInt(content -> content.length));
    }

    private boolean writesTests(Task task) {
        return task.files().stream().map(file -> file.endsWith("/") ? file + "any" : file).allMatch(tests);
    }

    private List<Locations.FileLine> places(Failure failure, SortedMap<String, byte[]> tree) {
        return Locations.in(failure.evidence(), job.stack().output().location(), tree.keySet());
    }

    private Optional<Task> writer(String file) {
        return integration.writer(file).flatMap(this::task);
    }

    private Optional<Task> task(String id) {
        return job.plan().tasks().stream().filter(task -> task.id().equals(id)).findFirst();
    }
}
