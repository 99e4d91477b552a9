package llmswarm.config.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Nearest;
import llmswarm.config.yaml.Values;

/** Reads the variables of a pack. */
final class VariableReader {
    private static final Set<String> GIVEN = Set.of("name", "module", "summary", "file");
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
            of.done();
        });
        return variables;
    }

    private static Variable variable(Fields of) {
        var usual = of.scalar("default", (value, trouble) -> Optional.of(value.text()));
        var help = of.text("help", "");
        var type = of.choice("type", Variable.Type.class).orElse(Variable.Type.TEXT);
        var pattern = of.scalar("pattern", (value, trouble) -> Values.pattern(value, List.of(), trouble));
        var choices = of.scalars("choices", (value, trouble) -> choice(value, type, pattern, trouble));
        if (of.has("choices") && choices.isEmpty()) of.fault("choices", "must name at least one value.");
        var variable = new Variable(usual, help, type, choices, pattern, Optional.empty());
        usual.filter(value -> !variable.takes(value)).ifPresent(value -> of.fault("default",
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
