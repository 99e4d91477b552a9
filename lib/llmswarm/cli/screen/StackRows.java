package llmswarm.cli.screen;

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
import llmswarm.config.stack.Service;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.Variable;
import text.Printable;
import text.ShellWords;

/** What a stack says, a row for each part; what a pack that it extends brings is marked with that pack's name. */
public final class StackRows {
    private final Stack stack;
    private final SequencedMap<String, String> rows = new LinkedHashMap<>();

    private StackRows(Stack stack) {
        this.stack = stack;
    }

    public static SequencedMap<String, String> of(Stack stack) {
        var rows = new StackRows(stack);
        rows.fill();
        return rows.rows;
    }

    private void fill() {
        rows.put("name", stack.name());
        rows.put("description", stack.description());
        rows.put("folder", Printable.escaped(stack.folders().getFirst().shown()));
        list("agents", "", stack.agents(), name -> name, name -> name);
        stack.base().ifPresent(base -> rows.put("extends", base));
        stack.variables().forEach((name, variable) -> rows.put("variable " + name, told(variable) + from("variables",
                name)));
        if (!stack.setup().commands().isEmpty()) rows.put("setup", "with network: "
                + stack.setup().commands().stream().map(StackRows::words).collect(Collectors.joining("; ")));
        row("setup again after a change of", stack.setup().reads());
        row("setup leaves in the project", stack.setup().keep());
        row("setup is given the variables", stack.setup().pass());
        list("shared", "", stack.setup().shared(), folder -> folder, Printable::escaped);
        if (!stack.tools().isEmpty()) rows.put("tools", "for commands, in no project: "
                + Printable.escaped(String.join(", ", stack.tools().keySet())));
        services().forEach(service -> rows.put("service " + service.name(), service.commands().stream()
                .map(StackRows::words).collect(Collectors.joining("; ")) + from("services", service.name())));
        stack.checks().forEach(check -> rows.put("check " + check.name(), "%s: %s%s%s".formatted(when(check),
                Conditions.told(check), words(check.run()), from("checks", check.name()))));
        if (stack.checksFromPlan()) rows.put("checks", "proposed by the planner, run when a person approves them");
        list("programs", "", stack.programs(), PackProgram::name,
                p -> p.usual() ? p.name() : "%s (%s)".formatted(p.name(), words(p.version())));
        rows.computeIfPresent("programs", (key, programs) -> programs + "; versions by --version or as shown");
        list("contracts", "", stack.contracts().stream().map(ContractPattern::kind).distinct().toList(), kind -> kind,
                Printable::escaped);
        patterns("location", stack.output().location());
        patterns("failures", stack.output().failures());
        patterns("counts", stack.output().counts());
        list("show", "to every task: ", stack.show(), glob -> glob, Printable::escaped);
        list("tests", "", stack.tests(), glob -> glob, Printable::escaped);
        list("allow", "writes, although other tools obey it: ", stack.allow(), path -> path, Printable::escaped);
        stack.review().ifPresent(review -> rows.put("review",
                "by %s, %s, rounds %d".formatted(review.agent(), named(review.when()), review.rounds())));
    }

    private void row(String what, List<String> values) {
        if (!values.isEmpty()) rows.put(what, Printable.escaped(String.join(", ", values)));
    }

    private <T> void list(String key, String label, List<T> parts, Function<T, String> name,
            Function<T, String> shown) {
        if (!parts.isEmpty()) rows.put(key, label + parts.stream().map(part -> shown.apply(part)
                + from(key, name.apply(part))).collect(Collectors.joining(", ")));
    }

    /** Only those of a base are worth a row: how outputs are read tells an author little at a glance. */
    private void patterns(String key, List<Pattern> patterns) {
        var texts = patterns.stream().map(Pattern::pattern).toList();
        if (texts.stream().anyMatch(text -> !from(key, text).isEmpty())) list(key, "", texts, text -> text,
                Printable::escaped);
    }

    private String from(String key, String name) {
        var pack = stack.origins().get(key + "/" + name);
        return pack == null ? "" : " (of %s)".formatted(pack);
    }

    private List<Service> services() {
        return stack.checks().stream().flatMap(check -> check.services().stream()).distinct().toList();
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
