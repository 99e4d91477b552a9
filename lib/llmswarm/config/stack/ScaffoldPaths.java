package llmswarm.config.stack;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;

/** Where files of a scaffold would be written, before a plan has given the project its name. */
public final class ScaffoldPaths {
    private static final Map<String, String> SOME_PLAN = Map.of("name", "some-name", "module", "some_name", "summary",
            "Some summary");

    private ScaffoldPaths() {
    }

    /** By path of the scaffold, why its file cannot be written: where it leads to, or who would obey it. */
    public static SequencedMap<String, String> faults(Collection<String> scaffold, Stack stack) {
        var faults = new LinkedHashMap<String, String>();
        var values = new Filling(stack.values(SOME_PLAN));
        for (var path : scaffold) {
            try {
                SafePath.of(values.text(path.replaceFirst("\\.mustache$", "")), stack.allow());
            } catch (UnsafePath unsafe) {
                faults.put(path, unsafe.getMessage());
            }
        }
        return faults;
    }

    /** Throws {@link Stop} where one of them cannot be written. */
    public static void require(Collection<String> scaffold, Stack stack) {
        var faults = faults(scaffold, stack);
        if (!faults.isEmpty()) throw Stop.usage(faults.values().stream()
                .map(fault -> "scaffold of %s: %s".formatted(stack.name(), fault)).toList());
    }
}
