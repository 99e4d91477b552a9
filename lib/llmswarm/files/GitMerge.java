package llmswarm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Joins two trees that come from a third, by git's low-level commands and in a list of files of its own: neither the
 * work tree nor the repository's own list is touched. Renames are a file that went and one that came.
 */
final class GitMerge {
    private static final String REGULAR = "100";
    private static final int BASE = 1, OURS = 2, THEIRS = 3;

    private final Path folder;
    private final Git git;

    GitMerge(Path folder, Git git) {
        this.folder = folder;
        this.git = git;
    }

    /** What came of it. */
    sealed interface Merged {
        /** The tree that holds both. */
        record Tree(String hash) implements Merged {
        }

        /** Files that both changed at the same places, or one removed and the other changed. */
        record Conflict(List<String> files) implements Merged {
        }
    }

    /** One side's version of a file, as git lists it. */
    private record Version(String mode, String blob) {
    }

    /** What became of the base in ours and in theirs, together; each is the hash of a tree. */
    Merged merged(String base, String ours, String theirs) {
        return GitIndex.during(folder, git, own -> {
            own.must("compare commits", "", "read-tree", "-i", "-m", "--aggressive", base, ours, theirs);
            var settled = new StringBuilder();
            var conflicts = new ArrayList<String>();
            for (var open : open(own).entrySet()) {
                merged(own, open.getKey(), open.getValue()).ifPresentOrElse(version ->
                        settled.append("%s %s 0\t%s\0".formatted(version.mode, version.blob, open.getKey())),
                        () -> conflicts.add(open.getKey()));
            }
            if (!conflicts.isEmpty()) return new Merged.Conflict(List.copyOf(conflicts));
            if (!settled.isEmpty()) own.must("write the files", settled.toString(), "update-index", "-z",
                    "--index-info");
            return new Merged.Tree(own.must("write the files", "", "write-tree").strip());
        });
    }

    /** The files that are not the same in two of the three, each with its versions by number. */
    private static Map<String, Map<Integer, Version>> open(Git own) {
        var open = new TreeMap<String, Map<Integer, Version>>();
        for (var line : own.must("compare commits", "", "ls-files", "--unmerged", "-z").split("\0")) {
            if (line.isEmpty()) continue;
            var words = line.substring(0, line.indexOf('\t')).split(" ");
            open.computeIfAbsent(line.substring(line.indexOf('\t') + 1), path -> new LinkedHashMap<>())
                    .put(Integer.parseInt(words[2]), new Version(words[0], words[1]));
        }
        return open;
    }

    /** The version that holds both changes of a file; empty where they meet. */
    private Optional<Version> merged(Git own, String path, Map<Integer, Version> versions) {
        if (versions.size() < THEIRS || !versions.values().stream().allMatch(one -> one.mode.startsWith(REGULAR))) {
            return Optional.empty();
        }
        var base = versions.get(BASE);
        var ours = versions.get(OURS);
        var theirs = versions.get(THEIRS);
        var mode = ours.mode.equals(base.mode) ? theirs.mode : ours.mode;
        return merged(own, path).map(blob -> new Version(mode, blob));
    }

    private Optional<String> merged(Git own, String path) {
        try {
            var place = Files.createTempDirectory(folder.toRealPath().resolve(".git"), "swarm-merge-");
            try {
                for (int stage = BASE; stage <= THEIRS; stage++) {
                    own.must("read a commit", "", "checkout-index", "--quiet", "--stage=" + stage, "--prefix="
                            + place.resolve(Integer.toString(stage)) + "/", "--", path);
                }
                var merged = place.resolve("2").resolve(path).toString();
                // Other exit codes than 0 are the number of conflicts, or that it is no text.
                boolean clean = own.run("", "merge-file", "--quiet", merged, place.resolve("1").resolve(path).toString(),
                        place.resolve("3").resolve(path).toString()).ok();
                return clean ? Optional.of(own.must("write the files", "", "hash-object", "-w", "--path=" + path,
                        merged).strip()) : Optional.empty();
            } finally {
                ProjectTree.remove(place);
            }
        } catch (IOException failed) {
            throw Failures.of("write", folder.resolve(".git").toString(), failed);
        }
    }
}
