package llmswarm.cli;

import java.nio.file.Path;
import java.util.Optional;

import llmswarm.Swarm;
import picocli.CommandLine.Option;

/** Flags that every command takes. */
public final class Flags {
    @Option(names = "--config", paramLabel = "DIR",
            description = "A folder with models.yaml, agents/, templates/ or stacks/ that comes before all others.")
    public Path config;

    @Option(names = "--trust",
            description = "Trust the packs and server addresses this run meets, and remember it.")
    public boolean trust;

    @Option(names = "--json", description = "Print events and results as JSON, one a line.")
    public boolean json;

    @Option(names = "--verbose", description = "Tell each request to a server, and the cause of an error.")
    public boolean verbose;

    @Option(names = "--local", description = "Let the largest local model that fits this machine do everything.")
    private boolean local;

    @Option(names = "--local-only", description = "Refuse every model that is not on this machine or its network.")
    private boolean localOnly;

    public Swarm.Where where() {
        return local ? Swarm.Where.LOCAL : localOnly ? Swarm.Where.LOCAL_ONLY : Swarm.Where.ANYWHERE;
    }

    public Optional<Path> config() {
        return Optional.ofNullable(config);
    }
}
