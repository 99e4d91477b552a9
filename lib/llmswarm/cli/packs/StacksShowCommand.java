package llmswarm.cli.packs;

import java.util.concurrent.Callable;

import llmswarm.Swarm;
import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.Listing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import text.Printable;

/** {@code swarm.java stacks show NAME}. */
@Command(name = "show", mixinStandardHelpOptions = true,
        description = "Shows all that a stack says and runs; with --json as one object.")
public final class StacksShowCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "NAME", description = "The stack, or the folder of a pack.")
    private String name;

    public StacksShowCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        try (var swarm = desk.quiet(flags)) {
            return show(flags, desk, swarm, name);
        }
    }

    static int show(Flags flags, Desk desk, Swarm swarm, String name) {
        var found = swarm.packs().find(name);
        var packs = found.among();
        var stack = packs.stack(found.name());
        if (flags.json) {
            desk.out().json(packs.json(stack));
            return 0;
        }
        Listing.print(flags, "stacks/", desk, swarm, StackRows.of(stack, packs.scaffold(stack), packs.missing(stack)));
        if (!stack.conventions().isBlank()) desk.out().println("\nconventions\n" + Printable.shown(
                stack.conventions().stripTrailing()).indent(2).stripTrailing());
        return 0;
    }
}
