package llmswarm.run.task;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.plan.Task;

/**
 * What a prompt for an attempt is made of.
 *
 * @param tree  what the attempt starts from: the files of earlier tasks, and this one's as far as they are written
 * @param retry what was wrong so far; empty the first time
 */
record Prompted(Task task, Agent agent, ModelSpec model, int attempt, SortedMap<String, byte[]> tree,
        Optional<Map<String, Object>> retry) {
}
