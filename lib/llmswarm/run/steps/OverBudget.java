package llmswarm.run.steps;

import llmswarm.run.journal.Purse;
import llmswarm.run.journal.Spending.Reserved;

/** A request that does not fit, whatever those under way come to. */
final class OverBudget extends RuntimeException {
    private final transient Purse purse;
    private final transient BudgetMeasure.Missing missing;
    private final transient Reserved request;

    OverBudget(Purse purse, BudgetMeasure.Missing missing, Reserved request) {
        super("the budget of %s is reached: %s".formatted(purse.told(), missing.told("what is asked of %s for '%s'"
                .formatted(request.alias(), request.task().replace(":", "")))));
        this.purse = purse;
        this.missing = missing;
        this.request = request;
    }

    Purse purse() {
        return purse;
    }

    BudgetMeasure.Missing missing() {
        return missing;
    }

    Reserved request() {
        return request;
    }
}
