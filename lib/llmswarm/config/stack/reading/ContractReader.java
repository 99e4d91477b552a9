package llmswarm.config.stack.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.re2j.Pattern;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.Filling;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Values;

/** Reads how a pack recognises contracts in files. */
final class ContractReader {
    private ContractReader() {
    }

    static List<ContractPattern> read(Fields fields, FilledReader filled) {
        var contracts = new ArrayList<ContractPattern>();
        for (var of : fields.list("contracts")) {
            of.require("kind", "provided", "used");
            var provided = pattern(of, "provided", filled);
            var used = pattern(of, "used", filled);
            var promised = pattern(of, "promised", filled);
            var files = of.scalar("files", filled::glob);
            var kind = of.text("kind", "");
            var normalise = of.scalarLists("normalise", (word, trouble) -> {
                filled.note(word, trouble);
                return Optional.of(word.text());
            });
            if (normalise.stream().anyMatch(pair -> pair.size() != 2 || !replaces(Filling.sample(pair.getFirst()),
                    Filling.sample(pair.getLast())))) {
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

    private static Optional<Pattern> pattern(Fields of, String key, FilledReader filled) {
        return of.scalar(key, (value, trouble) -> filled.pattern(value, trouble, "name"));
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
