package llmswarm.files;

import java.nio.file.Path;

import llmswarm.guard.Stop;
import text.ShellWords;

/** Has git work in a repository that belongs to another user, where the user or the machine says that this is safe. */
final class GitOwner {
    private static final String SAFE = "safe.directory";

    private GitOwner() {
    }

    /**
     * A git that works in the folder; with git's own words and remedy, a {@link Stop} where it does not. Of the
     * machine's configuration, which is not read otherwise, the folders that it calls safe count.
     */
    static Git known(Git git, Path folder) {
        var first = git.run("", "rev-parse", "--git-dir");
        if (first.ok() || !first.said().contains("dubious ownership")) return git;
        var listed = git.with("GIT_CONFIG_NOSYSTEM", "0").run("", "config", "--system", "--null", "--get-all", SAFE);
        var values = listed.ok() ? listed.out().split("\0") : new String[0];
        var telling = git.with("GIT_CONFIG_COUNT", Integer.toString(values.length));
        for (int i = 0; i < values.length; i++) {
            telling = telling.with("GIT_CONFIG_KEY_" + i, SAFE).with("GIT_CONFIG_VALUE_" + i, values[i]);
        }
        if (telling.run("", "rev-parse", "--git-dir").ok()) return telling;
        throw Stop.usage("git does not work in '%s': %s; if you trust its owner, type: git config --global --add %s %s"
                .formatted(folder, first.said(), SAFE, ShellWords.quoted(folder.toString())));
    }
}
