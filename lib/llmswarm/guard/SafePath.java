package llmswarm.guard;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import machine.PlaceBelow;
import text.Folding;

/**
 * A relative path with slashes that passed every rule for names from models, plans and packs; one that ends in a slash
 * is a folder. The only way from such a name to a place on disk is {@link #in}.
 */
public final class SafePath implements Comparable<SafePath> {
    private final String name;

    private SafePath(String name) {
        this.name = name;
    }

    /**
     * Checks a name without looking at the disk.
     *
     * @param allow paths, or folders with a trailing slash, that may be written although other tools obey them; behind
     *              a double star and a slash at any depth
     * @throws UnsafePath when the name is absolute, climbs out, cannot be stored everywhere, or is not for generated
     *                    text
     */
    public static SafePath of(String name, Collection<String> allow) throws UnsafePath {
        if (name.isEmpty()) throw UnsafePath.of(name, "is an empty path");
        refuseIf(PathRules.whole(name), name);
        var folder = name.endsWith("/");
        var segments = List.of((folder ? name.substring(0, name.length() - 1) : name).split("/", -1));
        if (segments.contains("..")) refuseIf(PathRules.segment(".."), name);
        for (var segment : segments) refuseIf(PathRules.segment(segment), name);
        var obeyed = PathRules.obeyed(segments, folder, allow);
        if (obeyed.isPresent()) throw UnsafePath.obeyed(name, obeyed.get());
        return new SafePath(name);
    }

    /** The sentence that refuses the name, when nothing but its being obeyed by other tools speaks against it. */
    public static Optional<String> obeyed(String name, Collection<String> allow) {
        try {
            of(name, allow);
            return Optional.empty();
        } catch (UnsafePath refused) {
            return Optional.of(refused).filter(UnsafePath::isObeyed).map(UnsafePath::getMessage);
        }
    }

    /** The name as case-insensitive and normalising file systems see it: two names of equal folding may be one file. */
    public static String folded(String name) {
        return Folding.of(name);
    }

    /** One sentence for each two names, or folders on the way to them, that differ but are one file on some systems. */
    public static List<String> caseClash(Collection<String> names) {
        var first = new TreeMap<String, String>();
        var clashes = new LinkedHashSet<String>();
        for (var name : names) {
            for (int end = name.indexOf('/'); ; end = name.indexOf('/', end + 1)) {
                var part = end < 0 ? name : name.substring(0, end);
                var other = first.putIfAbsent(folded(part), part);
                if (other != null && !other.equals(part)) {
                    clashes.add("'%s' differs from '%s' only by case".formatted(part, other));
                    break;
                }
                if (end < 0 || end == name.length() - 1) break;
            }
        }
        return List.copyOf(clashes);
    }

    /** Whether it ends in a slash. */
    public boolean isFolder() {
        return name.endsWith("/");
    }

    /**
     * The place under the root. What exists on the way is looked at without following links; nothing is created.
     *
     * @param root an existing folder; links on the way to it are the user's own and are followed
     * @throws UnsafePath when a link is on the way or at the end, or a file is where a folder must be
     */
    public Path in(Path root) throws UnsafePath {
        try {
            return PlaceBelow.of(root, name);
        } catch (PlaceBelow.Refused refused) {
            throw UnsafePath.of(name, refused.getMessage());
        }
    }

    private static void refuseIf(String wrong, String name) throws UnsafePath {
        if (wrong != null) throw UnsafePath.of(name, wrong);
    }

    @Override
    public int compareTo(SafePath other) {
        return name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SafePath path && path.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The name, with slashes and relative to the project. */
    @Override
    public String toString() {
        return name;
    }
}
