package llmswarm.cli.packs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import llmswarm.check.Conditions;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.Stack;
import text.Bounds;
import text.Printable;
import text.ShellWords;

/** What a stack says, for a person. */
public final class StackRows {
    private StackRows() {
    }

    /** Where it comes from, in a word. */
    static String layer(Stack stack) {
        return switch (stack.folders().getFirst().kind()) {
            case OPTION -> "--config";
            case PROJECT -> ".swarm";
            case USER -> "yours";
            case HOME -> "clone";
            case BUNDLED -> "bundle";
        };
    }

    /** By name, in the order of stack.yaml. */
    public static SequencedMap<String, String> of(Stack stack, List<String> scaffold) {
        var rows = new LinkedHashMap<String, String>();
        rows.put("name", stack.name());
        rows.put("description", stack.description());
        rows.put("folder", stack.asParts().stream().map(part -> "%s  (%s)".formatted(
                Printable.escaped(part.stack().folders().getFirst().shown()), spoken(part.stack())))
                .collect(Collectors.joining(", ")));
        rows.put("agents", String.join(", ", stack.agents()));
        stack.base().ifPresent(base -> rows.put("extends", base));
        stack.variables().forEach((name, v) -> rows.put("variable " + name,
                "%s (%s)".formatted(Printable.escaped(v.value()), v.help())));
        if (!stack.setup().commands().isEmpty()) rows.put("setup", "with network: "
                + stack.setup().commands().stream().map(StackRows::words).collect(Collectors.joining("; ")));
        put(rows, "setup again after a change of", stack.setup().reads());
        put(rows, "setup leaves in the project", stack.setup().keep());
        put(rows, "setup is given the variables", stack.setup().pass());
        put(rows, "shared", stack.setup().shared());
        services(stack).forEach(service -> rows.put("service " + service.name(), service.commands().stream()
                .map(StackRows::words).collect(Collectors.joining("; "))));
        stack.checks().forEach(check -> rows.put("check " + check.name(),
                "%s: %s%s".formatted(when(check), Conditions.told(check), words(check.run()))));
        if (stack.checksFromPlan()) rows.put("checks", "proposed by the planner, run when a person approves them");
        if (!stack.programs().isEmpty()) {
            rows.put("programs", stack.programs().stream()
                    .map(p -> p.usual() ? p.name() : "%s (%s)".formatted(p.name(), words(p.version())))
                    .collect(Collectors.joining(", ")) + "; versions by --version or as shown");
        }
        patterns(rows, "location", stack.output().location());
        patterns(rows, "failures", stack.output().failures());
        patterns(rows, "counts", stack.output().counts());
        if (!stack.contracts().isEmpty()) rows.put("contracts",
                stack.contracts().stream().map(ContractPattern::kind).distinct().collect(Collectors.joining(", ")));
        put(rows, "tests", stack.tests());
        if (!stack.allow().isEmpty()) rows.put("allow", "writes, although other tools obey it: "
                + Printable.escaped(String.join(", ", stack.allow())));
        stack.review().ifPresent(review -> rows.put("review",
                "by %s, %s, rounds %d".formatted(review.agent(), named(review.when()), review.rounds())));
        put(rows, "scaffold", scaffold);
        return rows;
    }

    private static String spoken(Stack stack) {
        return switch (stack.folders().getFirst().kind()) {
            case OPTION -> "named by you";
            case PROJECT -> "came with the working folder";
            case USER -> "your own";
            case HOME -> "of the clone";
            case BUNDLED -> "came with the program";
        } + (stack.trusted() ? "" : ", to be trusted before it runs");
    }

    private static List<Service> services(Stack stack) {
        return stack.checks().stream().flatMap(check -> check.services().stream()).distinct().toList();
    }

    private static void put(SequencedMap<String, String> rows, String name, List<String> values) {
        if (!values.isEmpty()) rows.put(name, Printable.escaped(String.join(", ", values)));
    }

    private static void patterns(SequencedMap<String, String> rows, String name, List<Pattern> patterns) {
        put(rows, name, patterns.stream().map(Pattern::pattern).toList());
    }

    private static String when(Check check) {
        return Stream.of(Stream.of(named(check.when())), check.files().stream().map(Printable::escaped),
                check.of().stream().map(Printable::escaped),
                check.agents().stream(), Stream.of(check.kind() == Check.Side.TEST ? "test" : ""),
                        check.needs().stream().map(names -> names.isEmpty() ? "needs none" : "needs "
                        + String.join(" ", names)),
                        Stream.of(check.reads()).filter(globs -> !globs.isEmpty())
                                .map(globs -> "reads " + Printable.escaped(String.join(" ", globs))),
                        check.timeout().stream().map(time -> "within " + Bounds.text(time)),
                        check.memory().stream().map(bytes -> "in " + Bounds.size(bytes)))
                .flatMap(parts -> parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String named(Enum<?> when) {
        return when.name().toLowerCase(Locale.ROOT);
    }

    static String words(List<String> run) {
        return run.stream().map(word -> word.matches("[\\w./{}*-]+") ? word : ShellWords.quoted(word))
                .collect(Collectors.joining(" "));
    }
}
