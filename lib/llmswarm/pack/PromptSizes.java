package llmswarm.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.Templates;
import llmswarm.prompt.Tokens;
import llmswarm.run.planning.FixedPart;
import llmswarm.run.planning.StackVariables;

/** What a pack puts into every prompt, and the contexts it has to fit into. */
final class PromptSizes {
    /** Tokens of conventions that are worth a word: they are paid for in every prompt. */
    static final int LONG = 2_500;

    private PromptSizes() {
    }

    /** A sentence for each agent whose model's context it fills or nearly fills, and for long conventions. */
    static List<String> of(Catalog catalog, Stack stack) {
        var told = new ArrayList<String>();
        var places = StackPlaces.of(stack);
        var conventions = StackVariables.beforeThePlan(stack.sampled()).whole();
        int tokens = Tokens.estimate(conventions);
        if (tokens > LONG) told.add(places.told("conventions", "'conventions' have about %d tokens, which every prompt pays for; more than %d are rarely worth it."
                .formatted(tokens, LONG)));
        var prompts = new Prompts(new Templates(catalog, Optional.of(stack)));
        for (var agent : catalog.agents(stack)) {
            var model = Optional.ofNullable(catalog.models().get(agent.model()));
            if (model.isEmpty()) continue;
            var template = model.get().small().orElse(false) ? prompts.forSmall(agent.prompt()) : agent.prompt();
            var fixed = FixedPart.of(agent, model.get(), template, prompts, conventions);
            fixed.crowded().or(() -> half(fixed)).ifPresent(sentence -> told.add(places.told("agents", sentence + ".")));
        }
        return List.copyOf(told);
    }

    private static Optional<String> half(FixedPart fixed) {
        return fixed.tokens() * 2 <= fixed.room() ? Optional.empty() : Optional.of(("every prompt for %s has about %d tokens besides the task and its files, more than half of the %d that "
                + "the context of %s has room for; shorten 'conventions' or the agent's 'role'")
                .formatted(fixed.agent().name(), fixed.tokens(), fixed.room(), fixed.model().alias()));
    }
}
