package llmswarm.cli;

import java.util.concurrent.Callable;

import llmswarm.config.Agent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code swarm.java agents}. */
@Command(name = "agents", mixinStandardHelpOptions = true,
        description = "Lists the agents, with the model each one uses.")
public final class AgentsCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;

    AgentsCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        try (var swarm = desk.open(flags)) {
            return Listing.print(flags, "agents/", desk, swarm, Listing.rows(swarm.agents(), Agent::name,
                    agent -> "[%s] %s".formatted(agent.model(), agent.description())));
        }
    }
}
