package llmswarm.run.planning;

import java.util.ArrayList;
import java.util.List;

import llmswarm.check.ContractLint;
import llmswarm.plan.Plan;
import llmswarm.plan.SpecLines;

/**
 * What a plan leaves out of its specification, and what is doubtful about it: for the planner once, then for people.
 */
record PlanCoverage(SpecLines spec, ContractLint.Linted found) {
    private static final int LONGEST_LINE = 160;
    private static final String NO_LINES = "the plan does not say which lines of the specification its requirements come from";

    /** What is worth one more answer, and no more than that, a sentence each. */
    List<String> doubts() {
        var doubts = new ArrayList<>(found.doubts());
        if (!found.plan().requirements().isEmpty() && !saysLines()) {
            doubts.add("no requirement says which lines of the specification it comes from; give each its lines");
        }
        open().forEach(range ->
                doubts.add("line %s of the specification is in no requirement and is no background".formatted(range)));
        return doubts;
    }

    /** What stays like that when the plan is used, a sentence each. */
    List<String> notes() {
        var notes = new ArrayList<>(found.allNotes());
        if (!saysLines()) notes.add(NO_LINES);
        open().forEach(range ->
                notes.add("no requirement covers line %s: %s".formatted(range, shortened(spec.text(range)))));
        return notes;
    }

    /**
     * A plan without any line is by hand or by a model that was not held to the schema: then every line would be told.
     */
    private List<String> open() {
        return saysLines() ? spec.uncovered(found.plan()) : List.of();
    }

    private boolean saysLines() {
        return found.plan().requirements().stream().map(Plan.Requirement::lines).anyMatch(lines -> !lines.isEmpty());
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "..." : text;
    }
}
