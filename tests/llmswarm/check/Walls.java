package llmswarm.check;

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
import llmswarm.guard.Stop;

/** The sandboxes that work on the machine the tests run on. */
final class Walls {
    static final Sandbox.Limits LIMITS = Sandbox.Limits.DEFAULT.within(Duration.ofSeconds(60));

    private static final Map<String, Sandbox> FOUND = new ConcurrentHashMap<>();

    private Walls() {
    }

    /** Found once, as by a run, with the PATH of one. */
    static Sandbox here(String name) {
        return FOUND.computeIfAbsent(name, wanted -> here(wanted, with(Map.of("PATH", Workshop.PATH))));
    }

    /** Skips the test, with a message, where that sandbox does not work. */
    static Sandbox here(String name, Map<String, String> environment) {
        try {
            return Sandboxes.find(Optional.of(name), environment).orElseThrow();
        } catch (Stop stop) {
            assumeTrue(false, "skipped: " + stop.getMessage());
            throw stop;
        }
    }

    /** The real environment with some variables replaced. */
    static Map<String, String> with(Map<String, String> changes) {
        var all = new HashMap<>(System.getenv());
        all.putAll(changes);
        return all;
    }

    static Sandbox.Result sh(Sandbox sandbox, Path folder, String script, Object... words) throws InterruptedException {
        return sh(sandbox, folder, LIMITS, script, words);
    }

    static Sandbox.Result sh(Sandbox sandbox, Path folder, Sandbox.Limits limits, String script, Object... words) throws InterruptedException {
        var command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        for (var word : words) {
            command.add(word.toString());
        }
        return sandbox.run(command, folder, limits);
    }

    static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        file.toFile().setExecutable(true, false);
        return file;
    }
}
