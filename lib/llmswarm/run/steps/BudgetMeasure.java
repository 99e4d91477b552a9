package llmswarm.run.steps;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

import llmswarm.config.Budget;
import llmswarm.run.state.SpendingTotals.Toll;
import text.Dollars;

/** What a budget counts, and whether a request fits into it. */
enum BudgetMeasure {
    DOLLARS("--budget", ""), TOKENS("--max-tokens", " tokens"), CALLS("--max-calls", " calls");

    private static final double TINY = 1e-9;

    private final String flag;
    private final String unit;

    BudgetMeasure(String flag, String unit) {
        this.flag = flag;
        this.unit = unit;
    }

    /**
     * That a request does not fit now.
     *
     * @param most   what there is in all
     * @param spent  of it
     * @param open   what requests under way may take
     * @param wanted what this one may take
     */
    record Missing(BudgetMeasure measure, double most, double spent, double open, double wanted) {
        /** Whether it may fit once those under way are over. */
        boolean passes() {
            return spent + wanted <= most + TINY;
        }

        /** Such as "$4.91 of $5.00 are spent, and what is asked of it may take $0.36". */
        String told(String what) {
            var so = "%s of %s%s are spent".formatted(measure.told(spent), measure.told(most), measure.unit);
            return measure == CALLS ? so : "%s, and %s may take %s%s".formatted(so, what, measure.told(wanted), measure.unit);
        }

        /** What to say on a resume so that the run goes on: twice as much, and at least room for this request. */
        String remedy() {
            return "%s %s".formatted(measure.flag, measure.plain(Math.max(2 * most, spent + 2 * wanted)));
        }

        /** A number to begin with for somebody who gives more: half as much again, and room for this request. */
        String more() {
            return measure.plain(Math.max(most / 2, spent + wanted - most));
        }
    }

    /** Of all bounds the one that has least room: first one in which no waiting helps. */
    static Optional<Missing> of(Budget budget, Toll spent, Toll open, Toll wanted) {
        var all = Arrays.stream(values()).map(measure -> new Missing(measure, measure.most(budget), measure.of(spent),
                measure.of(open), measure.of(wanted))).filter(it -> it.spent + it.open + it.wanted > it.most + TINY)
                .toList();
        return Stream.concat(all.stream().filter(it -> !it.passes()), all.stream()).findFirst();
    }

    /** The same budget with so much of this. */
    Budget with(Budget budget, double most) {
        return switch (this) {
            case DOLLARS -> new Budget(OptionalDouble.of(most), budget.tokens(), budget.calls());
            case TOKENS -> new Budget(budget.dollars(), OptionalLong.of((long) most), budget.calls());
            case CALLS -> new Budget(budget.dollars(), budget.tokens(), OptionalLong.of((long) most));
        };
    }

    /** Infinite where there is none. */
    double most(Budget budget) {
        return switch (this) {
            case DOLLARS -> budget.dollars().orElse(Double.POSITIVE_INFINITY);
            case TOKENS -> most(budget.tokens());
            case CALLS -> most(budget.calls());
        };
    }

    private static double most(OptionalLong bound) {
        long most = bound.orElse(Long.MAX_VALUE);
        return most == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : most;
    }

    private double of(Toll toll) {
        return switch (this) {
            case DOLLARS -> toll.dollars();
            case TOKENS -> toll.usage().tokens();
            case CALLS -> toll.calls();
        };
    }

    private String plain(double amount) {
        return this == DOLLARS ? String.format(Locale.ROOT, "%.2f", Math.ceil(amount * 100) / 100)
                : String.valueOf((long) Math.ceil(amount));
    }

    private String told(double amount) {
        return this == DOLLARS ? Dollars.told(amount) : String.format(Locale.ROOT, "%,.0f", amount);
    }
}
