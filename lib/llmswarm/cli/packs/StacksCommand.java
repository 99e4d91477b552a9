package llmswarm.cli.packs;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import llmswarm.Swarm;
import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.Listing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java stacks}, {@code swarm.java stacks NAME}. */
@Command(name = "stacks", mixinStandardHelpOptions = true,
        description = "Lists the stacks, or shows one; checks, tests, makes and fetches packs.",
        subcommands = {StacksShowCommand.class, StacksCheckCommand.class, StacksTestCommand.class,
            StacksNewCommand.class, StacksAddCommand.class, StacksUpdateCommand.class, StacksRemoveCommand.class,
            StacksSearchCommand.class, StacksTapeCommand.class})
public final class StacksCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The stack to show, or the folder of a pack.")
    private String name;

    public StacksCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        try (var swarm = desk.quiet(flags)) {
            return name == null ? list(swarm) : StacksShowCommand.show(flags, desk, swarm, name);
        }
    }

    /** The stacks by name; of one that cannot be used, why. What else is wrong is told on standard error. */
    private int list(Swarm swarm) {
        var rows = new TreeMap<String, String>();
        swarm.stacks().forEach(stack -> rows.put(stack.name(), "[%s] %s".formatted(StackRows.layer(stack),
                stack.description())));
        var broken = swarm.brokenStacks();
        broken.forEach((name, faults) -> rows.put(name, "broken: " + String.join(" ", faults)));
        var told = broken.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        swarm.faults().stream().filter(fault -> !told.contains(fault))
                .forEach(fault -> desk.err().println("warning: " + fault));
        return Listing.print(flags, "stacks/", desk, swarm, rows);
    }
}
