package llmswarm.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;

/**
 * All that can be said against a plan before anything is written. What {@link PlanLint} finds is a fault. That a
 * contract gives the checks nothing to look for is only a doubt: the patterns can be wrong, so it is told once.
 */
public final class ContractLint {
    private ContractLint() {
    }

    /**
     * What was found.
     *
     * @param plan   the plan as {@link PlanLint} mended it; only to be used when there are no faults
     * @param faults nobody can work by such a plan
     * @param doubts about contracts, fit for the planner: worth one more answer; a contract that stays is not checked
     * @param notes  what was changed
     */
    public record Linted(Plan plan, List<String> faults, List<String> doubts, List<String> notes) {
        public Linted {
            faults = List.copyOf(faults);
            doubts = List.copyOf(doubts);
            notes = List.copyOf(notes);
        }

        /** Notes for a plan that is used as it is, doubts included. */
        public List<String> allNotes() {
            var all = new ArrayList<>(notes);
            doubts.forEach(doubt -> all.add(doubt + "; it is not checked"));
            return all;
        }
    }

    /** Checks the plan against the stack it is for. */
    public static Linted lint(Plan plan, Stack stack) {
        var linted = PlanLint.lint(plan, stack);
        var filled = stack.filled(stack.values(plan.names()));
        return new Linted(linted.plan(), linted.faults(), doubts(plan, filled), linted.notes());
    }

    private static List<String> doubts(Plan plan, Stack stack) {
        var doubts = new LinkedHashSet<String>();
        ContractPatterns.byKind(stack).forEach((kind, patterns) -> {
            var names = new ContractNames(kind, patterns);
            var contracts = plan.contracts().stream().filter(contract -> ContractNames.same(kind, contract.kind())
                    && patterns.judge(plan, contract));
            contracts.forEach(contract -> {
                if (names.of(contract) instanceof ContractNames.Promise.Doubtful(var reason)) {
                    doubts.add("contract '%s': %s".formatted(contract.name(), reason));
                }
            });
        });
        return List.copyOf(doubts);
    }
}
