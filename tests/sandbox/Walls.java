package sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import llmswarm.Workshop;
import llmswarm.guard.UserFolders;
import sandbox.process.CommandResult;
import sandbox.process.Limits;

/** The sandboxes that work on the machine the tests run on. */
public final class Walls {
    public static final Limits LIMITS = Limits.DEFAULT.within(Duration.ofSeconds(60));

    private static final Map<String, Sandbox> FOUND = new ConcurrentHashMap<>();

    private Walls() {
    }

    /** Found once, as by a run, with the PATH of one. */
    public static Sandbox here(String name) throws InterruptedException {
        var known = FOUND.get(name);
        if (known != null) return known;
        var found = here(name, with(Map.of("PATH", Workshop.PATH)));
        FOUND.put(name, found);
        return found;
    }

    /** Skips the test, with a message, where that sandbox does not work. */
    public static Sandbox here(String name, Map<String, String> environment) throws InterruptedException {
        try {
            return all(environment).find(Optional.of(name)).orElseThrow();
        } catch (Sandboxes.Unusable unusable) {
            assumeTrue(false, "skipped: " + unusable.getMessage());
            throw new AssertionError(unusable);
        }
    }

    /** The sandboxes for a user with these variables. */
    static Sandboxes all(Map<String, String> environment) {
        return new Sandboxes(environment, new UserFolders(environment).cache());
    }

    /** The real environment with some variables replaced. */
    public static Map<String, String> with(Map<String, String> changes) {
        var all = new HashMap<>(System.getenv());
        all.putAll(changes);
        return all;
    }

    public static CommandResult sh(Sandbox sandbox, Path folder, String script, Object... words)
            throws InterruptedException {
        return sh(sandbox, folder, LIMITS, script, words);
    }

    public static CommandResult sh(Sandbox sandbox, Path folder, Limits limits, String script, Object... words)
            throws InterruptedException {
        var command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        for (var word : words) {
            command.add(word.toString());
        }
        return sandbox.run(command, folder, limits);
    }

    public static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        file.toFile().setExecutable(true, false);
        return file;
    }
}
