package llmswarm.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code swarm.java models}: the same as {@code models list}. */
@Command(name = "models", mixinStandardHelpOptions = true,
        description = "Lists what each model alias means; fetches local models and times them.",
        subcommands = {ModelsListCommand.class, ModelsPullCommand.class, ModelsCheckCommand.class})
public final class ModelsCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;

    ModelsCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return ModelsListCommand.list(flags, desk);
    }
}
