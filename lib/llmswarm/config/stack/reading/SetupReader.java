//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack.reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;
import llmswarm.config.stack.SharedSetup;
import llmswarm.config.stack.SharedSetup.Dependencies;
import llmswarm.config.stack.Snippet;
import llmswarm.config.stack.Stack;
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
        var reads = map.map(more -> more.scalars("reads", filled::glob)).orElse(List.of());
        var setup = new SharedSetup(commands, fields.scalars("shared", filled::path), files(fields), reads,
                map.map(more -> more.scalars("keep", filled::path)).orElse(List.of()),
                map.map(more -> more.scalars("pass", SetupReader::variable)).orElse(List.of()),
                map.map(new DependenciesReader(filled, reads)::read).orElse(List.of()));
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

    /** Reads how a pack has packages looked up before its setup installs them. */
    private static final class DependenciesReader {
        private static final String KEY = "dependencies", FILES = "files", LIST = "list", NAMES = "names", LOOK = "look",
                ABSENT = "absent", RELEASED = "released", LEAST = "least-age", RESOLVE = "resolve", RUN = "run";
        private static final Pattern ASKED = Pattern.compile("\\{\\{\\s*" + Dependencies.DEPENDENCY + "\\s*\\}\\}");

        private final FilledReader filled;
        private final List<String> reads;

        /** @param reads what setup is given of the project */
        DependenciesReader(FilledReader filled, List<String> reads) {
            this.filled = filled;
            this.reads = reads;
        }

        List<Dependencies> read(Fields setup) {
            var all = new ArrayList<Dependencies>();
            for (var of : setup.list(KEY)) {
                of.require(FILES, NAMES, LOOK, ABSENT);
                var files = of.scalars(FILES, filled::glob);
                var list = words(of, LIST, "file");
                var names = names(of);
                var look = words(of, LOOK, Dependencies.DEPENDENCY);
                var absent = of.scalar(ABSENT, (value, trouble) -> filled.pattern(value, trouble));
                var released = of.scalar(RELEASED, (value, trouble) -> filled.pattern(value, trouble, "date"));
                var least = of.<Duration>scalar(LEAST, Values::age);
                var resolve = of.fields(RESOLVE).map(this::resolve);
                if (of.has(FILES) && files.isEmpty()) of.fault(FILES, "must name at least one file.");
                files.stream().filter(file -> !reads.contains(file)).findFirst().ifPresent(file -> of.fault(FILES,
                        "names '%s', which is not among 'setup.reads': setup would not run again for what it asks for; list it there.".formatted(file)));
                if (of.has(LOOK) && look.stream().noneMatch(word -> ASKED.matcher(word).find())) {
                    of.fault(LOOK, "must hold {{dependency}}, which stands for the package that is looked up.");
                }
                if (of.has(LEAST) && !of.has(RELEASED)) {
                    of.fault(LEAST, "needs 'released', which finds in what 'look' prints when a package was released.");
                }
                of.done();
                absent.ifPresent(none -> all.add(new Dependencies(files, list, names, look, none, released, least,
                        resolve)));
            }
            return all;
        }

        private Dependencies.Resolve resolve(Fields of) {
            of.require(RUN, FILES, NAMES);
            var resolve = new Dependencies.Resolve(words(of, RUN), of.scalars(FILES, filled::glob), names(of));
            of.done();
            return resolve;
        }

        private List<Pattern> names(Fields of) {
            var names = of.scalars(NAMES, (value, trouble) -> filled.pattern(value, trouble, "name"));
            if (of.has(NAMES) && of.texts(NAMES).isEmpty()) of.fault(NAMES, "must hold at least one regular expression.");
            return names;
        }

        /** @param more what is known in the words beside the variables and the pack's tools */
        private List<String> words(Fields of, String key, String... more) {
            var known = new ArrayList<>(List.of(more));
            known.add(Stack.TOOLS);
            var words = of.scalars(key, (word, trouble) -> {
                filled.snippets().add(new Snippet(word.textPlace(), word.text(), known));
                return Optional.of(word.text());
            });
            if (of.has(key) && words.isEmpty()) of.fault(key, "must be a command of at least one word.");
            return words;
        }
    }
}
