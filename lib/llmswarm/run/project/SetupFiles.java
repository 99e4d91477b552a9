package llmswarm.run.project;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.config.stack.StackPart;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;

/**
 * What the setup of a part is given, by path below the part's root: the scaffold as its pack has it, and of the project
 * nothing but the files that setup says it reads or keeps.
 */
final class SetupFiles {
    private final StackPart part;
    private final Predicate<String> read;
    private final SortedMap<String, byte[]> scaffold;

    /** @param scaffold of the whole project, the variables filled in */
    SetupFiles(StackPart part, Map<SafePath, byte[]> scaffold) {
        var setup = part.stack().setup();
        var globs = CheckRunner.matching(setup.reads());
        var kept = new HashSet<>(setup.keep());
        this.part = part;
        this.read = path -> globs.test(path) || kept.contains(path);
        var whole = new TreeMap<String, byte[]>();
        scaffold.forEach((path, content) -> whole.put(path.toString(), content));
        this.scaffold = below(whole);
    }

    private SortedMap<String, byte[]> below(Map<String, byte[]> whole) {
        var tree = new TreeMap<String, byte[]>();
        whole.forEach((path, content) -> part.below(path).ifPresent(name -> tree.put(name, content)));
        return tree;
    }

    /** The files of a project that its setup is given. */
    SortedMap<String, byte[]> of(Map<String, byte[]> whole) {
        var given = below(whole);
        given.keySet().removeIf(read.negate());
        return given;
    }

    /** Those that the pack brings in their place. */
    SortedMap<String, byte[]> ofPack() {
        var own = new TreeMap<>(scaffold);
        own.keySet().removeIf(read.negate());
        return own;
    }

    /** Whether they are what the pack brought, each as it is and none gone. */
    boolean areOfPack(SortedMap<String, byte[]> given) {
        return given.keySet().containsAll(ofPack().keySet()) && given.entrySet().stream()
                .allMatch(file -> Arrays.equals(file.getValue(), scaffold.get(file.getKey())));
    }

    /** These with the rest of the pack's scaffold, which is all that setup finds. */
    SortedMap<String, byte[]> whole(SortedMap<String, byte[]> given) {
        var all = new TreeMap<>(scaffold);
        all.keySet().removeIf(read);
        all.putAll(given);
        return all;
    }

    /** These with what setup left of what belongs to the project. */
    SortedMap<String, byte[]> with(Map<SafePath, byte[]> kept, SortedMap<String, byte[]> given) {
        var all = new TreeMap<>(given);
        kept.forEach((path, content) -> part.below(path.toString()).ifPresent(name -> all.put(name, content)));
        return all;
    }

    /** What identifies them; empty for none. */
    static String digest(SortedMap<String, byte[]> given) {
        return given.isEmpty() ? "" : Digest.of(given.entrySet().stream()
                .flatMap(file -> Stream.of(file.getKey(), Digest.of(file.getValue()))).toList());
    }
}
