package llmswarm.cli.shell;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jdk.jshell.SourceCodeAnalysis;

/**
 * Lets JShell show this program's documentation on Tab. It looks for sources in those of the JDK only and has one door
 * for others, a field of its own; where that is locked or gone, Tab completes without documentation.
 */
final class ShellSources {
    private ShellSources() {
    }

    /** Adds the checkout's sources to the JDK's, where the launcher says where they are. */
    static void show(Map<String, String> env) {
        var home = env.get("SWARM_HOME");
        if (home == null || !Files.isDirectory(Path.of(home, "lib"))) return;
        try {
            var sources = new ArrayList<>(List.of(Path.of(home, "lib")));
            var zip = Path.of(System.getProperty("java.home"), "lib", "src.zip");
            // Open as long as the shell is.
            if (Files.isReadable(zip)) try (var modules = Files.list(FileSystems.newFileSystem(zip).getPath("/"))) {
                modules.filter(Files::isDirectory).forEach(sources::add);
            }
            var door = Class.forName(SourceCodeAnalysis.class.getName() + "Impl")
                    .getDeclaredField("availableSourcesOverride");
            door.setAccessible(true);
            door.set(null, List.copyOf(sources));
        } catch (IOException | ReflectiveOperationException | RuntimeException locked) {
            // Then there is no documentation on Tab.
        }
    }
}
