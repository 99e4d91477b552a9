package llmswarm.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code swarm.java models}: the same as {@code models list}. */
@Command(name = "models", mixinStandardHelpOptions = true,
        description = "Lists what each model alias means; fetches local models and times them.",
        subcommands = {ModelsListCommand.class, ModelsPullCommand.class, ModelsCheckCommand.class})
public final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private Flags flags;

    @Override
    public Integer call() {
        return ModelsListCommand.list(flags, Desk.here());
    }
}
