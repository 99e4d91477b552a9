package llmswarm.config.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Pattern;
import llmswarm.config.layer.Layer;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Named;
import llmswarm.config.yaml.Source;
import llmswarm.config.yaml.Values;

/** Reads {@code stack.yaml} of one pack, by itself: its bases are not known yet. */
public record StackReader(Stack stack, List<Mention> agents, Optional<Mention> base, List<Snippet> snippets) {
    private static final Set<String> GIVEN = Set.of("name", "module", "summary", "file");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    /** Empty when the text could not be read at all; every other fault is noted and the default taken. */
    public static Optional<StackReader> read(Source source, String name, Layer folder, String digest, Faults faults) {
        return Located.yaml(source.text(), source.place().file(), faults)
            .map(node -> read(Fields.of(node, faults), name, folder, digest));
    }

    private static StackReader read(Fields fields, String name, Layer folder, String digest) {
        fields.require("name", "description", "agents");
        fields.scalar("name", (value, trouble) -> Named.like(value, name, trouble));
        var agents = new ArrayList<Mention>();
        var base = new ArrayList<Mention>();
        var snippets = new ArrayList<Snippet>();
        var stack = new Stack(name, fields.text("description", ""), mention(fields, base), variables(fields),
                agents(fields, agents),
                conventions(fields, snippets), SetupReader.read(fields), CheckReader.read(fields, snippets, agents),
                fields.flag("checks-from-plan", false), output(fields), contracts(fields),
                fields.scalars("tests", Values::glob), review(fields, agents), fields.scalars("allow", Values::relative),
                programs(fields), List.of(folder), digest, List.of());
        fields.done();
        return new StackReader(stack, List.copyOf(agents), base.stream().findFirst(), List.copyOf(snippets));
    }

    private static Optional<String> mention(Fields fields, List<Mention> base) {
        return fields.scalar("extends", (value, trouble) -> {
            base.add(Mention.of("stack", value));
            return Values.text(value, trouble);
        });
    }

    private static List<String> agents(Fields fields, List<Mention> mentions) {
        var agents = named(fields, "agents", mentions);
        if (agents.isEmpty() && fields.has("agents")) fields.fault("agents", "must name at least one agent.");
        return agents;
    }

    static List<String> named(Fields fields, String key, List<Mention> mentions) {
        return fields.scalars(key, (value, trouble) -> {
            mentions.add(Mention.of("agent", value));
            return Values.text(value, trouble);
        }).stream().distinct().toList();
    }

    private static Map<String, Variable> variables(Fields fields) {
        var variables = new LinkedHashMap<String, Variable>();
        fields.map("variables").forEach((name, of) -> {
            if (GIVEN.contains(name)) {
                fields.fault("variables", "must not define '%s', which is always there.".formatted(name));
            } else if (!VARIABLE.matches(name)) {
                fields.fault("variables",
                        "must have names of letters, digits, hyphens and underscores, not '%s'.".formatted(name));
            }
            of.require("default");
            var value = of.scalar("default", (scalar, trouble) -> Optional.of(scalar.text())).orElse("");
            variables.put(name, new Variable(value, of.text("help", "")));
            of.done();
        });
        return variables;
    }

    private static String conventions(Fields fields, List<Snippet> snippets) {
        return fields.scalar("conventions", (value, trouble) -> {
            snippets.add(new Snippet(value.textPlace(), value.text(), List.of()));
            return Optional.of(value.text());
        }).orElse("");
    }

    private static OutputPatterns output(Fields fields) {
        return new OutputPatterns(patterns(fields, "location", "file", "line"), patterns(fields, "counts", "tests"),
                patterns(fields, "failures"));
    }

    private static List<Pattern> patterns(Fields fields, String key, String... groups) {
        return fields.scalars(key, (value, trouble) -> Values.pattern(value, List.of(groups), trouble));
    }

    private static List<PackProgram> programs(Fields fields) {
        var programs = new ArrayList<PackProgram>();
        for (var of : fields.list("programs", "name")) {
            of.require("name");
            var name = of.scalar("name", Values::program).orElse("");
            if (!name.isEmpty() && programs.stream().anyMatch(program -> program.name().equals(name))) {
                of.fault("name", "names a second program '%s'.".formatted(name));
            }
            var version = of.texts("version");
            if (of.has("version") && version.isEmpty()) of.fault("version",
                    "must be a command: its program, then its arguments.");
            programs.add(version.isEmpty() ? new PackProgram(name) : new PackProgram(name, version));
            of.done();
        }
        return programs;
    }

    private static Optional<Review> review(Fields fields, List<Mention> mentions) {
        return fields.fields("review").map(of -> {
            of.require("agent", "when");
            var review = new Review(agent(of, mentions),
                    of.choice("when", Review.Moment.class).orElse(Review.Moment.END), of.whole("rounds", 1, 0, 9));
            of.done();
            return review;
        });
    }

    private static String agent(Fields fields, List<Mention> mentions) {
        return fields.scalar("agent", (value, trouble) -> {
            mentions.add(Mention.of("agent", value));
            return Values.text(value, trouble);
        }).orElse("");
    }

    private static List<ContractPattern> contracts(Fields fields) {
        var contracts = new ArrayList<ContractPattern>();
        for (var of : fields.list("contracts")) {
            of.require("kind", "provided", "used");
            var provided = of.scalar("provided", (value, trouble) -> Values.pattern(value, List.of("name"), trouble));
            var used = of.scalar("used", (value, trouble) -> Values.pattern(value, List.of("name"), trouble));
            var promised = of.scalar("promised", (value, trouble) -> Values.pattern(value, List.of("name"), trouble));
            var files = of.scalar("files", Values::glob);
            var kind = of.text("kind", "");
            var normalise = of.textLists("normalise");
            if (normalise.stream().anyMatch(pair -> pair.size() != 2 || !replaces(pair.getFirst(), pair.getLast()))) {
                of.fault("normalise", "must be a list of pairs: a regular expression and what replaces it.");
            }
            var form = of.scalar("form", Values::text);
            if (provided.isPresent() && used.isPresent()) {
                contracts.add(new ContractPattern(kind, provided.get(), used.get(), promised, files, normalise,
                        form));
            }
            of.done();
        }
        return contracts;
    }

    /** Whether both can be used, also the groups that the replacement names. */
    private static boolean replaces(String regex, String replacement) {
        try {
            Pattern.compile(regex);
            Pattern.compile("(?:" + regex + ")|").matcher("").replaceAll(replacement);
            return true;
        } catch (com.google.re2j.PatternSyntaxException | IndexOutOfBoundsException | IllegalArgumentException wrong) {
            return false;
        }
    }
}
