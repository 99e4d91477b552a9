package llmswarm.cli;

import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import llmswarm.Swarm;
import llmswarm.cli.screen.StackRows;
import llmswarm.config.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java stacks}, {@code swarm.java stacks NAME}. */
@Command(name = "stacks", mixinStandardHelpOptions = true, description = "Lists the stacks, or shows one.")
public final class StacksCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The stack to show.")
    private String name;

    public StacksCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        try (var swarm = desk.quiet(flags)) {
            return Listing.print(flags, "stacks/", desk, swarm, name == null ? all(swarm) : StackRows.of(swarm.stack(name)));
        }
    }

    /** The stacks by name; of one that cannot be used, why. What else is wrong is told on standard error. */
    private SequencedMap<String, String> all(Swarm swarm) {
        var rows = new TreeMap<>(Listing.rows(swarm.stacks(), Stack::name, Stack::description));
        var broken = swarm.brokenStacks();
        broken.forEach((name, faults) -> rows.put(name, "broken: " + String.join(" ", faults)));
        var told = broken.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        swarm.faults().stream().filter(fault -> !told.contains(fault))
                .forEach(fault -> desk.err().println("warning: " + fault));
        return rows;
    }
}
