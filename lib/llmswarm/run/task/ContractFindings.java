package llmswarm.run.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmswarm.check.ContractCheck.ContractFinding;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;

/**
 * Weighs what the contract check finds at tasks. A finding is evidence for one more answer and no verdict: the plan or
 * a pattern can be wrong. One that stands at three tasks is taken for such a fault, and no task is asked for it then.
 */
final class ContractFindings {
    private static final int SHARED = 3;

    private final Journal journal;
    private final Set<Task> asked = new HashSet<>();
    private final Map<String, Set<String>> tasks = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    ContractFindings(Journal journal) {
        this.journal = journal;
    }

    /**
     * What becomes of findings.
     *
     * @param back what the task is asked to look at, once
     * @param kept what stands although it was asked
     */
    record Weighed(List<String> back, List<String> kept) {
        Weighed {
            back = List.copyOf(back);
            kept = List.copyOf(kept);
        }
    }

    /** Counts the findings at the task, and says which of them go back to it. */
    synchronized Weighed weigh(Task task, List<ContractFinding> found) {
        var back = new ArrayList<String>();
        var kept = new ArrayList<String>();
        for (var finding : found) {
            if (shared(task, finding)) continue;
            (asked.contains(task) ? kept : back).add(finding.sentence());
        }
        if (!back.isEmpty()) asked.add(task);
        return new Weighed(back, kept);
    }

    /** The same name counts; so does the same kind where tasks were asked for what they promise and it is not found. */
    private boolean shared(Task task, ContractFinding finding) {
        var all = at(finding.kind() + "\n" + finding.name(), task);
        var missing = asked.contains(task) && finding.file().isEmpty() ? at(finding.kind(), task) : 0;
        if (all < SHARED && missing < SHARED) return false;
        var cause = all >= SHARED ? finding.kind() + "\n" + finding.name() : finding.kind();
        if (told.add(cause)) {
            journal.append(new Event.Noted("",
                    ("this finding stood at %d tasks, so it is taken for a fault of the plan "
                    + "or of the pattern, and no task is asked for it: %s").formatted(SHARED, finding.sentence())));
        }
        return true;
    }

    private int at(String cause, Task task) {
        var where = tasks.computeIfAbsent(cause, none -> new HashSet<>());
        where.add(task.id());
        return where.size();
    }
}
