package llmswarm.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

import llmswarm.guard.Redacted;
import llmswarm.guard.Stop;

/**
 * Takes commits back by new commits, as {@code git revert} does, by git's low-level commands: nothing is written before
 * all of it is known to go, and no hook, editor or merge program of a repository is run.
 */
public final class GitRevert {
    private final Path folder;
    private final Git git;

    GitRevert(Path folder, Git git) {
        this.folder = folder;
        this.git = git;
    }

    /**
     * A commit of the history.
     *
     * @param files that it changed; none for one that joins two lines of history
     */
    public record Commit(String hash, String title, SortedSet<String> files) {
        /** As people name commits. */
        public String brief() {
            return hash.substring(0, Math.min(8, hash.length()));
        }
    }

    /** What came of it. */
    public sealed interface Reverted {
        /** All went: the new commits, in order. One that has nothing left to take back gets none. */
        record Made(List<String> commits) implements Reverted {
        }

        /** Nothing was changed, as these files were changed at the same places since that commit. */
        record Conflict(String commit, List<String> files) implements Reverted {
        }
    }

    /**
     * The history from its newest commit down to the oldest of those; throws {@link Stop} when one of them is not in
     * it.
     */
    public List<Commit> since(Collection<String> commits) {
        var all = git.must("read the history", "", "rev-list", "--topo-order", "HEAD", "--").lines().toList();
        var place = new HashMap<String, Integer>();
        for (int i = 0; i < all.size(); i++) place.put(all.get(i), i);
        commits.stream().filter(commit -> !place.containsKey(commit)).findFirst().ifPresent(gone -> {
            throw Stop.usage(("the commit %s is not in the history of '%s' as it is now; it was rewritten, or lies on "
                    + "another branch: switch to that one").formatted(gone, folder));
        });
        int last = commits.stream().mapToInt(place::get).max().orElse(-1);
        return commits(all.subList(0, last + 1));
    }

    /** Divided by what stands in no title and no name of a file: of a commit an empty field, hash, title and files. */
    private List<Commit> commits(List<String> hashes) {
        if (hashes.isEmpty()) return List.of();
        var told = git.must("read the history", String.join("\n", hashes) + "\n", "diff-tree", "--stdin", "--root", "-r",
                "-z", "--always", "--no-renames", "--no-ext-diff", "--name-only", "--format=%x00%H%x00%s").split("\0", -1);
        var commits = new ArrayList<Commit>();
        for (int i = 0; i + 2 < told.length;) {
            var hash = told[++i];
            var title = told[++i];
            var files = new TreeSet<String>();
            // A line feed stands before the first file.
            for (i++; i < told.length && !told[i].isEmpty(); i++) {
                files.add(files.isEmpty() ? told[i].substring(1) : told[i]);
            }
            commits.add(new Commit(hash, title, files));
        }
        return commits;
    }

    /**
     * Takes those commits back in this order, each by a commit of its own.
     *
     * @param message of the commit that takes one back
     */
    public Reverted takeBack(List<Commit> commits, Function<Commit, Redacted> message) {
        var head = GitCommit.head(git);
        var tree = treeOf(head);
        var made = new ArrayList<String>();
        var newest = head;
        for (var commit : commits) {
            var without = new GitMerge(folder, git).merged(treeOf(commit.hash()), tree, before(commit.hash()));
            if (without instanceof GitMerge.Merged.Conflict(var files)) return new Reverted.Conflict(commit.hash(),
                    files);
            var next = ((GitMerge.Merged.Tree) without).hash();
            if (next.equals(tree)) continue;
            newest = git.must("commit", GitCommit.message(message.apply(commit).text()), "commit-tree", next, "-p",
                    newest, "-F", "-").strip();
            made.add(newest);
            tree = next;
        }
        if (!made.isEmpty()) moveTo(newest, head);
        return new Reverted.Made(List.copyOf(made));
    }

    private String treeOf(String commit) {
        return git.must("read a commit", "", "rev-parse", "--verify", "--quiet", commit + "^{tree}").strip();
    }

    /** The tree that a commit started from; an empty one for the first commit. */
    private String before(String commit) {
        return Optional.of(git.run("", "rev-parse", "--verify", "--quiet", commit + "^^{tree}").out().strip())
                .filter(tree -> !tree.isEmpty()).orElseGet(() -> git.must("write the files", "", "mktree").strip());
    }

    /** The files first: git refuses to write over what is not committed, and then nothing has happened. */
    private void moveTo(String commit, String head) {
        git.end("", "update-index", "-q", "--refresh");
        new FilesInTheWay(folder, git).refuse(head, commit);
        git.must("write the files", "", "read-tree", "-m", "-u", head, commit);
        var moved = git.end("", "update-ref", "-m", "revert", "HEAD", commit, head);
        if (moved.ok()) return;
        git.end("", "read-tree", "-m", "-u", commit, head);
        throw git.refused("commit", moved);
    }
}
