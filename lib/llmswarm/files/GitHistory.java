package llmswarm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import llmswarm.guard.Redacted;
import llmswarm.guard.Stop;
import llmswarm.guard.WorkingFolder;

/** The history of a project, in a git repository of its own: one commit for each step that held. */
public final class GitHistory {
    /** Who commits when the user has not told git who they are. */
    public static final String FALLBACK_NAME = "LLM Swarm", FALLBACK_EMAIL = "swarm@localhost";

    private static final String ELSEWHERE = "choose another folder with --output";

    private final Path folder;
    private final Git git;
    private final boolean fallback;

    private GitHistory(Path folder, Git git) {
        this.folder = folder;
        var author = git.run("", "var", "GIT_AUTHOR_IDENT").ok();
        this.fallback = !author || !git.run("", "var", "GIT_COMMITTER_IDENT").ok();
        this.git = fallback ? git.with("GIT_AUTHOR_NAME", FALLBACK_NAME).with("GIT_AUTHOR_EMAIL", FALLBACK_EMAIL)
                .with("GIT_COMMITTER_NAME", FALLBACK_NAME).with("GIT_COMMITTER_EMAIL", FALLBACK_EMAIL) : git;
    }

    /** Ends the command with one sentence when there is no git that runs. */
    public static void require() {
        require(System.getenv());
    }

    static void require(Map<String, String> environment) {
        if (!new Git(WorkingFolder.path(), environment).run("", "--version").ok()) throw Stop.usage(Git.ABSENT);
    }

    /**
     * The history of a folder: a new one when the folder is absent or empty, else that of the clean repository in it.
     * Refused are other folders with content, uncommitted changes, and repositories whose own configuration runs
     * programs.
     */
    public static GitHistory open(Path folder) {
        return open(folder, System.getenv());
    }

    /** As {@link #open(Path)}, for a run that goes on: changes that were not committed yet are its own. */
    public static GitHistory resume(Path folder) {
        return resume(folder, System.getenv());
    }

    /** As {@link #open(Path)}, for the folder a person works in, who cannot choose another by a flag. */
    public static GitHistory here(Path folder) {
        return open(folder, System.getenv(), "do this in another folder");
    }

    /**
     * The history of a repository that is there, of which something is read or taken back; what is not committed in it
     * stays as it is.
     *
     * @param otherwise what a person can do where it cannot be used
     */
    public static GitHistory standing(Path folder, String otherwise) {
        return standing(folder, System.getenv(), otherwise);
    }

    static GitHistory standing(Path folder, Map<String, String> environment, String otherwise) {
        if (isNew(folder)) throw Stop.usage("'%s' holds no git repository".formatted(folder));
        return prepared(folder, environment, otherwise, untouched -> { });
    }

    /** Whether {@link #open(Path)} would make a repository. */
    public static boolean isNew(Path folder) {
        return !Files.exists(folder.resolve(".git/HEAD"), LinkOption.NOFOLLOW_LINKS);
    }

    static GitHistory open(Path folder, Map<String, String> environment) {
        return open(folder, environment, ELSEWHERE);
    }

    private static GitHistory open(Path folder, Map<String, String> environment, String elsewhere) {
        var history = prepared(folder, environment, elsewhere, untouched -> { });
        if (!history.clean()) {
            throw Stop.usage("'%s' has uncommitted changes; commit or stash them, or %s".formatted(folder, elsewhere));
        }
        return history;
    }

    static GitHistory resume(Path folder, Map<String, String> environment) {
        return prepared(folder, environment, ELSEWHERE, GitFolder::removeStaleLocks);
    }

    private static GitHistory prepared(Path folder, Map<String, String> environment, String elsewhere,
            Consumer<Path> first) {
        boolean made = GitFolder.ready(folder, elsewhere);
        first.accept(folder);
        var git = made ? new Git(folder, environment) : GitOwner.known(new Git(folder, environment), folder);
        if (made) git.must("make a repository", "", "init", "--quiet", "--template=", "--initial-branch=main");
        GitConfig.dangerous(git, folder).ifPresent(key -> {
            throw Stop.usage("the repository in '%s' sets '%s', with which git can run other programs or work elsewhere; remove that, or %s"
                    .formatted(folder, key, elsewhere));
        });
        new GitBounds(folder, elsewhere).ask(git);
        GitFolder.begun(folder).ifPresent(what -> {
            throw Stop.usage("'%s' is in the middle of %s, or %s".formatted(folder, what, elsewhere));
        });
        GitFilters.require(git, folder, elsewhere);
        GitFolder.exclude(folder);
        return new GitHistory(folder, git);
    }

    /** What a person should know of the repository before it is worked in; a sentence each. */
    public List<String> remarks() {
        var remarks = new ArrayList<>(GitFilters.remarks(git, folder));
        if (!head().isEmpty() && !git.run("", "symbolic-ref", "--quiet", "HEAD").ok()) {
            remarks.add("'%s' is on no branch (a detached HEAD), and so are the commits of this; git switch -c NAME there gives them one"
                    .formatted(folder));
        }
        return List.copyOf(remarks);
    }

    /** Whether commits are made as {@link #FALLBACK_NAME}, because the user has told git no name and address. */
    public boolean fallbackIdentity() {
        return fallback;
    }

    /**
     * Commits exactly these paths as they are in the work tree, also ignored ones; a path that is gone is committed as
     * deleted. Whatever else is staged stays staged.
     *
     * @return the hash of the commit; that of the head when nothing differs from it
     */
    public String commit(Redacted message, Collection<String> paths) {
        return paths.isEmpty() ? head() : new GitCommit(folder, git, message.text(), paths).make();
    }

    /**
     * Puts the history up to a commit into a repository of its own, and the files of that commit beside it.
     *
     * @param into   a folder that is absent or empty
     * @param commit empty text for a repository without any
     */
    public void copy(String commit, Path into) {
        open(into);
        if (!commit.isEmpty()) GitCopy.of(folder, git, commit, into.toAbsolutePath());
    }

    /** Reads what is committed. */
    public GitLook look() {
        return new GitLook(git);
    }

    /** Takes commits back. */
    public GitRevert reverts() {
        return new GitRevert(folder, git);
    }

    /** The hash of the newest commit; empty text before the first one. */
    public String head() {
        return GitCommit.head(git);
    }

    /** Whether the work tree holds nothing but what is committed or ignored. */
    public boolean clean() {
        return git.must("read the state", "", "status", "--porcelain", "--untracked-files=normal",
                "--ignore-submodules=all").isEmpty();
    }

    /** Those of the paths that git ignores in the work tree and has in no commit that is checked out. */
    public List<String> ignored(Collection<String> paths) {
        if (paths.isEmpty()) return List.of();
        // It knows no literal paths, and takes none for a pattern.
        var asked = git.with("GIT_LITERAL_PATHSPECS", "0").end(String.join("\0", paths) + "\0", "check-ignore", "-z", "--stdin");
        // It ends with 1 when it ignores none.
        if (asked.exit() > 1) throw git.refused("read what is ignored", asked);
        return asked.out().isEmpty() ? List.of() : List.of(asked.out().split("\0"));
    }

    /** Refuses what git takes for no name of a branch, and one that there is. */
    public void requireFree(String branch) {
        if (!git.run("", "check-ref-format", "--branch", branch).ok()) {
            throw Stop.usage("--branch: '%s' is no name that git takes for a branch".formatted(branch));
        }
        if (exists(branch)) throw Stop.usage("--branch: there is a branch '%s' in '%s' already; name another"
                .formatted(branch, folder));
    }

    /** Goes onto a branch that is made at the newest commit; refuses to where it was made before and another is out. */
    public void onBranch(String branch) {
        if (!exists(branch)) {
            git.must("make a branch", "", "update-ref", "-m", "branch: begun here", name(branch), head(), "");
            git.must("go onto a branch", "", "symbolic-ref", "-m", "switch to " + branch, "HEAD", name(branch));
        } else if (!git.run("", "symbolic-ref", "--quiet", "HEAD").out().strip().equals(name(branch))) {
            throw Stop.usage("the run commits on the branch '%s'; type git switch %1$s in '%s' first".formatted(branch,
                    folder));
        }
    }

    private boolean exists(String branch) {
        return git.run("", "show-ref", "--verify", "--quiet", name(branch)).ok();
    }

    private static String name(String branch) {
        return "refs/heads/" + branch;
    }

    /** The commit before that one; empty text when it is the first. */
    public String before(String commit) {
        return git.run("", "rev-parse", "--verify", "--quiet", commit + "^").out().strip();
    }

    /** Writes the newest commit into a folder; see {@link #checkout}. */
    public Path cleanCheckout(Path into) {
        return checkout(head(), into);
    }

    /**
     * Writes a commit into a folder that is absent or empty: plain files, not tied to the repository, and without a
     * {@code .swarm}, in whose place this program shows commands what is its own.
     *
     * @param commit empty text for a repository without any
     * @return the real folder
     */
    public Path checkout(String commit, Path into) {
        try {
            var real = Files.createDirectories(into).toRealPath();
            if (GitFolder.hasEntries(real)) throw Stop.usage("'%s' is not empty".formatted(into));
            if (commit.isEmpty()) return real;
            return GitIndex.during(folder, git, own -> {
                own.must("read a commit", "", "read-tree", commit);
                own.must("check out a commit", "", "checkout-index", "--all", "--quiet", "--prefix=" + real + "/");
                ProjectTree.remove(real.resolve(".swarm")).ifPresent(why -> {
                    throw Stop.unfinished(why);
                });
                return real;
            });
        } catch (IOException failed) {
            throw Failures.of("write", into.toString(), failed);
        }
    }
}
