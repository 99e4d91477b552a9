package llmswarm.cli;

import java.util.Optional;

import picocli.CommandLine.Option;

/** Flags that say how checks may run. An approval is remembered for this project and these commands; the rest is not. */
public final class CheckFlags {
    @Option(names = "--sandbox", paramLabel = "KIND",
            description = "bubblewrap, unshare, or off, which runs generated code with your own rights. Default: the first that works.")
    private String sandbox;

    @Option(names = "--approve-checks", description = "Run the check commands that the plan proposes, without asking.")
    boolean approveChecks;

    Optional<String> sandbox() {
        return Optional.ofNullable(sandbox);
    }
}
