package llmswarm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan asks for whose tasks name lines of the specification. */
class PlannedLinesTest {
    private static final SpecLines SPEC = SpecLines.of("""
            # tally
            Splits shared expenses. By us.

            ## Data
            Data is a text file:

                2026-05-02 dinner: 48.30

            Amounts have at most
            two decimals.

            - `show` prints entries.
              - with their part
            - `check` prints faults.
            """);

    private static Task task(String id, String... lines) {
        return new Task(id, "t", "backend", "d", List.of(), List.of(lines), List.of(id + ".py"), 100, List.of(),
                List.of(), List.of());
    }

    private static Plan plan(List<String> background, Task... tasks) {
        return SpecRequirements.of(SPEC).in(new Plan("any", "tally", "s", List.of(), List.of(), Arrays.asList(tasks), List.of(),
                List.of(new Plan.Unclear("Whose?", "Ours.", List.of(), List.of("9"))), background));
    }

    @Test
    void eachParagraphItemAndSampleThatATaskNamesIsOne() {
        var plan = plan(List.of("2"), task("code", "1-12"), task("tests", "10", "13-14"));
        assertEquals(List.of("L5-7", "L9-10", "L12-13", "L14"), plan.requirements().stream().map(Plan.Requirement::id)
                .toList());
        assertEquals(new Plan.Requirement("L12-13", "`show` prints entries. - with their part", List.of("12-13")),
                plan.requirements().get(2));
        assertEquals(List.of("L5-7", "L9-10", "L12-13"), plan.task("code").requirements());
        assertEquals(List.of("L9-10", "L12-13", "L14"), plan.task("tests").requirements());
        assertEquals(List.of("L9-10"), plan.unclear().getFirst().requirements());
        assertEquals(List.of(), SPEC.uncovered(plan));
    }

    @Test
    void whatNoTaskNamesIsUncovered() {
        assertEquals(List.of("2", "14"), SPEC.uncovered(plan(List.of(), task("code", "5-12"))));
    }

    @Test
    void aTaskWithoutLinesIsForAllOfIt() {
        var plan = plan(List.of(), task("all"), task("docs", "2"));
        assertEquals(List.of("L2", "L5-7", "L9-10", "L12-13", "L14"), plan.task("all").requirements());
        assertEquals(List.of("1-14"), plan.task("all").lines());
    }

    @Test
    void aPlanWithRequirementsOfItsOwnStays() {
        var own = new Plan("any", "tally", "s", List.of(new Plan.Requirement("R1", "r")), List.of(),
                List.of(task("code", "5-12")), List.of(), List.of());
        assertSame(own, SpecRequirements.of(SPEC).in(own));
    }

    @Test
    void asItsPlannerGaveItItHasNoneAndTheyComeBackTheSame() {
        var plan = plan(List.of("2"), task("code", "1-12"), task("tests"));
        assertEquals(List.of(), SpecRequirements.of(SPEC).without(plan).requirements());
        assertEquals(List.of(), Stream.of(SpecRequirements.of(SPEC).without(plan).tasks().getFirst().requirements(),
                SpecRequirements.of(SPEC).without(plan).unclear().getFirst().requirements()).flatMap(List::stream).toList());
        assertEquals(plan, SpecRequirements.of(SPEC).in(SpecRequirements.of(SPEC).without(plan)));
        var own = new Plan("any", "tally", "s", List.of(new Plan.Requirement("R1", "r", List.of("5"))), List.of(),
                List.of(task("code")), List.of(), List.of());
        assertSame(own, SpecRequirements.of(SPEC).without(own));
    }

    /** What a person wrote into a plan is the person's, also where the tasks name lines. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "R1     | Entries are shown.                              | R1",
        "L9-10  | Amounts have two decimals, and never more.      | L9-10",
        "L9-10  | Amounts have at most two decimals.              | ''"})
    void aRequirementThatAPersonWroteOrRewordedStaysAlsoBesideLines(String id, String text, String task) {
        var own = new Plan("any", "tally", "s", List.of(new Plan.Requirement(id, text, List.of("9-10"))), List.of(),
                List.of(task("code", "9").fulfilling(task.isEmpty() ? List.of() : List.of(task), List.of("9"))),
                List.of(), List.of());
        assertFalse(SpecRequirements.of(SPEC).madeOfLines(own));
        assertSame(own, SpecRequirements.of(SPEC).without(own));
        assertTrue(SpecRequirements.of(SPEC).madeOfLines(plan(List.of("2"), task("code", "9"))));
    }

    @Test
    void aLongPieceIsKnownByItsFirstWords() {
        var spec = SpecLines.of("1. " + "word ".repeat(40));
        var text = SpecRequirements.of(spec).in(new Plan("any", "p", "s", List.of(), List.of(), List.of(task("a")), List.of(),
                List.of())).requirements().getFirst().text();
        assertEquals("word ".repeat(16) + "...", text);
    }
}
