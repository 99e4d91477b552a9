package llmswarm.cli;

import java.util.List;
import java.util.Optional;

import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import picocli.CommandLine.Option;

/**
 * Flags that say what may run and be written. An approval is remembered for this project and these commands; the rest
 * is not.
 */
public final class CheckFlags {
    @Option(names = "--sandbox", paramLabel = "KIND",
            description = "bubblewrap, unshare, or off, which runs generated code with your own rights. Default: the first that works.")
    private String sandbox;

    @Option(names = "--approve-checks", description = "Run what the plan proposes as checks, and setup again where a task changes what it depends on, without asking.")
    public boolean approveChecks;

    @Option(names = "--allow", paramLabel = "PATH",
            description = "Let this file be written although tools obey it unasked, or this folder, with a slash at its end.")
    private List<String> allow = List.of();

    public Optional<String> sandbox() {
        return Optional.ofNullable(sandbox);
    }

    /** Paths that the user allows; throws {@link Stop} for one that nobody can allow. */
    public List<String> allow() {
        for (var path : allow) {
            var name = path.replaceFirst("^\\*\\*/", "");
            try {
                SafePath.of(name, List.of(name));
            } catch (UnsafePath refused) {
                throw Stop.usage("--allow: %s".formatted(refused.getMessage()));
            }
        }
        return allow;
    }
}
