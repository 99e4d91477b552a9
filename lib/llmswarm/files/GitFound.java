package llmswarm.files;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;

/**
 * The git of this machine.
 *
 * @param version  as it tells it
 * @param identity whom commits are by; empty when the user has told git no name and address
 */
public record GitFound(String version, Optional<String> identity) {
    /** Looks for it; empty when there is none that runs. */
    public static Optional<GitFound> look(Path folder, Map<String, String> environment) {
        try {
            var git = new Git(folder, environment);
            var version = git.run("", "--version");
            if (!version.ok()) return Optional.empty();
            var identity = Optional.of(git.run("", "var", "GIT_COMMITTER_IDENT")).filter(Git.Result::ok)
                    .map(result -> result.out().replaceFirst("(?s)>[^>]*$", ">"));
            return Optional.of(new GitFound(version.out().strip().replace("git version ", ""), identity));
        } catch (Stop absent) {
            return Optional.empty();
        }
    }
}
