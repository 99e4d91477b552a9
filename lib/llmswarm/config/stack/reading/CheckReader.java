//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack.reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.Service;
import llmswarm.config.stack.Snippet;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Nearest;
import llmswarm.config.yaml.Values;

/** Reads the checks of a pack. */
final class CheckReader {
    private static final Pattern FILE = Pattern.compile("\\{\\{[{&]?\\s*file\\s*\\}\\}");

    /** Whoever waits for a check longer than this does not wait for it any more. */
    private static final Duration LONGEST = Duration.ofHours(12);

    private CheckReader() {
    }

    static List<Check> read(Fields fields, List<Snippet> snippets, List<Mention> mentions) {
        var checks = new ArrayList<Check>();
        var services = ServiceReader.read(fields, snippets);
        var all = fields.list("checks");
        var names = all.stream().map(of -> of.text("name", "")).toList();
        for (var of : all) {
            of.require("name", "when", "run");
            var check = check(of, snippets, mentions, services);
            if (check.when() != Check.When.TASK) {
                for (var key : List.of("files", "agents")) if (of.has(key)) of.fault(key,
                        "belongs to checks with 'when: task' only.");
            }
            if (check.when() != Check.When.READY && of.has("of")) of.fault("of",
                    "belongs to checks with 'when: ready' only.");
            if (check.when() == Check.When.READY && check.of().isEmpty()) of.fault("when",
                    "needs 'of', patterns of the files for which the check waits, such as of: [\"web/**\"].");
            var known = checks.stream().map(Check::name).toList();
            if (known.contains(check.name())) of.fault("name", "names a second check '%s'.".formatted(check.name()));
            for (var need : check.needs().orElse(List.of())) {
                if (!known.contains(need)) of.fault("needs", missing(need, check.name(), names, known));
            }
            for (var need : check.when() == Check.When.READY ? check.needs().orElse(List.of()) : List.<String>of()) {
                if (checks.stream().anyMatch(c -> c.name().equals(need) && c.when() != Check.When.READY)) of.fault("needs",
                        "names '%s', which does not run as early; a check with 'when: ready' can wait for its like only."
                                .formatted(need));
            }
            checks.add(check);
            of.done();
        }
        return checks;
    }

    private static String missing(String need, String own, List<String> names, List<String> before) {
        if (need.equals(own)) return "names '%s', the check itself.".formatted(need);
        if (names.contains(need)) return "names '%s', which stands after this one; put it before.".formatted(need);
        var hint = Nearest.hint(need, before);
        return "names '%s', but no check of that name stands before this one%s".formatted(need,
                hint.isEmpty() ? "." : hint);
    }

    private static Check check(Fields of, List<Snippet> snippets, List<Mention> mentions,
            List<Service> services) {
        var perFile = of.has("files");
        return new Check(of.scalar("name", Values::name).orElse(""),
                of.choice("when", Check.When.class).orElse(Check.When.TASK),
            of.scalar("files", new FilledReader(snippets)::glob), run(of, perFile, snippets), of.choice("kind", Check.Side.class)
            .orElse(Check.Side.CODE),
            of.has("needs") ? Optional.of(of.texts("needs")) : Optional.empty(), StackReader.named(of, "agents", mentions),
            reads(of, perFile, snippets), of.scalar("timeout", CheckReader::time), ServiceReader.named(of, services),
                ServiceReader.environment(of, List.of(Stack.TOOLS), snippets), of.scalar("folder", new FilledReader(snippets)::path),
                of.scalars("of", new FilledReader(snippets)::glob), of.scalar("memory", Values::size),
                Optional.empty());
    }

    private static Optional<Duration> time(Located.Scalar value, Values.Trouble trouble) {
        return Values.duration(value, trouble).flatMap(time -> time.compareTo(LONGEST) <= 0 ? Optional.of(time)
                : trouble.none("must be at most %dh, not '%s'.".formatted(LONGEST.toHours(), value.text())));
    }

    private static List<String> reads(Fields check, boolean perFile, List<Snippet> snippets) {
        var filled = new FilledReader(snippets, List.of("file"));
        return check.scalars("reads", (value, trouble) -> {
            if (perFile || !FILE.matcher(value.text()).find()) return filled.glob(value, trouble);
            trouble.tell("uses {{file}}, but the check has no 'files'.");
            return Optional.of(value.text());
        });
    }

    private static List<String> run(Fields check, boolean perFile, List<Snippet> snippets) {
        var words = check.scalars("run", (value, trouble) -> {
            if (!perFile && FILE.matcher(value.text())
                    .find()) trouble.tell("uses {{file}}, but the check has no 'files'.");
            else snippets.add(new Snippet(value.textPlace(), value.text(), perFile ? List.of("file", Stack.TOOLS)
                    : List.of(Stack.TOOLS)));
            return Optional.of(value.text());
        });
        if (check.has("run") && (words.isEmpty() || words.getFirst().isBlank())) {
            check.fault("run", "must be a command: its program, then its arguments.");
        }
        return words;
    }
}
