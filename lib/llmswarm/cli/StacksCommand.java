package llmswarm.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.Swarm;
import llmswarm.check.Conditions;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.Variable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import text.Printable;
import text.ShellWords;

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
            return Listing.print(flags, "stacks/", desk, swarm, name == null ? all(swarm) : details(swarm.stack(name)));
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

    private static List<Service> services(Stack stack) {
        return stack.checks().stream().flatMap(check -> check.services().stream()).distinct().toList();
    }

    private static SequencedMap<String, String> details(Stack stack) {
        var rows = new LinkedHashMap<String, String>();
        rows.put("name", stack.name());
        rows.put("description", stack.description());
        rows.put("folder", Printable.escaped(stack.folders().getFirst().shown()));
        rows.put("agents", String.join(", ", stack.agents()));
        stack.base().ifPresent(base -> rows.put("extends", base));
        stack.variables().forEach((name, variable) -> rows.put("variable " + name, told(variable)));
        if (!stack.setup().commands().isEmpty()) rows.put("setup", "with network: "
                + stack.setup().commands().stream().map(StacksCommand::words).collect(Collectors.joining("; ")));
        row(rows, "setup again after a change of", stack.setup().reads());
        row(rows, "setup leaves in the project", stack.setup().keep());
        row(rows, "setup is given the variables", stack.setup().pass());
        if (!stack.setup().shared().isEmpty()) rows.put("shared", Printable.escaped(String.join(", ", stack.setup().shared())));
        services(stack).forEach(service -> rows.put("service " + service.name(), service.commands().stream()
                .map(StacksCommand::words).collect(Collectors.joining("; "))));
        stack.checks().forEach(check -> rows.put("check " + check.name(),
                "%s: %s%s".formatted(when(check), Conditions.told(check), words(check.run()))));
        if (stack.checksFromPlan()) rows.put("checks", "proposed by the planner, run when a person approves them");
        if (!stack.programs().isEmpty()) {
            rows.put("programs", stack.programs().stream()
                    .map(p -> p.usual() ? p.name() : "%s (%s)".formatted(p.name(), words(p.version())))
                    .collect(Collectors.joining(", ")) + "; versions by --version or as shown");
        }
        if (!stack.contracts().isEmpty()) rows.put("contracts",
                stack.contracts().stream().map(ContractPattern::kind).distinct()
                .collect(Collectors.joining(", ")));
        if (!stack.tests().isEmpty()) rows.put("tests", Printable.escaped(String.join(", ", stack.tests())));
        if (!stack.allow().isEmpty()) rows.put("allow", "writes, although other tools obey it: "
                + Printable.escaped(String.join(", ", stack.allow())));
        stack.review().ifPresent(review -> rows.put("review",
                "by %s, %s, rounds %d".formatted(review.agent(), named(review.when()), review.rounds())));
        return rows;
    }

    private static void row(SequencedMap<String, String> rows, String what, List<String> values) {
        if (!values.isEmpty()) rows.put(what, Printable.escaped(String.join(", ", values)));
    }

    private static String told(Variable variable) {
        var more = Stream.of(variable.help(), variable.takes()).filter(part -> !part.isBlank() && !part.equals("a text"))
                .collect(Collectors.joining("; "));
        return variable.usual().map(Printable::escaped).orElse("has to be set")
                + (more.isEmpty() ? "" : " (%s)".formatted(Printable.escaped(more)));
    }

    private static String when(Check check) {
        return Stream.of(Stream.of(named(check.when())), check.files().stream().map(Printable::escaped),
                check.of().stream().map(Printable::escaped),
                check.agents().stream(), Stream.of(check.kind() == Check.Side.TEST ? "test" : ""),
                        check.needs().stream().map(names -> names.isEmpty() ? "needs none" : "needs "
                        + String.join(" ", names)))
                .flatMap(parts -> parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String named(Enum<?> when) {
        return when.name().toLowerCase(Locale.ROOT);
    }

    private static String words(List<String> run) {
        return run.stream().map(word -> word.matches("[\\w./{}*-]+") ? word : ShellWords.quoted(word))
                .collect(Collectors.joining(" "));
    }
}
