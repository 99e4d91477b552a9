package llmswarm.cli.packs;

import java.util.List;
import java.util.concurrent.Callable;

import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.Interrupts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java stacks update [NAME]}. */
@Command(name = "update", mixinStandardHelpOptions = true,
        description = "Fetches added packs anew, shows which commands and files change, and takes them once you agree.")
public final class StacksUpdateCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The pack. Default: all that were added.")
    private String name;
    @Mixin
    private OwnFlags own;

    public StacksUpdateCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return Interrupts.during(desk, () -> {
            var config = own.config(desk, flags);
            try (var swarm = own.open(desk, flags)) {
                var packs = swarm.packs();
                for (var each : name == null ? packs.added(config, own.here) : List.of(name)) {
                    var place = packs.update(each, config, own.here);
                    desk.out().println("%s  %s".formatted(each, place.isPresent() ? "updated" : "is as it was"));
                }
                return 0;
            }
        });
    }
}
