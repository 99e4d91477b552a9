package llmswarm.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import llmswarm.config.Stack;
import llmswarm.plan.Plan;

/** The patterns of a stack for one kind of contract, in the order in which it has them. */
record ContractPatterns(List<Compiled> all) {
    /** In one text of a hundred thousand names all are the same trouble. */
    private static final int MOST = 10_000;
    private static final int LONGEST = 200;

    /** A name in a text, and the line, counted from 1, on which it begins. */
    record Named(String name, int line) {
    }

    /** A name to compare, and as the contract writes it. */
    private record Promise(String name, String written) {
    }

    private record Compiled(Pattern provided, Pattern used, Optional<Pattern> promised, Optional<Glob> files, List<Replacement> normalise) {
        private static Compiled of(Stack.ContractPattern pattern) {
            return new Compiled(byLine(pattern.provided()), byLine(pattern.used()), pattern.promised().map(ContractPatterns::byLine),
                    pattern.files().map(Glob::of), pattern.normalise().stream().map(pair -> new Replacement(Pattern.compile(pair.getFirst()), pair.getLast())).toList());
        }

        private boolean covers(String path) {
            return files.isEmpty() || files.get().matches(path);
        }

        private String normal(String name) {
            var result = name;
            for (var step : normalise) result = step.pattern.matcher(result).replaceAll(step.with);
            return result.strip();
        }
    }

    private record Replacement(Pattern pattern, String with) {
    }

    static ContractPatterns of(List<Stack.ContractPattern> patterns) {
        return new ContractPatterns(patterns.stream().map(Compiled::of).toList());
    }

    /** Files are read whole, so that a name may stand on the line below; their lines are where {@code ^} and {@code $} match. */
    private static Pattern byLine(Pattern pattern) {
        return Pattern.compile(pattern.pattern(), pattern.flags() | Pattern.MULTILINE);
    }

    /** What the file provides. */
    List<Named> provided(String path, String text) {
        return all.stream().filter(p -> p.covers(path)).flatMap(p -> find(p.provided, p, text).stream()).distinct().toList();
    }

    /** What it uses. */
    List<Named> used(String path, String text) {
        return all.stream().filter(p -> p.covers(path)).flatMap(p -> find(p.used, p, text).stream()).distinct().toList();
    }

    /** What the contract promises: the first thing of its name and text that is such a name, else its name as it is. */
    String promised(Plan.Contract contract) {
        return promise(contract).name;
    }

    /** The same in the contract's own words, for whoever has to write it. */
    String written(Plan.Contract contract) {
        return promise(contract).written;
    }

    private Promise promise(Plan.Contract contract) {
        var text = text(contract);
        return all.stream().flatMap(p -> p.promised.flatMap(pattern -> first(pattern, p, text)).stream()).findFirst()
                .orElseGet(() -> new Promise(all.getFirst().normal(contract.name()), contract.name().strip()));
    }

    private static Optional<Promise> first(Pattern pattern, Compiled compiled, String text) {
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            var normal = normal(matcher, compiled);
            if (!normal.isEmpty()) return Optional.of(new Promise(normal, matcher.group("name").strip()));
        }
        return Optional.empty();
    }

    private static String text(Plan.Contract contract) {
        return contract.name() + "\n" + contract.text();
    }

    /** Empty for what is no name. */
    private static String normal(Matcher matcher, Compiled compiled) {
        var name = matcher.group("name");
        return name == null || name.length() > LONGEST ? "" : compiled.normal(name);
    }

    /** All names of which the contract speaks. */
    Set<String> mentioned(Plan.Contract contract) {
        var names = new LinkedHashSet<>(List.of(promised(contract)));
        all.forEach(p -> names.addAll(find(p, contract)));
        return names;
    }

    private static List<String> find(Compiled compiled, Plan.Contract contract) {
        return compiled.promised.map(pattern -> find(pattern, compiled, text(contract)).stream().map(Named::name).toList()).orElse(List.of());
    }

    private static List<Named> find(Pattern pattern, Compiled compiled, String text) {
        var found = new ArrayList<Named>();
        int line = 1, counted = 0;
        for (Matcher matcher = pattern.matcher(text); found.size() < MOST && matcher.find(); ) {
            var normal = normal(matcher, compiled);
            if (normal.isEmpty()) continue;
            for (; counted < matcher.start("name"); counted++) if (text.charAt(counted) == '\n') line++;
            found.add(new Named(normal, line));
        }
        return found;
    }
}
