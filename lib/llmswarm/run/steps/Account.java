package llmswarm.run.steps;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import llmswarm.config.Budget;
import llmswarm.config.Budgets;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.model.Payer;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.Spending.Reserved;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.journal.Subject;
import llmswarm.run.state.SpendingTotals;
import llmswarm.run.state.SpendingTotals.Toll;

/**
 * The one place that says whether a request may be sent: what it may take at most is set aside before, and what it took
 * counts after it. The journal has both, so that nothing is forgotten when the process ends.
 */
public final class Account {
    private final Journal journal;
    private final SpendingTotals spent;
    private final Budgets budgets;
    /** The bounds that a person has changed since. */
    private final Map<SpendingScope, Budget> changed = new HashMap<>();
    private final Set<String> unpriced = new HashSet<>();
    private boolean reached;

    /** @param before what earlier parts of the run took, and what a person gave single agents and tasks in them */
    public Account(Journal journal, Budgets budgets, SpendingTotals before) {
        this.journal = journal;
        this.budgets = budgets;
        this.spent = new SpendingTotals(before);
        spent.abandon();
        before.allowed().forEach((scope, given) -> {
            if (!(scope instanceof SpendingScope.OfRun)) changed.put(scope, given.loosened(budget(scope)));
        });
    }

    /** Tells what the run may spend. */
    public void tell() {
        journal.append(Spending.Allowed.of(new SpendingScope.OfRun(), budgets.run()));
    }

    /**
     * Refuses a model whose calls no bound of the run would hold, as nobody knows its price: throws {@link Stop}. Where
     * tokens are bounded beside money, that is only told.
     */
    void require(ModelSpec model) {
        if (model.cost().isPresent() || Double.isInfinite(BudgetMeasure.DOLLARS.most(budgets.run()))) return;
        if (Double.isInfinite(BudgetMeasure.TOKENS.most(budgets.run()))) {
            throw Stop.usage(("%s: its price is unknown, so no budget in dollars holds it; say its 'price' in models.yaml, or give "
                    + "--max-tokens beside --budget.").formatted(model.alias()));
        }
        synchronized (this) {
            if (!unpriced.add(model.alias())) return;
        }
        journal.append(new Event.Noted("", "the price of %s (%s) is unknown, so only its tokens are held to the budget; models.yaml can say it as 'price'"
                .formatted(model.alias(), model.model())));
    }

    /**
     * Who pays for the requests of a step.
     *
     * @param prompt UTF-8 bytes of its prompt
     * @param begun  told when the first of them may be sent
     */
    Payer payer(Step.AskModel step, long prompt, Runnable begun) {
        var first = new boolean[] {true};
        return most -> {
            var taken = new RequestUsage(prompt, most, step.model().toThink(step.agent()), step.model().context());
            reserve(request(step, new Usage(taken.input(), 0, most)));
            if (first[0]) begun.run();
            first[0] = false;
            return (end, counted, bytes) -> {
                var usage = taken.of(end, counted, bytes);
                settle(step, usage, end);
                return usage;
            };
        };
    }

    /** Takes an answer from a tape for one that a free model gives, where that is bounded at all. */
    void taped(Step.AskModel step, Usage usage) throws InterruptedException {
        if (budgets.equals(Budgets.NONE)) return;
        var request = request(step, usage);
        reserve(new Reserved(request.key(), request.agent(), request.task(), request.alias(), request.input(),
                request.output(), 0));
        settled(step, usage, 0, Payer.End.BROKEN);
    }

    private static Reserved request(Step.AskModel step, Usage most) {
        return new Reserved(step.key(), step.agent().name(), step.subject().id(), step.model().alias(), most.input(),
                most.output(), cost(step.model(), most));
    }

    /** US dollars; -1 where nobody knows the price. */
    static double cost(ModelSpec model, Usage usage) {
        return model.cost().map(usage::cost).orElse(-1.0);
    }

    private void reserve(Reserved request) throws InterruptedException {
        synchronized (this) {
            for (var missing = missing(request); missing.isPresent(); missing = missing(request)) {
                if (!missing.get().missing().passes()) throw missing.get();
                wait();
            }
            spent.reserve(request);
        }
        journal.append(request);
    }

    /** Why it does not fit now; empty when it does. */
    private Optional<OverBudget> missing(Reserved request) {
        var all = SpendingScope.of(request.agent(), request.task()).stream().flatMap(scope ->
                BudgetMeasure.of(budget(scope), spent.of(scope), spent.open(scope), SpendingTotals.toll(request))
                .map(missing -> new OverBudget(scope, missing, request)).stream()).toList();
        return all.stream().filter(refused -> !refused.missing().passes()).findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** The same request to another model. */
    static Reserved instead(Reserved request, Step.AskModel step, ModelSpec other) {
        long most = other.forAnswer(step.agent()) + other.toThink(step.agent());
        return new Reserved(request.key(), request.agent(), request.task(), other.alias(), request.input(), most,
                cost(other, new Usage(request.input(), 0, most)));
    }

    /** Whether it fits now, or may once those under way are over. */
    synchronized boolean fits(Reserved request) {
        return missing(request).filter(refused -> !refused.missing().passes()).isEmpty();
    }

    private Budget budget(SpendingScope scope) {
        return changed.getOrDefault(scope, switch (scope) {
            case SpendingScope.OfRun _ -> budgets.run();
            case SpendingScope.OfAgent(var name) -> budgets.agents().getOrDefault(name, Budget.NONE);
            case SpendingScope.About(var task) -> Subject.of(task) instanceof Subject.OfTask ? budgets.task()
                    : Budget.NONE;
        });
    }

    private void settle(Step.AskModel step, Usage usage, Payer.End end) {
        settled(step, usage, cost(step.model(), usage), end);
    }

    /** Of an answer the journal tells itself. */
    private void settled(Step.AskModel step, Usage usage, double cost, Payer.End end) {
        var agent = step.agent().name();
        var task = step.subject().id();
        boolean sent = end != Payer.End.UNSENT;
        synchronized (this) {
            spent.settle(step.key(), agent, task, Toll.of(usage, cost, sent ? 1 : 0));
            notifyAll();
        }
        if (end == Payer.End.ANSWERED) return;
        journal.append(new Spending.Settled(step.key(), agent, task, step.model().alias(), usage, cost, sent));
    }

    /** A person gives so much more than the bound that was short; a resume begins with that. */
    void raise(OverBudget refused, double more) {
        var scope = refused.scope();
        Budget now;
        synchronized (this) {
            now = refused.missing().measure().with(budget(scope), refused.missing().most() + more);
            changed.put(scope, now);
            notifyAll();
        }
        journal.append(Spending.Allowed.of(scope, now));
    }

    /** What was refused is left undone, and the run ends with that; told once. */
    Stop stop(OverBudget refused) {
        synchronized (this) {
            if (reached) return Stop.budget(refused.getMessage());
            reached = true;
        }
        var remedy = refused.scope() instanceof SpendingScope.OfRun ? refused.missing().remedy() : "";
        journal.append(new Spending.Reached(refused.getMessage(), remedy));
        return Stop.budget(refused.getMessage());
    }

    /** Whether something was left undone, as it did not fit. */
    public synchronized boolean reached() {
        return reached;
    }
}
