package llmswarm.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import llmswarm.config.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java stacks}, {@code swarm.java stacks NAME}. */
@Command(name = "stacks", mixinStandardHelpOptions = true, description = "Lists the stacks, or shows one.")
public final class StacksCommand implements Callable<Integer> {
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The stack to show.")
    private String name;

    @Override
    public Integer call() {
        return Listing.print(flags, swarm -> name == null
                ? Listing.rows(swarm.stacks(), Stack::name, Stack::description) : details(swarm.stack(name)));
    }

    private static SequencedMap<String, String> details(Stack stack) {
        var rows = new LinkedHashMap<String, String>();
        rows.put("name", stack.name());
        rows.put("description", stack.description());
        rows.put("folder", stack.folders().getFirst().shown());
        rows.put("agents", String.join(", ", stack.agents()));
        stack.variables().forEach((name, v) -> rows.put("variable " + name, "%s (%s)".formatted(v.value(), v.help())));
        stack.checks().forEach(check -> rows.put("check " + check.name(), "%s: %s".formatted(
                check.when().name().toLowerCase(), check.run().stream().collect(Collectors.joining(" ")))));
        if (stack.checksFromPlan()) rows.put("checks", "proposed by the planner, run when a person approves them");
        return rows;
    }
}
