package llmswarm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import llmswarm.plan.SpecPiece.Fate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an edited specification asks for, and what of it holds already. */
class SpecDifferenceTest {
    private static final String BEFORE = """
            # Tally
            Splits what friends have spent.

            ## Commands
            - `show` prints all entries.
            - `check` prints what is wrong with each line.
            - `sum` prints the sum of all amounts.

            ## Never
            - Amounts with three decimals.
            """;

    private static String told(String now) {
        return String.join(";", SpecDifference.of(SpecLines.of(BEFORE), SpecLines.of(now.replace("\\n", "\n"))).stream()
                .filter(piece -> piece.fate() != Fate.KEPT)
                .map(piece -> "%s %s>%s".formatted(piece.fate(), piece.before(), piece.lines())).toList());
    }

    /** Each edit replaces one text by another. */
    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            '`show` prints' -> '`show` prints' -> ''
            'all entries' -> 'all entries by date' -> 'CHANGED 5>5'
            '- `check` prints what is wrong with each line.\\n' -> '' -> 'WITHDRAWN 6>'
            '## Never' -> '- `undo` takes the last entry back.\\n\\n## Never' -> 'ADDED >9'
            '## Never' -> '## Always' -> 'CHANGED 10>10'
            '# Tally\\nSplits' -> '# Tally\\n\\n\\nSplits' -> ''
            'what friends have spent' -> 'what   friends\\nhave spent' -> ''
            '- `show` prints all entries.\\n- `check` prints what is wrong with each line.' -> '- `check` prints what is wrong with each line.\\n- `show` prints all entries.' -> ''
            '- `sum` prints the sum of all amounts.' -> '- A graph is drawn on paper, in colours.' -> 'ADDED >7;WITHDRAWN 7>'
            """)
    void anEditIsToldPieceByPiece(String text, String other, String told) {
        assertEquals(told, told(BEFORE.replace(text.replace("\\n", "\n"), other)));
    }

    @Test
    void onlyWhatIsNewIsRequiredAndWhatIsWithdrawnIsRequiredToGo() {
        var now = SpecLines.of(BEFORE.replace("all entries", "all entries by date").replace(
                "- `sum` prints the sum of all amounts.\n", ""));
        var spec = now.edited(SpecDifference.of(SpecLines.of(BEFORE), now));
        var task = new Task("all", "All", "solo", "Do it.", List.of(), List.of(spec.all()), List.of("./"), 0, List.of(),
                List.of(), List.of());
        var plan = SpecRequirements.of(spec).in(new Plan("any", "tally", "s", List.of(), List.of(), List.of(task), List.of(),
                List.of()));
        assertEquals(List.of(new Plan.Requirement("L5", "`show` prints all entries by date.", List.of("5")),
                new Plan.Requirement("W7", "no longer: `sum` prints the sum of all amounts.", List.of())),
                plan.requirements());
        assertEquals(List.of(List.of("L5", "W7")), plan.tasks().stream().map(Task::requirements).toList());
        assertEquals(List.of(), spec.uncovered(plan));
        assertEquals(SpecRequirements.of(spec).in(SpecRequirements.of(spec).without(plan)), plan);
    }
}
