package llmswarm.files;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What stands in a repository's commits, read only. */
public final class GitLook {
    private static final long READ = 16L << 20;
    private static final String HASH = "[0-9a-f]{40,64}", LINK = "120000";

    private final Git git;

    GitLook(Git git) {
        this.git = git;
    }

    /** @param hash of its content */
    public record Blob(String path, String hash, long bytes) {
    }

    /** Of the newest commit; empty where there is none. */
    public String head() {
        return git.run("", "rev-parse", "--verify", "--quiet", "HEAD").out().strip();
    }

    /** Whether it is the whole hash of a commit that is here. */
    public boolean isCommit(String hash) {
        return hash.matches(HASH) && git.run("", "cat-file", "-e", hash + "^{commit}").ok();
    }

    /** The files of the newest commit, without links. */
    public List<Blob> files() {
        var files = new ArrayList<Blob>();
        if (head().isEmpty()) return files;
        for (var row : git.must("list the files", "", "ls-tree", "-r", "-l", "-z", "HEAD").split("\0")) {
            int tab = row.indexOf('\t');
            if (tab < 0) continue;
            var words = row.substring(0, tab).strip().split(" +");
            if (words.length == 4 && words[1].equals("blob") && !words[0].equals(LINK)) {
                files.add(new Blob(row.substring(tab + 1), words[2], Long.parseLong(words[3])));
            }
        }
        return files;
    }

    /** A file's text; empty for one of more than 16 MB. */
    public String text(Blob file) {
        return file.bytes() > READ ? "" : git.must("read a file", "", "cat-file", "blob", file.hash());
    }

    /** These commits with their titles and files, in the given order. */
    public List<GitRevert.Commit> commits(List<String> hashes) {
        return hashes.stream().map(hash -> {
            var lines = git.must("read a commit", "", "show", "--no-patch", "--format=%s", hash).strip();
            var files = git.must("read a commit", "", "diff-tree", "--root", "--no-commit-id", "--name-only", "-r", "-z", hash);
            return new GitRevert.Commit(hash, lines, new TreeSet<>(Stream.of(files.split("\0"))
                    .filter(name -> !name.isEmpty()).toList()));
        }).toList();
    }

    /** What each of these commits changed, as unified diffs. */
    public String changes(List<String> hashes) {
        var words = new ArrayList<>(List.of("show", "--format=", "--patch", "--no-color", "--no-ext-diff", "--no-textconv"));
        words.addAll(hashes);
        return git.must("compare", "", words.toArray(String[]::new));
    }

    /** What the first of these commits found and the last one left, as a unified diff. */
    public String changesOfAll(List<String> hashes) {
        var parent = git.run("", "rev-parse", "--verify", "--quiet", hashes.getFirst() + "^").out().strip();
        var before = parent.isEmpty() ? git.must("name the empty tree", "", "hash-object", "-t", "tree", "--stdin").strip() : parent;
        return git.must("compare", "", "diff", "--no-color", "--no-ext-diff", "--no-textconv", before, hashes.getLast());
    }
}
