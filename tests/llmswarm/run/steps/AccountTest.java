package llmswarm.run.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import llmswarm.config.Budget;
import llmswarm.config.Budgets;
import llmswarm.guard.Redactor;
import llmswarm.run.journal.EventJson;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.state.RunState;
import llmswarm.run.state.SpendingTotals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {
    @TempDir
    Path folder;

    private static Budget tokens(long most) {
        return new Budget(OptionalDouble.empty(), OptionalLong.of(most), OptionalLong.empty());
    }

    private static Spending.Reserved request(String task, long tokens) {
        return new Spending.Reserved("key", "writer", task, "coder", tokens, 0, 0);
    }

    /** Each task has 100 tokens by the configuration; a person gave the task a 500 in an earlier part of the run. */
    @ParameterizedTest
    @CsvSource({"100, a, 500, true", "100, a, 501, false", "100, b, 101, false", "900, a, 900, true"})
    void whatAPersonGaveATaskHoldsForAResumeUnlessTheConfigurationGivesMoreNow(long configured, String task, long asked,
            boolean fits) {
        try (var journal = Journal.create(folder, new Redactor(Map.of()))) {
            var request = request("a", 101);
            var before = new Account(journal, budgets(100), new SpendingTotals());
            var missing = BudgetMeasure.of(tokens(100), SpendingTotals.Toll.NONE, SpendingTotals.Toll.NONE, SpendingTotals.toll(request)).orElseThrow();
            before.raise(new OverBudget(new SpendingScope.About("a"), missing, request), 400);
            var now = new Account(journal, budgets(configured), RunState.of(journal.entries()).spent());
            assertEquals(fits, now.fits(request(task, asked)));
        }
    }

    private static Budgets budgets(long task) {
        return new Budgets(Budget.NONE, tokens(task), Map.of(), Optional.empty());
    }

    @Test
    void whatIsUnderWayInAnAccountIsNoneOfThePasts() {
        var past = new SpendingTotals();
        past.reserve(request("a", 10));
        try (var journal = Journal.create(folder, new Redactor(Map.of()))) {
            new Account(journal, Budgets.NONE, past);
        }
        assertEquals(10, past.open(new SpendingScope.OfRun()).usage().tokens());
        assertEquals(SpendingTotals.Toll.NONE, past.of(new SpendingScope.OfRun()));
    }

    @Test
    void aJournalOfBeforeTellsWhatTheRunMaySpend() {
        var line = "{\"seq\": 2, \"type\": \"allowed\", \"dollars\": 5.0, \"tokens\": 3000000, \"calls\": -1}";
        var allowed = (Spending.Allowed) EventJson.parse(line, 2, "run").orElseThrow().event();
        assertEquals(new SpendingScope.OfRun(), allowed.whose());
        assertEquals("$5.00 or 3,000,000 tokens", allowed.budget().told());
    }
}
