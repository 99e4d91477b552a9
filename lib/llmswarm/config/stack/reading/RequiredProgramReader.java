//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;
import llmswarm.config.stack.RequiredProgram;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.Variable;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Values;

/** Reads the programs that a pack requires. */
final class RequiredProgramReader {
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,4}");

    private RequiredProgramReader() {
    }

    /**
     * Those of a pack.
     *
     * @param variables of the pack, whose names no program may have in commands
     */
    static List<RequiredProgram> read(Fields fields, Map<String, Variable> variables, FilledReader filled) {
        var programs = new ArrayList<RequiredProgram>();
        for (var of : fields.list("requires", "name")) {
            of.require("name");
            var any = of.scalars("any", RequiredProgramReader::program);
            if (of.texts("any").isEmpty() && of.has("any")) of.fault("any", "must name at least one program.");
            var name = of.scalar("name", of.has("any") ? Values::name : Values::program).orElse("");
            if (programs.stream().anyMatch(one -> one.name().equals(name))) {
                of.fault("name", "names a second requirement '%s'.".formatted(name));
            }
            if (of.has("any")) named(of, name, variables.keySet());
            var version = of.<String>scalars("version", (word, trouble) -> {
                if (!word.text().equals(RequiredProgram.PROGRAM)) filled.note(word, trouble);
                return Optional.of(word.text());
            });
            if (of.has("version") && version.isEmpty()) of.fault("version",
                    "must be a command: its program, then its arguments.");
            if (!version.isEmpty() && of.has("any") && !version.contains(RequiredProgram.PROGRAM)) of.fault("version",
                    "must hold {{program}} as a word of its own, which stands for each of 'any'.");
            programs.add(new RequiredProgram(name, any, of.scalar("least", (value, trouble) -> least(value, filled,
                    trouble)), version, of.scalars("path", ServiceReader::folder), of.scalar("help", (value, trouble) ->
                    filled.note(value, trouble) ? Values.text(value, trouble) : Optional.empty()), Optional.empty()));
            of.done();
        }
        return programs;
    }

    private static void named(Fields of, String name, Set<String> variables) {
        if (variables.contains(name)) {
            of.fault("name", "must not be '%s', which is a variable: it stands for the program in commands."
                    .formatted(name));
        } else if (VariableReader.GIVEN.contains(name) || Service.GIVEN.contains(name)) {
            of.fault("name", "must not be '%s', which is always there: it stands for the program in commands."
                    .formatted(name));
        }
    }

    /** With blanks, as programs of macOS are called. */
    private static Optional<String> program(Located.Scalar value, Values.Trouble trouble) {
        return Values.program(new Located.Scalar(value.place(), value.path(), value.text().replace(" ", "-"),
                value.form()), trouble).map(right -> value.text());
    }

    private static Optional<String> least(Located.Scalar value, FilledReader filled, Values.Trouble trouble) {
        filled.note(value, trouble);
        return value.text().contains("{{") || VERSION.matches(value.text()) ? Optional.of(value.text())
                : trouble.none("must be a version, such as \"20.19\", not '%s'.".formatted(value.text()));
    }
}
