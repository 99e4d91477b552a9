package llmswarm.run.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import llmswarm.plan.Plan;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SpecPiece;
import llmswarm.plan.SpecPiece.Fate;
import org.junit.jupiter.api.Test;

/** The page that tells a plan says after each change what holds now. */
class PlanPageTest {
    private static final String PAGE = """
            # Plan: x

            ## Requirements

            The numbers in brackets are lines of the specification.

            - **L1** One. [1]
            - **R2** Two and three. [3] [5-6]
            - **L8** Eight. [8]
            - **R9** Of nothing.

            ## Contracts

            What the parts share, fixed before they were written.

            ### add (function)

            add(a)

            ### sub (function)

            sub(a)

            ## Tasks

            | a |
            """;

    private static Plan plan(String contracts) {
        return PlanReader.read("""
                {"stack": "s", "name": "x", "summary": "X.", "requirements": [{"id": "L1", "text": "Be loud."}], "contracts": [%s],
                 "tasks": [{"id": "a", "title": "A", "agent": "w", "description": "A.", "requirements": ["L1"], "files": ["a"]}]}"""
                .formatted(contracts)).plan().orElseThrow();
    }

    private static String requirements(String page) {
        return page.substring(page.indexOf("- **"), page.indexOf("\n## Contracts"));
    }

    private static String with(String page, Plan plan, SpecPiece... pieces) {
        return PlanPage.of(page).orElseThrow().with(List.of(pieces), plan, "### Change %d: so\n"
                .formatted(PlanPage.of(page).orElseThrow().number()));
    }

    @Test
    void aRequestInWordsIsRequiredFromThenOn() {
        assertEquals("""
                - **L1** One. [1]
                - **R2** Two and three. [3] [5-6]
                - **L8** Eight. [8]
                - **R9** Of nothing.
                - **C1-L1** Be loud. (by change 1)
                - **C2-L1** Be loud. (by change 2)
                """, requirements(with(with(PAGE, plan("")), plan(""))));
    }

    @Test
    void anEditKeepsMovesChangesAddsAndWithdraws() {
        var first = with(PAGE, plan(""), new SpecPiece(Fate.KEPT, "1", "1", "One.", "One."),
                new SpecPiece(Fate.ADDED, "2", "", "- New and\n  long.", ""),
                new SpecPiece(Fate.KEPT, "4", "3", "Two.", "Two."),
                new SpecPiece(Fate.CHANGED, "6-8", "5-6", "Three.", "Three"),
                new SpecPiece(Fate.WITHDRAWN, "", "8", "", "Eight."));
        assertEquals("""
                - **L1** One. [1]
                - **R2** Two and three. [4] [6-8] (partly changed by change 1)
                - **R9** Of nothing.
                - **C1-L2** New and long. [2] (by change 1)

                ### Withdrawn

                - **L8** Eight. (withdrawn by change 1)
                """, requirements(first));
        assertEquals("""
                - **L1** Uno. [1] (changed by change 2)
                - **R2** Two and three. [3] [5-7] (partly changed by change 1)
                - **R9** Of nothing.

                ### Withdrawn

                - **L8** Eight. (withdrawn by change 1)
                - **C1-L2** New and long. (withdrawn by change 2)
                """, requirements(with(first, plan(""), new SpecPiece(Fate.CHANGED, "1", "1", "Uno.", "One."),
                new SpecPiece(Fate.KEPT, "3", "4", "Two.", "Two."), new SpecPiece(Fate.KEPT, "5-7", "6-8", "3.", "3."),
                new SpecPiece(Fate.WITHDRAWN, "", "2", "", "New."))));
    }

    @Test
    void aContractOfTheSameNameTakesThePlaceOfTheOneBeforeAndTheRestStandsAsItWas() {
        var page = with(PAGE, plan("""
                {"name": "add", "kind": "function", "text": "add(a, b)"}, {"name": "mul", "kind": "function", "text": "mul(a)"}"""));
        assertEquals(PAGE.replace("add(a)", "add(a, b)").replace("sub(a)\n", "sub(a)\n\n### mul (function)\n\nmul(a)\n")
                .replace("Of nothing.\n", "Of nothing.\n- **C1-L1** Be loud. (by change 1)\n")
                + "\n## Changes\n\n### Change 1: so\n", page);
    }

    @Test
    void aPageThatSomebodyElseWroteIsNone() {
        assertEquals(Optional.empty(), PlanPage.of("# Our plan\n\n## Tasks\n"));
    }
}
