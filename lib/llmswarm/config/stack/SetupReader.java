//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack;

import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Values;

/** Reads what a pack says of its setup: a list of commands, or a map that has more to say. */
final class SetupReader {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private SetupReader() {
    }

    static SharedSetup read(Fields fields, FilledReader filled) {
        var map = fields.node("setup").filter(Located.Mapping.class::isInstance).flatMap(node -> fields.fields("setup"));
        var of = map.orElse(fields);
        var commands = commands(of, map.isPresent() ? "run" : "setup", filled);
        map.ifPresent(more -> more.require("run"));
        var setup = new SharedSetup(commands, fields.scalars("shared", filled::path), files(fields),
                map.map(more -> more.scalars("reads", filled::glob)).orElse(List.of()),
                map.map(more -> more.scalars("keep", filled::path)).orElse(List.of()),
                map.map(more -> more.scalars("pass", SetupReader::variable)).orElse(List.of()));
        map.ifPresent(Fields::done);
        return setup;
    }

    private static List<List<String>> commands(Fields of, String key, FilledReader filled) {
        var commands = of.scalarLists(key, (word, trouble) -> {
            filled.snippets().add(new Snippet(word.textPlace(), word.text(), List.of(Stack.TOOLS)));
            return Optional.of(word.text());
        });
        if (commands.stream().anyMatch(List::isEmpty)) of.fault(key, "must hold commands of at least one word each.");
        return commands;
    }

    private static Optional<String> variable(Located.Scalar value, Values.Trouble trouble) {
        return VARIABLE.matches(value.text()) ? Optional.of(value.text())
                : trouble.none("must name a variable of the environment, not '%s'.".formatted(value.text()));
    }

    private static Optional<Integer> files(Fields fields) {
        return fields.fields("limits").flatMap(of -> {
            var files = of.scalar("files", (value, trouble) -> Values.whole(value, 1_000, 10_000_000, trouble));
            of.done();
            return files;
        });
    }
}
