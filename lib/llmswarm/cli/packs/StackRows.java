package llmswarm.cli.packs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import llmswarm.check.Conditions;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.RequiredProgram;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.Variable;
import text.Bounds;
import text.Printable;
import text.ShellWords;

/** What a stack says, for a person; what a pack that it extends brings is marked with that pack's name. */
public final class StackRows {
    private final Stack stack;
    private final SequencedMap<String, String> rows = new LinkedHashMap<>();

    private StackRows(Stack stack) {
        this.stack = stack;
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
        var rows = new StackRows(stack);
        rows.fill(scaffold);
        return rows.rows;
    }

    /**
     * The same with what this machine does not have of what it needs.
     *
     * @param lacks a sentence each
     */
    static SequencedMap<String, String> of(Stack stack, List<String> scaffold, List<String> lacks) {
        var rows = of(stack, scaffold);
        if (!lacks.isEmpty()) rows.put("missing here", Printable.escaped(String.join("; ", lacks)));
        return rows;
    }

    private void fill(List<String> scaffold) {
        rows.put("name", stack.name());
        rows.put("description", stack.description());
        rows.put("folder", stack.asParts().stream().map(part -> "%s  (%s)".formatted(
                Printable.escaped(part.stack().folders().getFirst().shown()), spoken(part.stack())))
                .collect(Collectors.joining(", ")));
        list("agents", stack.agents(), name -> name, name -> name);
        stack.base().ifPresent(base -> rows.put("extends", base));
        stack.variables().forEach((name, variable) -> rows.put("variable " + name, told(variable)
                + from("variables", name)));
        list("requires", stack.requires(), RequiredProgram::name, StackRows::told);
        put("show", stack.show());
        put("recognised-by", stack.recognisedBy());
        setup();
        services().forEach(service -> rows.put("service " + service.name(), service.commands().stream()
                .map(StackRows::words).collect(Collectors.joining("; ")) + from("services", service.name())));
        stack.checks().forEach(check -> rows.put("check " + check.name(), "%s: %s%s%s".formatted(when(check),
                Conditions.told(check), words(check.run()), from("checks", check.name()))));
        if (stack.checksFromPlan()) rows.put("checks", "proposed by the planner, run when a person approves them");
        list("programs", stack.programs(), PackProgram::name,
                p -> p.usual() ? p.name() : "%s (%s)".formatted(p.name(), words(p.version())));
        rows.computeIfPresent("programs", (key, programs) -> programs + "; versions by --version or as shown");
        patterns("location", stack.output().location());
        patterns("failures", stack.output().failures());
        patterns("counts", stack.output().counts());
        put("contracts", stack.contracts().stream().map(ContractPattern::kind).distinct().toList());
        put("tests", stack.tests());
        put("allow", stack.allow());
        rows.computeIfPresent("allow", (key, paths) -> "writes, although other tools obey it: " + paths);
        stack.review().ifPresent(review -> rows.put("review",
                "by %s, %s, rounds %d".formatted(review.agent(), named(review.when()), review.rounds())));
        if (!scaffold.isEmpty()) rows.put("scaffold", Printable.escaped(String.join(", ", scaffold)));
        if (!stack.tools().isEmpty()) rows.put("tools", "for commands, in no project: "
                + Printable.escaped(String.join(", ", stack.tools().keySet())));
    }

    private void setup() {
        if (!stack.setup().commands().isEmpty()) rows.put("setup", "with network: "
                + stack.setup().commands().stream().map(StackRows::words).collect(Collectors.joining("; ")));
        row("setup again after a change of", stack.setup().reads());
        row("setup leaves in the project", stack.setup().keep());
        row("setup is given the variables", stack.setup().pass());
        stack.setup().dependencies().forEach(one -> rows.merge("setup looks up what is asked for in", "%s, by %s%s".formatted(
                String.join(", ", one.files()), words(one.look()), one.least().map(least -> ", %s old at least"
                .formatted(Bounds.age(least))).orElse("")), (before, more) -> before + "; " + more));
        put("shared", stack.setup().shared());
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

    private List<Service> services() {
        return stack.checks().stream().flatMap(check -> check.services().stream()).distinct().toList();
    }

    private void row(String name, List<String> values) {
        if (!values.isEmpty()) rows.put(name, Printable.escaped(String.join(", ", values)));
    }

    private void put(String key, List<String> values) {
        list(key, values, value -> value, Printable::escaped);
    }

    private void patterns(String key, List<Pattern> patterns) {
        put(key, patterns.stream().map(Pattern::pattern).toList());
    }

    private <T> void list(String key, List<T> parts, Function<T, String> name, Function<T, String> shown) {
        if (!parts.isEmpty()) rows.put(key, parts.stream().map(part -> shown.apply(part)
                + from(key, name.apply(part))).collect(Collectors.joining(", ")));
    }

    private String from(String key, String name) {
        var pack = stack.origins().get(key + "/" + name);
        return pack == null ? "" : " (of %s)".formatted(pack);
    }

    private static String told(Variable variable) {
        var more = Stream.of(variable.help(), variable.takes()).filter(part -> !part.isBlank() && !part.equals("a text"))
                .collect(Collectors.joining("; "));
        return variable.usual().map(Printable::escaped).orElse("has to be set")
                + (more.isEmpty() ? "" : " (%s)".formatted(Printable.escaped(more)));
    }

    private static String told(RequiredProgram requirement) {
        var words = requirement.told().replace("'", "")
                + (requirement.path().isEmpty() ? "" : ", also in " + String.join(", ", requirement.path()));
        return Printable.escaped(requirement.isNamed() ? "%s as {{%s}}".formatted(words, requirement.name()) : words);
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
