package llmswarm.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import llmswarm.guard.Redacted;
import llmswarm.guard.Redactor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A project folder with spaces and umlauts, and a user who has told git nothing. */
abstract class GitFixture {
    @TempDir
    Path temp;
    Path folder;
    Path userConfig;
    Map<String, String> environment;

    @BeforeEach
    void aUserWithoutAnIdentity() throws IOException {
        folder = temp.resolve("Größe 1/mein Projekt");
        userConfig = Files.createFile(temp.resolve("user-config"));
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", temp.toString(), "GIT_CONFIG_GLOBAL",
                userConfig.toString(), "SOME_API_KEY", "never given to git"));
    }

    /** A message of a commit. */
    static Redacted said(String message) {
        return new Redactor(Map.of()).redact(message);
    }

    void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** What a person would see who calls git with the same user configuration. */
    String git(Path where, String... arguments) throws IOException {
        Files.createDirectories(where);
        var command = Stream.concat(Stream.of("git", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c",
                "diff.external="), Arrays.stream(arguments)).toList();
        var builder = new ProcessBuilder(command).directory(where.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") && !name.equals("GIT_CONFIG_GLOBAL"));
        return new String(builder.redirectErrorStream(true).start().getInputStream().readAllBytes(),
                StandardCharsets.UTF_8).strip();
    }
}
