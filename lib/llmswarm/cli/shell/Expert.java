package llmswarm.cli.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.config.Agent;
import llmswarm.config.yaml.Nearest;
import llmswarm.guard.Stop;
import llmswarm.run.PromptPreview;

/** An agent that can be asked. */
public final class Expert {
    private final Session session;
    private final Agent agent;
    private final Optional<String> alias;

    Expert(Session session, Agent agent, Optional<String> alias) {
        this.session = session;
        this.agent = alias.map(agent::with).orElse(agent);
        this.alias = alias;
    }

    /** Its name, as agents() lists it. */
    public String name() {
        return agent.name();
    }

    /** What it does and does not do; the planner assigns tasks by this. */
    public String description() {
        return agent.description();
    }

    /** What it is told to be. */
    public String role() {
        return agent.role();
    }

    /** The alias of its model, as models() lists it. */
    public String model() {
        return agent.model();
    }

    /** The same agent on another model, named by its alias: {@code agent("backend").with("planner")}. */
    public Expert with(String model) {
        return Failed.told(() -> {
            var known = session.swarm().models().keySet();
            if (!known.contains(model)) throw Stop.usage(Nearest.unknown("model", model, "Known models", known));
            return new Expert(session, agent, Optional.of(model));
        });
    }

    /**
     * Asks; the answer is printed as it arrives. The agent is shown the files:
     * {@code agent("backend").ask("What is wrong here?", Path.of("src/Store.java"))}.
     */
    public AgentAnswer ask(String question, Path... files) {
        return Failed.told(() -> new AgentAnswer(session, agent, question,
                session.swarm().questions().ask(agent, FileQuestion.of(session.folder(), question, List.of(files)),
                false), List.of(), List.of()));
    }

    /**
     * Lets the agent do one task of a plan, once and without checks: it is sent what prompt("NAME", PLAN, "ID")
     * shows, the answer is printed as it arrives, and .write("FOLDER") takes its files.
     */
    public AgentAnswer on(SpecPlan plan, String task) {
        return Failed.told(() -> {
            var shown = preview(plan, task);
            return new AgentAnswer(session, agent, shown.task().title(), session.swarm().questions().ask(shown),
                    shown.task().files(), shown.stack().allow());
        });
    }

    PromptPreview preview(SpecPlan plan, String task) {
        return session.swarm().prompt(new PromptPreview.Wanted(agent.name(), alias, plan.plan(), task,
                Optional.of(plan.spec()), session.built(plan)));
    }

    @Override
    public String toString() {
        return agent.toString();
    }
}
