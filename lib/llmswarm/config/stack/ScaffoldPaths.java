package llmswarm.config.stack;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;

/** Where files of a scaffold would be written, before a plan has given the project its name. */
public final class ScaffoldPaths {
    private static final Map<String, String> SOME_PLAN = Map.of("name", "some-name", "module", "some_name", "summary",
            "Some summary");

    private ScaffoldPaths() {
    }

    /** Whether the pattern finds one of the scaffold's files, with the usual values of variables or with any. */
    public static boolean finds(String pattern, Collection<String> scaffold, Stack stack) {
        var values = new Filling(stack.values(SOME_PLAN));
        var usual = Glob.of(Filling.sample(values.glob(pattern)));
        var any = Glob.of(Filling.sample(pattern));
        return scaffold.stream().map(path -> path.replaceFirst("\\.mustache$", "")).anyMatch(path ->
                usual.matches(Filling.sample(values.text(path))) || any.matches(Filling.sample(path)));
    }

    /** By path of the scaffold, why its file cannot be written: where it leads to, or who would obey it. */
    public static SequencedMap<String, String> faults(Collection<String> scaffold, Stack stack) {
        return faults(scaffold, new StackPart(stack, ""), stack.allow());
    }

    private static SequencedMap<String, String> faults(Collection<String> scaffold, StackPart part,
            List<String> allow) {
        var faults = new LinkedHashMap<String, String>();
        var values = new Filling(part.stack().values(SOME_PLAN));
        for (var path : scaffold) {
            try {
                SafePath.of(part.path(values.text(path.replaceFirst("\\.mustache$", ""))), allow);
            } catch (UnsafePath unsafe) {
                faults.put(path, unsafe.getMessage());
            }
        }
        return faults;
    }

    /**
     * Throws {@link Stop} where one of them cannot be written.
     *
     * @param scaffold tells the paths of a pack
     */
    public static void require(Function<Stack, Collection<String>> scaffold, Stack stack) {
        var faults = stack.asParts().stream().flatMap(part ->
                faults(scaffold.apply(part.stack()), part, stack.allow()).values().stream()
                .map(fault -> "scaffold of %s: %s".formatted(part.stack().name(), fault))).toList();
        if (!faults.isEmpty()) throw Stop.usage(faults);
    }
}
