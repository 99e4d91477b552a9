package llmswarm.plan;

import static llmswarm.plan.Plans.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Plans that no project needs are refused in a few sentences, and the largest that are taken are checked at once. */
class PlanBoundsTest {
    private static List<Task> tasks(int number) {
        return IntStream.range(0, number).mapToObj(i -> task("t" + i)).toList();
    }

    private static PlanLint.Linted lint(List<Task> tasks) {
        return PlanLint.lint(Plans.plan(tasks.toArray(Task[]::new)), Plans.stack());
    }

    private static String json(String task) {
        return "{\"stack\": \"plain\", \"name\": \"demo\", \"summary\": \"A demo.\", \"tasks\": [" + task + "]}";
    }

    private static String entry(String id, String dependencies) {
        return "{\"id\": \"%s\", \"title\": \"t\", \"agent\": \"backend\", \"description\": \"d\", \"files\": [\"a\"], \"dependsOn\": [%s]}"
                .formatted(id, dependencies);
    }

    @Test
    void listsAreBoundedAndNamesAre() {
        assertEquals(List.of("tasks: it has 2001 entries, and 2000 are the most"), PlanReader.read(json(
                Collections.nCopies(2001, entry("a", "")).stream().collect(Collectors.joining(",")))).faults());
        var many = Collections.nCopies(2000, "\"x\"").stream().collect(Collectors.joining(","));
        assertEquals(List.of("the plan: its lists have 60090 entries, and 50000 are the most"), PlanReader.read(json(
                Collections.nCopies(30, entry("a", many)).stream().collect(Collectors.joining(","))
                .replace("[\"a\"]", "[\"a\", \"b\"]"))).faults());
        var long1 = "x".repeat(1001);
        var told = List.of("tasks[0].id: it has 1001 characters, and 1000 are the most",
                "tasks[0].dependsOn[0]: it has 1001 characters, and 1000 are the most");
        assertEquals(told, PlanReader.read(json(entry(long1, "\"" + long1 + "\""))).faults());
        assertEquals(told, PlanPatch.apply(json(entry("a", "")), json(entry(long1, "\"" + long1 + "\""))).read().faults());
        assertTrue(PlanReader.read(json(entry("a", ""))).plan().isPresent());
    }

    @Test
    void aNameOfManyPartsIsOnlyTooLong() {
        var plan = Plans.plan(task("a"));
        var name = "a" + "-a".repeat(100_000);
        var faults = PlanLint.lint(new Plan(plan.stack(), name, plan.summary(), List.of(), List.of(), plan.tasks(),
                List.of(), List.of()), Plans.stack()).faults();
        assertEquals(List.of("name: '%s' must be kebab-case with at most 64 characters".formatted(name)), faults);
    }

    @Test
    void ofManyFaultsTheFirstAreToldAndHowManyMore() {
        var strange = IntStream.range(0, 1_000).mapToObj(i -> "x" + i).toArray(String[]::new);
        var faults = lint(Stream.concat(tasks(1_999).stream(), Stream.of(task("z", strange))).toList()).faults();
        assertEquals(31, faults.size());
        assertEquals("and 970 more", faults.getLast());
        assertTrue(faults.getFirst().startsWith("task 'z': unknown dependency 'x0'; known: t0, t1, "), faults::getFirst);
    }

    @Test
    void thousandsOfTasksThatWriteOneFileRunOneAfterTheOther() {
        var linted = lint(tasks(2_000).stream().map(task -> Plans.writing(task, "a.txt")).toList());
        assertEquals(List.of(), linted.faults());
        assertEquals("and 1969 more", linted.notes().getLast());
        assertEquals(List.of("t1998"), linted.plan().tasks().getLast().dependsOn());
    }

    @Test
    void aCycleInADenseGraphIsFound() {
        var dense = IntStream.range(0, 2_000).mapToObj(i -> task("t" + i, IntStream.rangeClosed(1, 20)
                .mapToObj(k -> "t" + (i + k) % 2_000).toArray(String[]::new))).toList();
        var faults = lint(dense).faults();
        assertEquals(1, faults.size());
        assertTrue(faults.getFirst().startsWith("the tasks depend on each other in a circle: t"), faults::getFirst);
    }
}
