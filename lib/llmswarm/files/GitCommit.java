package llmswarm.files;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One commit of some files, made by git's low-level commands: they look at these files only. {@code git commit} would
 * ask the repositories that lie in the project for their state, by programs that those name.
 */
final class GitCommit {
    private final Path folder;
    private final Git git;
    private final Set<String> paths;
    private final String message, names;

    GitCommit(Path folder, Git git, String message, Collection<String> paths) {
        this.folder = folder;
        this.git = git;
        this.paths = Set.copyOf(paths);
        this.message = message(message);
        // What is gone comes first: a file may have become a folder, or the other way round.
        this.names = paths.stream().sorted(Comparator.comparing(this::there))
                .collect(Collectors.joining("\0", "", "\0"));
    }

    /** A message as git itself would clean it. */
    static String message(String text) {
        return text.strip().lines().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    private boolean there(String name) {
        var file = folder.resolve(name);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The commit's hash; that of the head, or empty text before the first commit, when nothing differs from it. */
    String make() {
        update(git);
        while (true) {
            var parent = head(git);
            var staged = staged(git, parent);
            if (Collections.disjoint(staged, paths)) return parent;
            var tree = paths.containsAll(staged) ? tree(git) : treeOfThese(parent);
            var words = new ArrayList<>(List.of("commit-tree", tree, "-F", "-"));
            if (!parent.isEmpty()) words.addAll(List.of("-p", parent));
            var made = git.must("commit", message, words.toArray(String[]::new)).strip();
            var moved = git.end("", "update-ref", "-m", "commit: " + message.lines().findFirst().orElse(""), "HEAD",
                    made, parent);
            if (moved.ok()) return made;
            var now = head(git);
            if (now.equals(made)) return made;
            // Else somebody has committed meanwhile, and this commit follows that one.
            if (now.equals(parent)) throw git.refused("commit", moved);
        }
    }

    /** The hash of the newest commit; empty text before the first one. */
    static String head(Git git) {
        return git.end("", "rev-parse", "--verify", "--quiet", "HEAD").out().strip();
    }

    private void update(Git git) {
        git.must("add files", names, "update-index", "--add", "--remove", "-z", "--stdin");
    }

    /** The files that differ between the list and the parent. */
    private static Set<String> staged(Git git, String parent) {
        var listed = parent.isEmpty() ? git.must("read the files", "", "ls-files", "-z")
                : git.must("read the files", "", "diff-index", "--cached", "--no-renames", "--no-ext-diff",
                "--name-only", "-z", parent, "--");
        return new HashSet<>(List.of(listed.split("\0")));
    }

    private static String tree(Git git) {
        return git.must("write the files", "", "write-tree").strip();
    }

    /** Without what somebody else has staged. */
    private String treeOfThese(String parent) {
        return GitIndex.during(folder, git, own -> {
            if (!parent.isEmpty()) own.must("read a commit", "", "read-tree", parent);
            update(own);
            return tree(own);
        });
    }
}
