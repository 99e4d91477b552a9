package llmswarm.run.journal;

import java.util.List;
import java.util.Map;

/**
 * Commits of tasks were taken back by new commits: the tasks are to be done again.
 *
 * @param tasks   of which every commit was taken back; the scaffold's is {@code scaffold}
 * @param files   digests of what stands there now, by path; empty text for a file that is gone
 * @param commits that take back, in order; fewer than those that were made, where nothing of one was left
 */
public record Undone(List<String> tasks, Map<String, String> files, List<String> commits) implements Event.Kept {
    public Undone {
        tasks = List.copyOf(tasks);
        files = Map.copyOf(files);
        commits = commits == null ? List.of() : List.copyOf(commits);
    }
}
