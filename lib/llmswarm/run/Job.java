package llmswarm.run;

import java.util.Map;
import java.util.Optional;

import llmswarm.check.CheckRunner;
import llmswarm.config.Catalog;
import llmswarm.config.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.TaskGraph;
import llmswarm.prompt.Prompts;

/**
 * What all tasks of one run share.
 *
 * @param conventions the stack's conventions with the variables filled in
 * @param variables   of the stack, and name, module and summary of the plan
 * @param checks      empty when nothing can be contained on this machine, so that no check runs
 */
record Job(Plan plan, Stack stack, TaskGraph graph, Catalog catalog, Prompts prompts, String conventions,
           Map<String, String> variables, Optional<CheckRunner> checks) {
}
