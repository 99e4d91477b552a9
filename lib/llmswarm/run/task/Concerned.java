package llmswarm.run.task;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.config.stack.Stack;
import llmswarm.plan.PlanLint;

/** Which files a failure is likely about: those that its evidence names, then those that these mention by name. */
final class Concerned {
    private static final int SHORTEST_NAME = 3;

    private Concerned() {
    }

    /** Paths of the tree, the likeliest first: what the evidence names, then what these mention. */
    static List<String> in(String evidence, Stack stack, SortedMap<String, byte[]> tree) {
        var all = new LinkedHashSet<>(named(evidence, stack, tree));
        for (var file : List.copyOf(all)) {
            var text = new String(tree.get(file), StandardCharsets.UTF_8);
            tree.keySet().stream().filter(path -> mentions(text, path)).forEach(all::add);
        }
        all.remove(PlanLint.PLAN_PAGE);
        return List.copyOf(all);
    }

    /** What the evidence names: first by a review, then the deepest place, other places, and other paths. */
    static List<String> named(String evidence, Stack stack, SortedMap<String, byte[]> tree) {
        var named = new LinkedHashSet<String>();
        int review = evidence.indexOf(Failure.Reviewed.HEAD);
        if (review >= 0) tree.keySet().stream().filter(path -> stands(path, evidence.substring(review)))
                .forEach(named::add);
        Locations.in(evidence, stack.output().location(), tree.keySet()).reversed()
                .forEach(place -> named.add(place.file()));
        tree.keySet().stream().filter(path -> stands(path, evidence)).forEach(named::add);
        named.remove(PlanLint.PLAN_PAGE);
        return List.copyOf(named);
    }

    /** By the file's name without folder and ending, as imports and includes of most languages have it. */
    private static boolean mentions(String text, String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var stem = name.indexOf('.') > 0 ? name.substring(0, name.indexOf('.')) : name;
        return stem.length() >= SHORTEST_NAME && stands(stem, text);
    }

    private static boolean stands(String word, String text) {
        return text.contains(word) && Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)").matcher(text)
                .find();
    }
}
