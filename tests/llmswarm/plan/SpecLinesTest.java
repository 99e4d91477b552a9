package llmswarm.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a requirement's lines bring to whoever works for it, and which lines nobody took. */
class SpecLinesTest {
    private static final String SPEC = """
            # tally
            Splits shared expenses.

            ## Data
            Data is a text file:

                2026-05-02 dinner: anna 48.30 for "anna", \\b\\

            Amounts have at most
            two decimals.

            ## Commands
            - `show` prints
              entries.
              - with their part
            - `check` prints faults.

            | code | when |
            | --- | --- |
            | 1 | faults |

            ```json
            {"a": "\\"quoted\\" \\\\",

             "b": 1}
            ```
            """;
    private static final SpecLines LINES = SpecLines.of(SPEC);

    private static Plan plan(List<String> background, String... lines) {
        return new Plan("any", "tally", "s", List.of(new Plan.Requirement("R1", "r", List.of(lines))), List.of(),
                List.of(), List.of(), List.of(), background);
    }

    @Test
    void aSampleComesByteForByteWithTheSentenceThatLeadsToIt() {
        assertEquals("""
                # tally
                [...]
                ## Data
                Data is a text file:

                    2026-05-02 dinner: anna 48.30 for "anna", \\b\\
                """, LINES.quoted(List.of("7")));
        assertEquals(LINES.quoted(List.of("7")), LINES.quoted(List.of("5")));
    }

    @Test
    void oneLineOfAnItemBringsAllOfItAndNotTheOthers() {
        assertEquals("# tally\n[...]\n## Commands\n- `show` prints\n  entries.\n  - with their part\n",
                LINES.quoted(List.of("14")));
    }

    @Test
    void theSentenceThatLeadsToAListComesWithEachOfItsItems() {
        var list = SpecLines.of("Exit with code 2 when:\n\n- the file is missing\n- a line is malformed\n\nElse 0.\n");
        assertEquals("Exit with code 2 when:\n[...]\n- a line is malformed\n", list.quoted(List.of("4")));
    }

    @Test
    void aTableAndAFencedSampleAreNeverTorn() {
        assertEquals("# tally\n[...]\n## Commands\n[...]\n| code | when |\n| --- | --- |\n| 1 | faults |\n",
                LINES.quoted(List.of("20")));
        assertEquals("# tally\n[...]\n## Commands\n[...]\n```json\n{\"a\": \"\\\"quoted\\\" \\\\\",\n\n \"b\": 1}\n```\n", LINES.quoted(List.of("23")));
    }

    @Test
    void theWholeIsTheSpecificationItself() {
        assertEquals(SPEC, LINES.quoted(List.of(LINES.all())));
    }

    @Test
    void nothingIsQuotedWhereNothingIsNamed() {
        assertEquals("", LINES.quoted(List.of()));
    }

    @Test
    void linesThatNobodyTookAreNamedButNoHeadingsMarksAndRestsOfSamples() {
        assertEquals(List.of("2", "5", "9-10", "13-16", "18", "20", "23", "25"),
                LINES.uncovered(plan(List.of())).stream().filter(r -> !r.equals("7")).toList());
        assertEquals(List.of("10"), LINES.uncovered(plan(List.of("2"), "4-9", "13-16", "19", "24")));
    }

    @ParameterizedTest
    @CsvSource({"7", "7-9", "7–9", "L7-L9", "7..9", "7 to 9", "22-99"})
    void rangesAreTakenAsPeopleWriteThem(String range) {
        assertEquals(List.of(), LINES.faults(plan(List.of(), range)));
    }

    @ParameterizedTest
    @CsvSource({"0", "9-7", "99", "Data", "7 9"})
    void whatIsNoLineIsTold(String range) {
        assertEquals(List.of("requirement 'R1': '%s' is no line of the specification, which has the lines 1 to 26; write 7 or 12-14".formatted(range)),
                LINES.faults(plan(List.of(), range)));
    }
}
