package llmswarm.pack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import llmswarm.check.CheckRunner;
import llmswarm.check.ContractCheck;
import llmswarm.check.Failure;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;

/** Patterns of a pack that find nothing in its own example: mistyped, or tried by nothing. */
final class IdlePatterns {
    private static final String REMEDY = "; mend it, or let the example have what it is for";
    private final Stack stack;
    private final StackPlaces places;
    private final List<String> found = new ArrayList<>();

    private IdlePatterns(Stack stack) {
        this.stack = stack;
        this.places = StackPlaces.of(stack);
    }

    /** A sentence each, with its place. */
    static List<String> in(ExampleResult result) {
        var stack = result.stack();
        var idle = new IdlePatterns(stack);
        idle.paths(result.files().keySet().stream().toList());
        idle.contracts(result);
        if (!result.outputs().isEmpty()) idle.counts(result.outputs());
        return List.copyOf(idle.found);
    }

    /**
     * Those that find nothing in what checks printed.
     *
     * @param green of right files
     * @param red   of planted faults
     */
    static List<String> inOutputs(Stack stack, List<String> green, List<Failure.Broken> red) {
        var idle = new IdlePatterns(stack);
        idle.counts(Stream.concat(green.stream(), red.stream().map(Failure.Broken::tail)).toList());
        idle.failing("location", stack.output().location(), red.stream().map(Failure.Broken::tail).toList(),
                "no place is found in them");
        idle.failing("failures", stack.output().failures(), red.stream().filter(broken -> broken.says() == Check.Side.TEST)
                .map(Failure.Broken::tail).toList(), "no failure is told from another");
        return List.copyOf(idle.found);
    }

    private void paths(List<String> paths) {
        var what = "matches no file of the example's result";
        // Of a pack for any language, most patterns are for the others.
        if (!stack.checksFromPlan()) globs("tests", stack.tests(), paths, what);
        else if (paths.stream().noneMatch(CheckRunner.matching(stack.tests()))) tell("tests", "match" + what.substring(7));
        for (int i = 0; i < stack.checks().size(); i++) {
            var check = stack.checks().get(i);
            var at = "checks[%d].".formatted(i);
            check.files().filter(glob -> paths.stream().noneMatch(CheckRunner.matching(List.of(glob))))
                    .ifPresent(glob -> tell(at + "files", what));
            globs(at + "reads", check.reads().stream().map(glob -> glob.contains("{{") ? "**" : glob).toList(), paths,
                    what);
        }
    }

    private void globs(String key, List<String> globs, List<String> paths, String what) {
        for (int i = 0; i < globs.size(); i++) {
            if (paths.stream().noneMatch(CheckRunner.matching(List.of(globs.get(i))))) tell(key + "[%d]".formatted(i),
                    what);
        }
    }

    /** What one kind has patterns for, such as ways to write the same, need not all be in one example. */
    private void contracts(ExampleResult result) {
        var kinds = new LinkedHashMap<String, List<Integer>>();
        for (int i = 0; i < stack.contracts().size(); i++) {
            kinds.computeIfAbsent(stack.contracts().get(i).kind(), kind -> new ArrayList<>()).add(i);
        }
        kinds.forEach((kind, at) -> kind(kind, at, result));
    }

    private void kind(String kind, List<Integer> at, ExampleResult result) {
        boolean provided = false, used = false;
        for (int i : at) {
            var pattern = stack.contracts().get(i);
            var texts = texts(pattern, result);
            if (texts.isEmpty()) tell("contracts[%d].files".formatted(i), "matches no file of the example's result");
            provided |= finds(pattern.provided(), texts);
            used |= finds(pattern.used(), texts);
        }
        var planned = result.plan().map(Plan::contracts).orElse(List.of()).stream()
                .filter(contract -> contract.kind().equals(kind)).map(contract -> contract.name() + "\n" + contract.text())
                .toList();
        // A kind of which the example has nothing is not tried by it.
        if (planned.isEmpty() && !provided && !used) return;
        var first = "contracts[%d].".formatted(at.getFirst());
        if (!provided) tell(first + "provided", "finds nothing in the example's result");
        if (!used) tell(first + "used", "finds nothing in the example's result");
        for (int i : at) {
            stack.contracts().get(i).promised().filter(promised -> !planned.isEmpty() && !finds(promised, planned))
                    .ifPresent(promised -> tell("contracts[%d].promised".formatted(i),
                    "finds nothing in the contracts of the example's plan"));
        }
    }

    private static List<String> texts(ContractPattern pattern, ExampleResult result) {
        Predicate<String> looked = pattern.files().map(glob -> CheckRunner.matching(List.of(glob)))
                .orElse(path -> true);
        return result.files().entrySet().stream().filter(file -> looked.test(file.getKey()))
                .map(Map.Entry::getValue).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
    }

    private static boolean finds(Pattern pattern, List<String> texts) {
        return texts.stream().anyMatch(text -> ContractCheck.finds(pattern, text));
    }

    /** One fault of each kind does not show all that may fail, so that only what never finds anything is told. */
    private void failing(String key, List<Pattern> patterns, List<String> outputs, String so) {
        // Of a pack for any language, the example tries one.
        if (stack.checksFromPlan() || patterns.isEmpty() || outputs.isEmpty()
                || !patterns.stream().allMatch(one -> isIdle(one, outputs))) return;
        found.add(places.told(key, "'%s' finds nothing in what the checks print of planted faults: %s; see whether it is right.".formatted(
                key, so)));
    }

    private void counts(List<String> texts) {
        var patterns = stack.output().counts();
        var key = "counts";
        var what = "finds nothing in what the example's checks print";
        var idle = new ArrayList<Integer>();
        for (int i = 0; i < patterns.size(); i++) if (isIdle(patterns.get(i), texts)) idle.add(i);
        if (!stack.checksFromPlan()) idle.forEach(i -> tell("%s[%d]".formatted(key, i), what));
        else if (!patterns.isEmpty() && idle.size() == patterns.size()) tell(key, "find" + what.substring(5));
    }

    private static boolean isIdle(Pattern pattern, List<String> texts) {
        return texts.stream().noneMatch(text -> pattern.matcher(text).find());
    }

    private void tell(String path, String predicate) {
        found.add(places.told(path, "'%s' %s%s.".formatted(path, predicate, REMEDY)));
    }
}
