package llmswarm.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.ContractCheck;
import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.plan.Task;

/**
 * Which task has to mend a failure of the whole: whoever last wrote the deepest place outside the tests that the output names.
 * Where it names none, or where that was tried, the reviewer says whether code or test is wrong.
 */
final class Owners {
    private final Job job;
    private final Integration integration;
    private final Reviewer reviewer;
    private final Predicate<String> tests;

    Owners(Job job, Integration integration, Reviewer reviewer) {
        this.job = job;
        this.integration = integration;
        this.reviewer = reviewer;
        this.tests = CheckRunner.matching(job.stack().tests());
    }

    /** @param tried whether whoever the place points to has tried to mend the same failure before */
    Optional<Task> of(Failure failure, SortedMap<String, byte[]> tree, boolean tried) throws InterruptedException {
        var byPlace = byPlace(failure, tree);
        return byPlace.isPresent() && !tried ? byPlace : judged(failure, tree).or(() -> byPlace);
    }

    /** By the places the output names, alone. */
    Optional<Task> byPlace(Failure failure, SortedMap<String, byte[]> tree) {
        return places(failure, tree).reversed().stream().filter(place -> !tests.test(place.file()))
                .flatMap(place -> writer(place.file()).stream()).findFirst();
    }

    /** Whether two failures name the same places, and nothing of the project outside the tests: the same test, which still fails. */
    boolean alike(Failure one, Failure other, SortedMap<String, byte[]> tree) {
        return byPlace(other, tree).isEmpty() && places(one, tree).equals(places(other, tree));
    }

    /** Who breaks a contract: who wrote the file, else who promised it. */
    Optional<Task> of(ContractCheck.Finding finding) {
        return finding.file().flatMap(this::writer).or(() -> job.plan().tasks().stream()
                .filter(task -> task.provides().contains(finding.name())).findFirst());
    }

    /** Who mends what a review found: who wrote the file, else the first that was to build what the requirement asks for. */
    Optional<Task> of(Reviewer.Finding finding) {
        return writer(finding.file()).or(() -> job.plan().tasks().stream()
                .filter(task -> task.requirements().contains(finding.requirement()) && !writesTests(task)).findFirst());
    }

    private Optional<Task> judged(Failure failure, SortedMap<String, byte[]> tree) throws InterruptedException {
        var places = places(failure, tree);
        var files = new LinkedHashSet<String>();
        places.reversed().forEach(place -> files.add(place.file()));
        tree.keySet().stream().filter(path -> integration.writer(path).isPresent()).forEach(files::add);
        var blame = reviewer.blame(failure, tree, List.copyOf(files));
        var test = blame.flatMap(b -> task(b.test())).filter(this::writesTests)
                .or(() -> places.reversed().stream().filter(place -> tests.test(place.file())).flatMap(place -> writer(place.file()).stream()).findFirst());
        if (blame.isPresent() && blame.get().testIsWrong() && test.isPresent() && failure.kind().equals("test")) return test;
        return blame.flatMap(b -> task(b.code())).filter(task -> !writesTests(task)).or(() -> test.flatMap(this::tested)).or(() -> test);
    }

    /** Who wrote what a task's tests are about: who provides what they use, else who was to build the same requirements. */
    private Optional<Task> tested(Task test) {
        var code = job.graph().order().stream().filter(task -> !writesTests(task)).toList();
        return Stream.concat(code.stream().filter(task -> task.provides().stream().anyMatch(test.uses()::contains)),
                code.stream().filter(task -> task.requirements().stream().anyMatch(test.requirements()::contains))).findFirst();
    }

    private boolean writesTests(Task task) {
        return task.files().stream().map(file -> file.endsWith("/") ? file + "any" : file).allMatch(tests);
    }

    private List<Locations.Place> places(Failure failure, SortedMap<String, byte[]> tree) {
        return Locations.in(failure.evidence(), job.stack().location(), tree.keySet());
    }

    private Optional<Task> writer(String file) {
        return integration.writer(file).flatMap(this::task);
    }

    private Optional<Task> task(String id) {
        return job.plan().tasks().stream().filter(task -> task.id().equals(id)).findFirst();
    }
}
