package llmswarm.run.planning;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import llmswarm.config.Agent;
import llmswarm.config.Catalog;
import llmswarm.config.ModelSpec;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.model.hub.HubText;
import llmswarm.prompt.Prompts;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.steps.World;

/**
 * What can be known of the models before any of them is asked: which are small for their work, and which cannot do it
 * at all.
 */
final class Suitability {
    private final Catalog catalog;
    private final World world;
    private final Journal journal;
    private final Set<String> said = new HashSet<>();

    Suitability(Catalog catalog, World world, Journal journal) {
        this.catalog = catalog;
        this.world = world;
        this.journal = journal;
    }

    /** Notes when a plan is much to ask of the planner's model. */
    void planner(Agent planner) {
        usable(planner).filter(world.source()::small)
                .ifPresent(model -> note(("%s is small for a plan; where it fails, name a larger model for "
                + "%s in models.yaml, or bring a plan with --plan").formatted(shown(model), planner.model())));
    }

    /** Notes once which of those agents have a small model. */
    void small(Collection<Agent> experts) {
        for (var agent : experts) {
            usable(agent).filter(world.source()::small).map(this::shown).filter(said::add)
                    .ifPresent(model -> note(model
                    + " is small: it gets short prompts and is asked for one file a call"));
        }
    }

    /**
     * Notes which of the stack's agents have a small model. Throws {@link Stop} when what is in every prompt of an
     * agent, whatever its task, leaves no room in its model's context.
     */
    void experts(Stack stack, Prompts prompts, String conventions) {
        var experts = catalog.agents(stack);
        for (var agent : experts) usable(agent).ifPresent(model -> fits(agent, model, prompts, conventions));
        small(experts);
    }

    /** The agent with the model that would answer for it; empty while none can be used, and on a replay. */
    Optional<Sizing.Writer> writer(Agent agent) {
        return usable(agent).map(model -> new Sizing.Writer(agent, model, world.source().small(model)));
    }

    private void fits(Agent agent, ModelSpec model, Prompts prompts, String conventions) {
        var template = world.source().small(model) ? prompts.forSmall(agent.prompt()) : agent.prompt();
        FixedPart.of(agent, model, template, prompts, conventions).crowded().ifPresent(sentence -> {
            throw Stop.usage(sentence);
        });
    }

    private Optional<ModelSpec> usable(Agent agent) {
        return world.source().asked(catalog.model(agent.model()));
    }

    private String shown(ModelSpec model) {
        var size = world.source().parameters(model);
        return "%s (%s%s)".formatted(model.alias(), model.model(), size.isPresent() ? ", "
                + HubText.parameters(size.getAsLong()) + " parameters" : "");
    }

    private void note(String sentence) {
        journal.append(new Event.Noted("", sentence));
    }
}
