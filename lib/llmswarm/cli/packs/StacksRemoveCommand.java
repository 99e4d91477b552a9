package llmswarm.cli.packs;

import java.util.concurrent.Callable;

import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import text.Printable;

/** {@code swarm.java stacks remove NAME}. */
@Command(name = "remove", mixinStandardHelpOptions = true,
        description = "Removes a pack that was added, as long as nobody changed it here.")
public final class StacksRemoveCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "NAME", description = "The pack.")
    private String name;
    @Mixin
    private OwnFlags own;

    public StacksRemoveCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var config = own.config(desk, flags);
        try (var swarm = own.open(desk, flags)) {
            desk.out().println("removed " + Printable.escaped(swarm.packs().remove(name, config, own.here).toString()));
            return 0;
        }
    }
}
