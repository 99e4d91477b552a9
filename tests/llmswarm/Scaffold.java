package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmswarm.config.yaml.Place;
import llmswarm.prompt.Templates;

/** The scaffold of a bundled pack in a folder, with files that a test adds, and the pack's own tools run there. */
public final class Scaffold {
    private final Path folder;

    /** @param variables by name; the scaffold's files and paths use them */
    public Scaffold(Path folder, String pack, Map<String, String> variables) {
        this.folder = folder;
        var from = Tape.checkout().resolve("stacks").resolve(pack).resolve("scaffold");
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = from.relativize(file).toString();
                var text = Files.readString(file);
                var place = Place.file(name);
                file(Templates.renderText(name.replaceFirst("\\.mustache$", ""), place, variables),
                        name.endsWith(".mustache") ? Templates.renderText(text, place, variables) : text);
            }
            var tools = from.resolveSibling("tools");
            if (!Files.isDirectory(tools)) return;
            try (var own = Files.list(tools)) {
                for (var tool : own.toList()) file(".swarm/tools/" + tool.getFileName(), Files.readString(tool));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file of the project. */
    public Scaffold file(String path, String text) {
        try {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.writeString(folder.resolve(path), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a file away. */
    public Scaffold without(String path) {
        try {
            Files.delete(folder.resolve(path));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code python3 -m} and these words print, which must end with that exit code. */
    public String python(int exit, String... words) {
        return output(exit, List.of("python3", "-B", "-m"), words);
    }

    /** What a script for Node.js prints about these files, which must end with that exit code. */
    public String node(int exit, String script, String... files) {
        return output(exit, List.of("node", "--no-warnings", "--experimental-vm-modules", script), files);
    }

    private String output(int exit, List<String> program, String... words) {
        var command = new ArrayList<>(program);
        command.addAll(List.of(words));
        try {
            var process = Workshop.process(folder, command).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(exit, process.waitFor(), output);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
