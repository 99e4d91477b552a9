package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObeyedTest {
    @TempDir
    Path home;
    private Path working;

    @BeforeEach
    void aFolderBelowHome() throws IOException {
        working = Files.createDirectories(home.resolve("code/project"));
    }

    private Optional<String> sentence(Map<String, String> more) {
        var env = new HashMap<>(Map.of("HOME", home.toString()));
        env.putAll(more);
        return Obeyed.sentence(env, working);
    }

    @Test
    void settingsOfTheFolderAndThoseAboveAreTold() throws IOException {
        assertEquals(Optional.empty(), sentence(Map.of()));
        var settings = Files.createDirectories(home.resolve("code/.jbang")).resolve("jbang.properties");
        Files.createFile(settings);
        assertEquals(Optional.of("JBang has obeyed '%s', which can run any program, before this one began; if that file is not yours, use the launcher ./jbang, which passes it by"
                .formatted(settings)), sentence(Map.of()));
    }

    @Test
    void theLauncherAndTheUsersOwnSettingsAreNot() throws IOException {
        Files.createFile(home.resolve("jbang.properties"));
        assertEquals(Optional.empty(), sentence(Map.of()));
        Files.createFile(working.resolve("jbang.properties"));
        assertEquals(Optional.empty(), sentence(Map.of("JBANG_LOCAL_ROOT", "/nowhere")));
    }
}
