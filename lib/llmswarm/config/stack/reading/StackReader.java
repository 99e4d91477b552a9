package llmswarm.config.stack.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.OutputPatterns;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.Review;
import llmswarm.config.stack.Snippet;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Named;
import llmswarm.config.yaml.Values;

/** Reads {@code stack.yaml} of one pack, together with those of the packs that it extends. */
public record StackReader(Stack stack, List<Mention> agents, List<Mention> shown,
        List<Snippet> snippets) {
    /** A pack's file, as it was written. */
    public record PackFile(String pack, Located content) {
        /** The pack that it extends. */
        public Optional<Mention> base() {
            return content instanceof Located.Mapping mapping
                    && mapping.entries().get("extends") instanceof Located.Entry(var key, Located.Scalar scalar)
                    ? Optional.of(Mention.of("stack", scalar)) : Optional.empty();
        }
    }

    /**
     * Every fault is noted, and the default taken.
     *
     * @param files of the pack, then of those that it extends, nearest first
     */
    public static StackReader read(List<PackFile> files, Layer folder, String digest, Faults faults) {
        var maps = files.reversed().stream().map(PackFile::content).filter(Located.Mapping.class::isInstance)
                .map(Located.Mapping.class::cast).toList();
        var own = files.getFirst();
        if (files.size() == 1 || !(own.content() instanceof Located.Mapping)) {
            return read(Fields.of(own.content(), faults), List.of(Fields.of(own.content(), new Faults())), Map.of(),
                    own.pack(), folder, digest);
        }
        var whole = new Inherited(faults).whole(maps);
        var packs = files.stream().collect(Collectors.toMap(file -> file.content().place().file(), PackFile::pack));
        var origins = new LinkedHashMap<String, String>();
        Inherited.elsewhere(whole).forEach((part, file) -> origins.put(part, packs.get(file)));
        return read(Fields.of(whole, faults), Inherited.speaking(maps).stream().map(map -> Fields.of(map, faults))
                .toList(), origins, own.pack(), folder, digest);
    }

    /** @param speaking the files whose conventions hold, the root's first */
    private static StackReader read(Fields fields, List<Fields> speaking, Map<String, String> origins, String name,
            Layer folder, String digest) {
        fields.require("name", "description", "agents");
        fields.scalar("name", (value, trouble) -> Named.like(value, name, trouble));
        var agents = new ArrayList<Mention>();
        var snippets = new ArrayList<Snippet>();
        var base = fields.scalar("extends", Values::text);
        if (fields.has("without") && base.isEmpty()) fields.fault("without", "belongs to packs with 'extends'.");
        var filled = new FilledReader(snippets);
        var shown = new ArrayList<Mention>();
        var variables = VariableReader.read(fields);
        var stack = new Stack(name, fields.text("description", ""), base, variables,
                agents(fields, agents), conventions(fields, speaking, snippets),
                SetupReader.read(fields, filled), CheckReader.read(fields, snippets, agents),
                fields.flag("checks-from-plan", false), output(fields, filled),
                ContractReader.read(fields, filled), fields.scalars("tests", filled::glob), review(fields, agents),
                fields.scalars("allow", Values::relative), programs(fields),
                RequiredProgramReader.read(fields, variables, filled), shown(fields, filled, shown),
                fields.scalars("recognised-by", Values::glob), Map.of(), origins, List.of(folder), digest, List.of());
        fields.done();
        return new StackReader(stack, List.copyOf(agents), List.copyOf(shown), List.copyOf(snippets));
    }

    private static List<String> shown(Fields fields, FilledReader filled, List<Mention> mentions) {
        return fields.scalars("show", (value, trouble) -> {
            var glob = filled.glob(value, trouble);
            if (glob.isPresent()) mentions.add(Mention.of("file", value));
            return glob;
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

    /** Those of all files, one below the other. */
    private static String conventions(Fields fields, List<Fields> speaking, List<Snippet> snippets) {
        boolean own = fields.has("conventions");
        if (speaking.size() == 1 && own) return conventions(fields, snippets).orElse("");
        return speaking.stream().flatMap(file -> conventions(file, snippets).stream())
                .collect(Collectors.joining("\n"));
    }

    private static Optional<String> conventions(Fields fields, List<Snippet> snippets) {
        return fields.scalar("conventions", (value, trouble) -> {
            snippets.add(new Snippet(value.textPlace(), value.text(), List.of()));
            return Optional.of(value.text());
        });
    }

    private static OutputPatterns output(Fields fields, FilledReader filled) {
        return new OutputPatterns(patterns(fields, filled, "location", "file", "line"),
                patterns(fields, filled, "counts", "tests"), patterns(fields, filled, "failures"));
    }

    private static List<Pattern> patterns(Fields fields, FilledReader filled, String key, String... groups) {
        return fields.scalars(key, (value, trouble) -> filled.pattern(value, trouble, groups));
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
}
