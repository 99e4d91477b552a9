//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Values;

/**
 * A program without which a pack can do nothing. Where any of several does, commands name the one that is there as
 * {@code {{name}}}.
 *
 * @param name    the program's, or where any of several does, what stands for it in commands
 * @param any     programs of which one is enough, the best first; none for a single one
 * @param least   the lowest version that does, in which variables may stand
 * @param version the command that shows its version, in which {@code {{program}}} stands for one of several
 * @param path    globs of folders in which it may lie, where the PATH does not name them; with a version of its own
 *                also where it does, since another one there may be the one that fits
 * @param help    what to do where none does, as a clause
 * @param chosen  how commands call the one that is there
 */
public record RequiredProgram(String name, List<String> any, Optional<String> least, List<String> version,
                          List<String> path, Optional<String> help, Optional<String> chosen) {
    private static final String PROGRAM = "{{program}}";
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,4}");

    public RequiredProgram {
        any = List.copyOf(any);
        version = List.copyOf(version);
        path = List.copyOf(path);
    }

    /** Whether commands name it by a word of the pack. */
    public boolean isNamed() {
        return !any.isEmpty();
    }

    /** What may be there, the best first. */
    public List<String> programs() {
        return isNamed() ? any : List.of(name);
    }

    /** How commands call it; the best while nobody has looked. */
    String word() {
        return chosen.orElse(programs().getFirst());
    }

    /** How a program of these is asked for its version. */
    public PackProgram asked(String word) {
        return version.isEmpty() ? new PackProgram(word) : new PackProgram(word, version.stream()
                .map(each -> each.equals(PROGRAM) ? word : each).toList());
    }

    RequiredProgram choosing(String word) {
        return new RequiredProgram(name, any, least, version, path, help, Optional.of(word));
    }

    RequiredProgram filled(Filling values) {
        return new RequiredProgram(name, any, least.map(values::text), version.stream().map(values::text).toList(), path,
                help.map(values::text), chosen);
    }

    /** For sentences: {@code 'node' 20.19 or newer}, {@code one of 'chromium' and 'chrome'}. */
    public String told() {
        var quoted = programs().stream().map("'%s'"::formatted).toList();
        var names = quoted.size() == 1 ? quoted.getFirst() : "one of %s and %s".formatted(
                String.join(", ", quoted.subList(0, quoted.size() - 1)), quoted.getLast());
        return names + least.map(" %s or newer"::formatted).orElse("");
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
            var any = of.scalars("any", RequiredProgram::program);
            if (of.texts("any").isEmpty() && of.has("any")) of.fault("any", "must name at least one program.");
            var name = of.scalar("name", of.has("any") ? Values::name : Values::program).orElse("");
            if (programs.stream().anyMatch(one -> one.name().equals(name))) {
                of.fault("name", "names a second requirement '%s'.".formatted(name));
            }
            if (of.has("any")) named(of, name, variables.keySet());
            var version = of.<String>scalars("version", (word, trouble) -> {
                if (!word.text().equals(PROGRAM)) filled.note(word, trouble);
                return Optional.of(word.text());
            });
            if (of.has("version") && version.isEmpty()) of.fault("version",
                    "must be a command: its program, then its arguments.");
            if (!version.isEmpty() && of.has("any") && !version.contains(PROGRAM)) of.fault("version",
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
