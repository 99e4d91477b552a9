package llmswarm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.UserFolders;

/**
 * What JBang has obeyed before this program began. The launcher keeps JBang from files of the working folder and those
 * above it (by JBANG_LOCAL_ROOT); who starts JBang without the launcher can only be told afterwards.
 */
final class Obeyed {
    private static final List<String> SETTINGS = List.of("jbang.properties", ".jbang/jbang.properties");

    private Obeyed() {
    }

    /** A sentence for the nearest such file; the user's home and what lies above it are the user's own. */
    static Optional<String> sentence(Map<String, String> env, Path working) {
        if (env.containsKey("JBANG_LOCAL_ROOT")) return Optional.empty();
        var home = new UserFolders(env).home();
        for (var folder = working; folder != null && !folder.equals(home); folder = folder.getParent()) {
            var found = SETTINGS.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
            if (found.isPresent()) return found.map(("JBang has obeyed '%s', which can run any program, before this one began; "
                    + "if that file is not yours, use the launcher ./jbang, which passes it by")::formatted);
        }
        return Optional.empty();
    }
}
