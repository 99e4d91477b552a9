package llmswarm.run;

import java.nio.file.Path;

import llmswarm.guard.Stop;
import llmswarm.run.whole.EndChecks;

/**
 * How a run ended.
 *
 * @param exit    0 when all tasks are done and every check passed, 5 when a budget left something undone, else 3
 * @param project the repository
 * @param run     the run's id
 * @param head    the repository's last commit
 * @param label   in a few words: "done and checked", "written, not checked", "a check failed", "not all tasks are done",
 *                "the budget is reached"
 */
public record Outcome(int exit, Path project, String run, String head, String label) {
    /** As tasks, end checks and budget left it. */
    static Outcome of(boolean allDone, EndChecks.Verdict verdict, boolean overBudget, Path project, String run,
            String head) {
        if (overBudget) return new Outcome(Stop.BUDGET, project, run, head, "the budget is reached");
        if (!allDone) return new Outcome(Stop.UNFINISHED, project, run, head, "not all tasks are done");
        return new Outcome(verdict == EndChecks.Verdict.PASSED ? 0 : Stop.UNFINISHED, project, run, head,
                verdict.label());
    }
}
