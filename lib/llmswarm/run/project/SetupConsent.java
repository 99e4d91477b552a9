package llmswarm.run.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.stack.StackPart;
import llmswarm.guard.Digest;
import text.Differences;
import text.Printable;

/**
 * A person's word for what the setup of a part is given besides what its pack brings. It holds for one project, one
 * content of the pack, these commands and exactly these files.
 */
final class SetupConsent {
    private final Approval approval;
    private final Path project;
    private final StackPart part;
    private final SetupFiles files;
    private final List<String> commands;

    /** @param commands as they run, for a screen */
    SetupConsent(Approval approval, Path project, StackPart part, SetupFiles files, List<String> commands) {
        this.approval = approval;
        this.project = project.toAbsolutePath().normalize();
        this.part = part;
        this.files = files;
        this.commands = commands;
    }

    /**
     * Whether setup may run, with network, over these files; asks where the pack did not bring them and nobody said so
     * yet.
     *
     * @param given  the files, by path below the part's root
     * @param before what is known of them; all that differs is shown
     * @param why    how the question begins, without a colon
     */
    boolean given(SortedMap<String, byte[]> given, SortedMap<String, byte[]> before, String why)
            throws InterruptedException {
        if (files.areOfPack(given)) return true;
        var digest = digest(given);
        return approval.given(what(digest), digest, "approve-setup", question(given, before, why));
    }

    /**
     * Setup may be given again what it was given, and what it left itself, also when the pack brings another by then.
     */
    void remember(SortedMap<String, byte[]> given) {
        var digest = digest(given);
        approval.remember(what(digest), digest);
    }

    /** The paths, in the project, of files that differ. */
    List<String> changed(SortedMap<String, byte[]> given, SortedMap<String, byte[]> before) {
        return differing(given, before).map(part::path).toList();
    }

    private static Stream<String> differing(SortedMap<String, byte[]> given, SortedMap<String, byte[]> before) {
        return Stream.concat(before.keySet().stream(), given.keySet().stream()).distinct().sorted()
                .filter(path -> !Arrays.equals(before.get(path), given.get(path)));
    }

    private String what(String digest) {
        return "setup of %s for %s over %s".formatted(part.root().isEmpty() ? part.stack().name()
                : "%s in %s".formatted(part.stack().name(), part.root()), project, digest);
    }

    private String digest(SortedMap<String, byte[]> given) {
        return Digest.of(List.of(project.toString(), part.root(), part.stack().name(), part.stack().digest(),
                Digest.of(commands), SetupFiles.digest(given)));
    }

    private String question(SortedMap<String, byte[]> given, SortedMap<String, byte[]> before, String why) {
        var told = new ArrayList<String>();
        int going = 0;
        int coming = 0;
        for (var path : differing(given, before).toList()) {
            var differences = Differences.of(before.getOrDefault(path, new byte[0]), given.getOrDefault(path,
                    new byte[0]));
            told.add("  " + Printable.escaped(part.path(path)) + (!before.containsKey(path) ? " (new)"
                    : !given.containsKey(path) ? " (gone)" : ""));
            differences.lines().forEach(line -> told.add("    " + line));
            going += differences.going();
            coming += differences.coming();
        }
        return "%s:\n%s\nIt would run these, with network:\n%s\nRun them with these files (%s)? [y/N]".formatted(
                why, String.join("\n", told), commands.stream().map(command -> "  " + command)
                .collect(Collectors.joining("\n")), amounts(coming, going));
    }

    private static String amounts(int coming, int going) {
        return "%d %s, %d %s".formatted(coming, coming == 1 ? "line comes" : "lines come", going, going == 1 ? "goes" : "go");
    }
}
