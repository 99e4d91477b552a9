package llmswarm.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import com.google.re2j.Pattern;
import llmswarm.Tape;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.yaml.Faults;

/** What the contract patterns of a bundled pack find in a text, in the form in which names are compared. */
record PackPatterns(List<ContractPattern> all) {
    static PackPatterns of(String pack) {
        return new PackPatterns(Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, Tape.checkout(), "clone")),
                new Faults()).stack(pack).contracts());
    }

    Set<String> provided(String kind, String text) {
        return found(kind, ContractPattern::provided, text);
    }

    Set<String> used(String kind, String text) {
        return found(kind, ContractPattern::used, text);
    }

    /** A name as a plan has it, in the form in which it is compared. */
    String normal(String kind, String name) {
        return normal(pattern(kind), name);
    }

    private Set<String> found(String kind, Function<ContractPattern, Pattern> side, String text) {
        var pattern = pattern(kind);
        var names = new TreeSet<String>();
        for (var found = side.apply(pattern).matcher(text); found.find(); ) {
            if (found.group("name") != null) names.add(normal(pattern, found.group("name")));
        }
        return names;
    }

    private ContractPattern pattern(String kind) {
        return all.stream().filter(pattern -> pattern.kind().equals(kind)).findFirst().orElseThrow();
    }

    private static String normal(ContractPattern pattern, String name) {
        for (var pair : pattern.normalise()) name = Pattern.compile(pair.getFirst()).matcher(name)
                .replaceAll(pair.getLast());
        return name;
    }
}
