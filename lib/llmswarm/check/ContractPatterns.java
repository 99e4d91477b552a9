package llmswarm.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import llmswarm.check.ContractNames.Promise;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.Glob;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.StackPart;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;

/**
 * The patterns of a stack for one kind of contract, in the order in which it has them.
 *
 * @param parts of several, those whose packs have such patterns; none where the stack is a pack
 */
record ContractPatterns(List<Compiled> all, List<StackPart> parts) {
    /** In one text of a hundred thousand names all are the same trouble. */
    private static final int MOST = 10_000;
    private static final int LONGEST = 200;

    /** A name in a text, and the line, counted from 1, on which it begins. */
    record Named(String name, int line) {
    }

    /** What may stand in a file between two parts of a name that a plan writes with a blank between them. */
    private static final List<String> JOINS = List.of("\", \"", "', '", "`, `", ".", "::", "/");

    private record Compiled(Pattern provided, Pattern used, Optional<Pattern> promised, Optional<Glob> files,
            List<Replacement> normalise, Optional<NameShape> shape, Optional<String> form) {
        private static Compiled of(ContractPattern pattern) {
            return new Compiled(byLine(pattern.provided()), byLine(pattern.used()),
                    pattern.promised().map(ContractPatterns::byLine),
                    pattern.files().map(Glob::of), pattern.normalise().stream()
                    .map(pair -> new Replacement(Pattern.compile(pair.getFirst()), pair.getLast())).toList(),
                    NameShape.of(pattern.provided()), pattern.form());
        }

        /**
         * With replacements the shape does not tell what names look like in the end, so that only a pack that says so
         * is judged.
         */
        private boolean tellsNames() {
            return shape.isPresent() && (normalise.isEmpty() || form.isPresent());
        }

        private boolean canBe(String name) {
            if (shape.isEmpty() || shape.get().matches(name)) return true;
            var normal = normal(name);
            return !normalise.isEmpty() && JOINS.stream()
                    .map(join -> name.replaceAll("\\s+", Matcher.quoteReplacement(join)))
                    .anyMatch(joined -> shape.get().matches(joined) && normal(joined).equals(normal));
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

    /** Those of all kinds, by the kind in small letters. */
    static Map<String, ContractPatterns> byKind(Stack stack) {
        return stack.contracts().stream()
                .collect(Collectors.groupingBy(ContractPattern::plainKind,
                LinkedHashMap::new, Collectors.collectingAndThen(Collectors.toList(),
                patterns -> of(patterns, stack.parts()))));
    }

    private static ContractPatterns of(List<ContractPattern> patterns, List<StackPart> parts) {
        var kind = patterns.getFirst().plainKind();
        return new ContractPatterns(patterns.stream().map(Compiled::of).toList(), parts.stream().filter(part ->
                part.stack().contracts().stream().anyMatch(pattern -> pattern.plainKind().equals(kind))).toList());
    }

    /** Whether one part may use what another provides. */
    boolean acrossParts() {
        return !parts.isEmpty();
    }

    /** Whether what the task provides can be told by the patterns: not in a part whose pack has none. */
    boolean judge(Task task) {
        return parts.isEmpty() || task.files().contains(Task.ANYWHERE) || task.files().stream()
                .anyMatch(file -> parts.stream().anyMatch(part -> part.meets(file)));
    }

    /** Whether that holds for who provides the contract. */
    boolean judge(Plan plan, Plan.Contract contract) {
        var providers = plan.tasks().stream().filter(task -> task.provides().contains(contract.name())).toList();
        return providers.isEmpty() || providers.stream().anyMatch(this::judge);
    }

    /**
     * Files are read whole, so that a name may stand on the line below; their lines are where {@code ^} and {@code $}
     * match.
     */
    static Pattern byLine(Pattern pattern) {
        return Pattern.compile(pattern.pattern(), pattern.flags() | Pattern.MULTILINE);
    }

    /** What the file provides. */
    List<Named> provided(String path, String text) {
        return all.stream().filter(p -> p.covers(path)).flatMap(p -> find(p.provided, p, text).stream()).distinct()
                .toList();
    }

    /** What a file would provide that lies where no pattern looks; nothing of one where some does. */
    List<Named> providedElsewhere(String path, String text) {
        if (all.stream().anyMatch(p -> p.covers(path))) return List.of();
        return all.stream().flatMap(p -> find(p.provided, p, text).stream()).distinct().toList();
    }

    /** What it uses. */
    List<Named> used(String path, String text) {
        return all.stream().filter(p -> p.covers(path)).flatMap(p -> find(p.used, p, text).stream()).distinct()
                .toList();
    }

    /** What a file uses that lies where no pattern looks, such as in a part whose pack has none of this kind. */
    List<Named> usedElsewhere(String path, String text) {
        if (parts.stream().anyMatch(part -> part.holds(path)) || parts.isEmpty()) return List.of();
        return all.stream().flatMap(p -> find(p.used, p, text).stream()).distinct().toList();
    }

    /** Whether it can be told from the patterns what is a name and what is none. */
    boolean tellNames() {
        return all.stream().allMatch(Compiled::tellsNames);
    }

    /** Whether a file can provide something that is called so. */
    boolean canBe(String name) {
        return all.stream().anyMatch(p -> p.canBe(name));
    }

    /** Whether one contract may promise several things, of which the first is looked for. */
    boolean severalAtOnce() {
        return all.stream().anyMatch(p -> p.promised.isPresent());
    }

    /** How such a contract is named, where the pack says so. */
    Optional<String> form() {
        return all.stream().flatMap(p -> p.form.stream()).findFirst();
    }

    /** A name in the form in which it is compared. */
    String normal(String name) {
        return all.getFirst().normal(name);
    }

    /** The first thing of the contract's name and text that the pack's own pattern for promises finds. */
    Optional<Promise.Known> stated(Plan.Contract contract) {
        var text = text(contract);
        return all.stream().flatMap(p -> p.promised.flatMap(pattern -> first(pattern, p, text)).stream()).findFirst();
    }

    /** What a text would provide if it were a file: each as it is compared, and as it is written. */
    Map<String, String> made(String text) {
        var made = new LinkedHashMap<String, String>();
        for (var p : all) {
            for (var matcher = p.provided.matcher(text); made.size() < MOST && matcher.find(); ) {
                var normal = normal(matcher, p);
                if (!normal.isEmpty()) made.putIfAbsent(normal, matcher.group("name").strip());
            }
        }
        return made;
    }

    private static Optional<Promise.Known> first(Pattern pattern, Compiled compiled, String text) {
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            var normal = normal(matcher, compiled);
            if (!normal.isEmpty()) return Optional.of(new Promise.Known(normal, matcher.group("name").strip()));
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
        var names = new LinkedHashSet<>(List.of(normal(contract.name().strip())));
        names.addAll(made(contract.text()).keySet());
        all.forEach(p -> names.addAll(find(p, contract)));
        return names;
    }

    private static List<String> find(Compiled compiled, Plan.Contract contract) {
        return compiled.promised.map(pattern ->
                find(pattern, compiled, text(contract)).stream().map(Named::name).toList()).orElse(List.of());
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
