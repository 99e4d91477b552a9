package llmswarm.cli;

import java.nio.file.Path;
import java.util.Optional;

import picocli.CommandLine.Option;

/** Flags that every command takes. */
public final class Flags {
    @Option(names = "--config", paramLabel = "DIR",
            description = "A folder with models.yaml, agents/, templates/ or stacks/ that comes before all others.")
    Path config;

    @Option(names = "--trust",
            description = "Trust the packs and server addresses this run meets, and remember it.")
    boolean trust;

    @Option(names = "--json", description = "Print events and results as JSON, one a line.")
    boolean json;

    @Option(names = "--verbose", description = "Print the cause of an error, too.")
    boolean verbose;

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }
}
