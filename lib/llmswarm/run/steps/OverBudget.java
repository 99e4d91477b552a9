package llmswarm.run.steps;

import llmswarm.run.journal.Spending.Reserved;
import llmswarm.run.journal.SpendingScope;

/** A request that does not fit, whatever those under way come to. */
final class OverBudget extends RuntimeException {
    private final transient SpendingScope scope;
    private final transient BudgetMeasure.Missing missing;
    private final transient Reserved request;

    OverBudget(SpendingScope scope, BudgetMeasure.Missing missing, Reserved request) {
        super("the budget of %s is reached: %s".formatted(scope.told(), missing.told("what is asked of %s for '%s'"
                .formatted(request.alias(), request.task().replace(":", "")))));
        this.scope = scope;
        this.missing = missing;
        this.request = request;
    }

    SpendingScope scope() {
        return scope;
    }

    BudgetMeasure.Missing missing() {
        return missing;
    }

    Reserved request() {
        return request;
    }
}
