package llmswarm.config.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;
import text.Trimming;

/**
 * Which pack stands where, as a plan, a user or the planner says it.
 *
 * @param stack the pack's name
 * @param root  a folder of the project, without a slash at its end; empty for the whole project
 */
public record PartName(String stack, String root) {
    private static final Pattern ROOT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");
    /** Between two parts, where several are named in one text, and between a pack and its root. */
    public static final String NEXT = ",";
    private static final String AT = ":";

    public PartName {
        root = Trimming.back(Trimming.here(root.strip()), "/");
        if (root.equals(".")) root = "";
    }

    /** Reads {@code pack} and {@code pack:root,pack:root}; what cannot be meant is told by {@link #faults}. */
    public static List<PartName> list(String text) {
        return Stream.of(text.split(NEXT, -1)).map(part -> {
            int at = part.indexOf(AT);
            return at < 0 ? new PartName(part.strip(), "")
                    : new PartName(part.substring(0, at).strip(), part.substring(at + 1));
        }).toList();
    }

    /** Whether they say no more than which pack the whole project has. */
    public static boolean isWhole(List<PartName> parts) {
        return parts.size() == 1 && parts.getFirst().root().isEmpty();
    }

    /** What all of them are called together: {@code a in x/, b in y/ and c in z/}; a pack alone by its own name. */
    public static String label(List<PartName> parts) {
        var shown = parts.stream().map(PartName::toString).toList();
        if (shown.size() < 2) return String.join("", shown);
        return String.join(", ", shown.subList(0, shown.size() - 1)) + " and " + shown.getLast();
    }

    /** What keeps them from being parts of one project, a sentence each. */
    public static List<String> faults(List<PartName> parts) {
        if (isWhole(parts)) return List.of();
        var faults = new ArrayList<String>();
        parts.forEach(part -> faults.addAll(part.faults()));
        for (int i = 0; i < parts.size(); i++) {
            for (var other : parts.subList(i + 1, parts.size())) faults.addAll(parts.get(i).against(other));
        }
        return faults.stream().distinct().toList();
    }

    private List<String> faults() {
        if (root.isEmpty()) return List.of("part '%s': it has no root, and each of several parts has a folder of its own, such as %s%s%s"
                .formatted(stack, stack, AT, stack));
        if (List.of(root.split("/")).contains("..")) return List.of("part '%s': the root '%s' climbs out of the project".formatted(stack, root));
        if (Stream.of(root.split("/")).anyMatch(segment -> segment.startsWith("."))) {
            return List.of("part '%s': the root '%s' is hidden; a root's name does not begin with a dot".formatted(stack, root));
        }
        if (!ROOT.matches(root)) {
            return List.of("part '%s': the root '%s' must be a folder of the project, named by letters, digits, '-', '_' and '.'"
                    .formatted(stack, root));
        }
        try {
            SafePath.of(root + "/", List.of());
            return List.of();
        } catch (UnsafePath refused) {
            return List.of("part '%s': the root %s".formatted(stack, refused.getMessage()));
        }
    }

    private List<String> against(PartName other) {
        var one = SafePath.folded(root);
        var two = SafePath.folded(other.root);
        if (root.isEmpty() || other.root.isEmpty()) return List.of();
        if (one.equals(two)) return List.of("the root '%s' is there twice".formatted(other.root));
        if (two.startsWith(one + "/")) return List.of("the root '%s' lies inside the root '%s'".formatted(other.root, root));
        return one.startsWith(two + "/") ? List.of("the root '%s' lies inside the root '%s'".formatted(root, other.root))
                : List.of();
    }

    /** As people say it. */
    @Override
    public String toString() {
        return root.isEmpty() ? stack : "%s in %s/".formatted(stack, root);
    }
}
