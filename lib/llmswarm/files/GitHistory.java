package llmswarm.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import llmswarm.guard.Redacted;
import llmswarm.guard.Stop;

/** The history of a project, in a git repository of its own: one commit for each step that held. */
public final class GitHistory {
    /** Who commits when the user has not told git who they are. */
    public static final String FALLBACK_NAME = "LLM Swarm", FALLBACK_EMAIL = "swarm@localhost";

    private static final Pattern COMMITTED = Pattern.compile("\\[[^\\n]* ([0-9a-f]{40,64})\\] ");
    private static final int SIGINT = 128 + 2;
    private static final String ELSEWHERE = "choose another folder with --output";
    private static final OpenOption[] OVER = {StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS};

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
        if (!new Git(Path.of("").toAbsolutePath(), environment).run("", "--version").ok()) throw Stop.usage(Git.ABSENT);
    }

    /**
     * The history of a folder: a new one when the folder is absent or empty, else that of the clean repository in it.
     * Refused are other folders with content, uncommitted changes, and repositories whose own configuration runs programs.
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

    /** Whether {@link #open(Path)} would make a repository. */
    public static boolean isNew(Path folder) {
        return !Files.exists(folder.resolve(".git/HEAD"), LinkOption.NOFOLLOW_LINKS);
    }

    static GitHistory open(Path folder, Map<String, String> environment) {
        return open(folder, environment, ELSEWHERE);
    }

    private static GitHistory open(Path folder, Map<String, String> environment, String elsewhere) {
        var history = prepared(folder, environment, elsewhere);
        if (!history.clean()) {
            throw Stop.usage("'%s' has uncommitted changes; commit or stash them, or %s".formatted(folder, elsewhere));
        }
        return history;
    }

    static GitHistory resume(Path folder, Map<String, String> environment) {
        GitFolder.removeStaleLocks(folder);
        return prepared(folder, environment, ELSEWHERE);
    }

    private static GitHistory prepared(Path folder, Map<String, String> environment, String elsewhere) {
        boolean made = GitFolder.ready(folder, elsewhere);
        var git = new Git(folder, environment);
        if (made) git.must("make a repository", "", "init", "--quiet", "--template=", "--initial-branch=main");
        GitConfig.dangerous(git, folder).ifPresent(key -> {
            throw Stop.usage("the repository in '%s' sets '%s', with which git can run other programs or work elsewhere; remove that, or %s"
                    .formatted(folder, key, elsewhere));
        });
        GitFolder.exclude(folder);
        return new GitHistory(folder, git);
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
        if (paths.isEmpty()) return head();
        var list = folder.resolve(".git/swarm-paths");
        try {
            Files.write(list, (String.join("\0", paths) + "\0").getBytes(StandardCharsets.UTF_8), OVER);
        } catch (IOException failed) {
            throw Failures.of("write", list.toString(), failed);
        }
        var only = "--pathspec-from-file=" + Path.of(".git", "swarm-paths");
        git.must("add files", "", "add", "--all", "--force", only, "--pathspec-file-nul");
        var result = commit(message.text(), only);
        // Ctrl-C at a terminal reaches git as well as us; what was begun is ended all the same.
        if (result.exit() == SIGINT) result = commit(message.text(), only);
        if (result.ok()) {
            var hash = COMMITTED.matcher(result.out());
            return hash.lookingAt() ? hash.group(1) : head();
        }
        // Without changes git ends with 1 and tells so on its standard output.
        if (result.exit() == 1 && result.said().isEmpty()) return head();
        throw git.refused("commit", result);
    }

    private Git.Result commit(String message, String only) {
        return git.run(message, "commit", "--only", "--no-verify", "--no-gpg-sign", "--cleanup=whitespace", "--file=-", only,
                "--pathspec-file-nul");
    }

    /** The hash of the newest commit; empty text before the first one. */
    public String head() {
        return git.run("", "rev-parse", "--verify", "--quiet", "HEAD").out().strip();
    }

    /** Whether the work tree holds nothing but what is committed or ignored. */
    public boolean clean() {
        return git.must("read the state", "", "status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=all").isEmpty();
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
     * Writes a commit into a folder that is absent or empty: plain files, not tied to the repository.
     *
     * @param commit empty text for a repository without any
     * @return the real folder
     */
    public Path checkout(String commit, Path into) {
        try {
            var real = Files.createDirectories(into).toRealPath();
            if (GitFolder.hasEntries(real)) throw Stop.usage("'%s' is not empty".formatted(into));
            if (commit.isEmpty()) return real;
            var index = folder.toRealPath().resolve(".git/swarm-index-" + UUID.randomUUID());
            try {
                var own = git.with("GIT_INDEX_FILE", index.toString());
                own.must("read a commit", "", "read-tree", commit);
                own.must("check out a commit", "", "checkout-index", "--all", "--quiet", "--prefix=" + real + "/");
            } finally {
                Files.deleteIfExists(index);
            }
            return real;
        } catch (IOException failed) {
            throw Failures.of("write", into.toString(), failed);
        }
    }
}
