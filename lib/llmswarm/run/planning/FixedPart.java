package llmswarm.run.planning;

import java.util.List;
import java.util.Optional;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.plan.Plan;
import llmswarm.plan.SpecLines;
import llmswarm.plan.Task;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.Prompts;

/**
 * What is in every prompt of an agent, whatever its task.
 *
 * @param tokens it takes, estimated
 * @param room   tokens that a prompt may have beside the answer
 */
public record FixedPart(Agent agent, ModelSpec model, int tokens, int room) {
    private static final Task NO_TASK = new Task("", "", "", "", List.of(), List.of(), List.of(), List.of(), List.of());
    private static final Plan NO_PLAN = new Plan("", "", "", List.of(), List.of(), List.of(), List.of(), List.of());

    /** @param template the agent's, or the one of it for small models */
    public static FixedPart of(Agent agent, ModelSpec model, String template, Prompts prompts, String conventions) {
        int room = model.forPrompt(agent);
        return new FixedPart(agent, model, Prompts.tokens(prompts.fitted(template,
                PromptData.task(NO_PLAN, SpecLines.of(""), NO_TASK, agent, conventions), Prompts.Files.NONE, room)),
                room);
    }

    /** That it leaves no room in the model's context, and what helps. */
    public Optional<String> crowded() {
        return tokens <= room ? Optional.empty() : Optional.of(("%s cannot work for %s: every prompt has about %d tokens besides the task and its files, but its context of %d has room "
                + "for %d beside the answer; use a model with a larger context")
                .formatted(model.alias(), agent.name(), tokens, model.context(), room));
    }
}
