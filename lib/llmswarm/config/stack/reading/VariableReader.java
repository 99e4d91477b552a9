package llmswarm.config.stack.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import llmswarm.config.stack.Filling;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.Variable;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Nearest;
import llmswarm.config.yaml.Values;

/** Reads the variables of a pack. */
final class VariableReader {
    private static final List<String> OF_THE_PLAN = List.of("name", "module", "summary");
    static final Set<String> GIVEN = Set.of("name", "module", "summary", "file", Stack.TOOLS);
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private VariableReader() {
    }

    static Map<String, Variable> read(Fields fields) {
        var variables = new LinkedHashMap<String, Variable>();
        var all = fields.map("variables");
        all.forEach((name, of) -> {
            if (GIVEN.contains(name)) {
                fields.fault("variables", "must not define '%s', which is always there.".formatted(name));
            } else if (!NAME.matches(name)) {
                fields.fault("variables",
                        "must have names of letters, digits, hyphens and underscores, not '%s'.".formatted(name));
            }
            variables.put(name, variable(of));
            earlier(name, of, variables, all.keySet());
            of.done();
        });
        return variables;
    }

    /** A default may name what is always there, and variables that stand before it. */
    private static void earlier(String name, Fields of, Map<String, Variable> variables, Set<String> all) {
        var text = variables.get(name).usual().orElse("");
        var known = Stream.concat(variables.keySet().stream().filter(other -> !other.equals(name)),
                OF_THE_PLAN.stream()).toList();
        Filling.names(text).filter(other -> !known.contains(other)).distinct().forEach(other -> of.fault("default",
                other.equals(name) ? "must not name its own variable."
                : all.contains(other) ? "names '%s', which stands after it; put that before.".formatted(other)
                : "holds an " + Nearest.unknown("variable", other, "Known here", known)));
        if (Filling.holdsMore(text)) of.fault("default", "may hold variables as {{name}} only.");
    }

    private static Variable variable(Fields of) {
        var usual = of.scalar("default", (value, trouble) -> Optional.of(value.text()));
        var help = of.text("help", "");
        var type = of.choice("type", Variable.Type.class).orElse(Variable.Type.TEXT);
        var pattern = of.scalar("pattern", (value, trouble) -> Values.pattern(value, List.of(), trouble));
        var choices = of.scalars("choices", (value, trouble) -> choice(value, type, pattern, trouble));
        if (of.has("choices") && choices.isEmpty()) of.fault("choices", "must name at least one value.");
        var variable = new Variable(usual, help, type, choices, pattern, Optional.empty());
        usual.filter(value -> !value.contains("{{") && !variable.takes(value)).ifPresent(value -> of.fault("default",
                "must be %s, not '%s'%s".formatted(variable.takes(), value, end(value, choices))));
        return variable;
    }

    private static Optional<String> choice(Located.Scalar value, Variable.Type type, Optional<Pattern> pattern,
            Values.Trouble trouble) {
        var alone = new Variable(Optional.empty(), "", type, List.of(), pattern, Optional.empty());
        return alone.takes(value.text()) ? Optional.of(value.text())
                : trouble.none("must be %s, not '%s'.".formatted(alone.takes(), value.text()));
    }

    private static String end(String value, List<String> choices) {
        var hint = Nearest.hint(value, choices);
        return hint.isEmpty() ? "." : hint;
    }
}
