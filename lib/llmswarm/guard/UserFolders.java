package llmswarm.guard;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's own files lie, outside any project: as the XDG base directory specification says where its variables
 * are set or the system follows it, else where macOS and Windows keep them.
 */
public final class UserFolders {
    private static final String NAME = "llm-swarm";

    private final Map<String, String> env;
    private final String system;

    /** With the environment's variables; the operating system is asked for its name. */
    public UserFolders(Map<String, String> env) {
        this.env = env;
        this.system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }

    /** The user's home folder. */
    public Path home() {
        return Path.of(Optional.ofNullable(env.get("HOME")).filter(h -> !h.isBlank())
                .orElseGet(() -> System.getProperty("user.home")));
    }

    /** The user's own models, agents, templates and stacks. */
    public Path config() {
        return folder("XDG_CONFIG_HOME", ".config", "Library/Application Support", "APPDATA");
    }

    /** What can be made again at any time. */
    public Path cache() {
        return folder("XDG_CACHE_HOME", ".cache", "Library/Caches", "LOCALAPPDATA");
    }

    /** What the user decided, such as what is trusted. */
    public Path state() {
        return folder("XDG_STATE_HOME", ".local/state", "Library/Application Support", "LOCALAPPDATA");
    }

    private Path folder(String variable, String linux, String mac, String windows) {
        var set = absolute(variable);
        if (set.isPresent()) return set.get().resolve(NAME);
        if (system.startsWith("mac")) return home().resolve(mac).resolve(NAME);
        if (system.startsWith("windows")) return absolute(windows).orElseGet(() -> home().resolve("AppData/Local"))
                .resolve(NAME);
        return home().resolve(linux).resolve(NAME);
    }

    /** The specification says to ignore relative paths. */
    private Optional<Path> absolute(String variable) {
        return Optional.ofNullable(env.get(variable)).filter(v -> !v.isBlank()).map(Path::of).filter(Path::isAbsolute);
    }
}
