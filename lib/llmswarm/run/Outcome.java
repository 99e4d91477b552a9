package llmswarm.run;

import java.nio.file.Path;

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
}
