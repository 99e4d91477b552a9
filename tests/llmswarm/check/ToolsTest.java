package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that are installed inside the home. */
class ToolsTest {
    @TempDir
    Path temp;
    Path home;

    @BeforeEach
    void aHomeWithTools() throws IOException {
        home = Files.createDirectory(temp.toRealPath().resolve("home"));
        Walls.script(home.resolve(".tool/bin/hello"), "#!/bin/sh\ncat \"${0%/*}/../lib/greeting\"\n");
        Files.createDirectory(home.resolve(".tool/lib"));
        Files.writeString(home.resolve(".tool/lib/greeting"), "hello");
        Files.writeString(home.resolve(".tool/lib/credentials.toml"), "s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aToolInTheHomeRunsButItsCredentialsCannotBeRead(String name) throws Exception {
        var sandbox = Walls.here(name, environment(home.resolve(".tool/bin")));
        var folder = Files.createDirectory(temp.resolve("folder"));
        assertEquals("hello", Walls.sh(sandbox, folder, "hello").tail());
        assertEquals(".tool\nx", Walls.sh(sandbox, folder, "touch ~/x; ls -A ~; touch ~/.tool/x 2>/dev/null").tail());
        assertTrue(!Walls.sh(sandbox, folder, "cat ~/.tool/lib/credentials.toml").tail().contains("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aLinkOnThePathLeadsToItsToolInTheHome(String name) throws Exception {
        var links = Files.createDirectory(temp.resolve("links"));
        Walls.script(home.resolve("alone"), "#!/bin/sh\necho alone\n");
        Files.createSymbolicLink(links.resolve("greet"), home.resolve(".tool/bin/hello"));
        Files.createSymbolicLink(links.resolve("single"), home.resolve("alone"));
        var sandbox = Walls.here(name, environment(links));
        var folder = Files.createDirectory(temp.resolve("folder"));
        assertEquals("alone\n.tool\nalone", Walls.sh(sandbox, folder, "single; ls -A ~").tail());
        assertEquals("hello", Walls.sh(sandbox, folder, "sh ~/.tool/bin/hello").tail());
    }

    @Test
    void aFolderThatKeepsSecretsShowsItsProgramsOnly() throws IOException {
        Files.writeString(home.resolve(".tool/credentials"), "s3cret");
        assertEquals(List.of(home.resolve(".tool/bin"), home.resolve(".tool/lib")), shown(home.resolve(".tool/bin")));
    }

    @Test
    void theHomeItselfIsNeverShownNorItsLocalFolder() throws IOException {
        Walls.script(home.resolve("bin/x"), "");
        Walls.script(home.resolve(".local/bin/y"), "");
        Files.createDirectories(home.resolve(".local/lib"));
        Files.createDirectories(home.resolve(".local/share/keyrings"));
        assertEquals(List.of(home.resolve(".local/bin"), home.resolve(".local/lib"), home.resolve("bin")),
                shown(home.resolve("bin"), home.resolve(".local/bin"), home));
    }

    @Test
    void aVersionBehindALinkIsShownAtBothPlaces() throws IOException {
        Files.move(home.resolve(".tool"), home.resolve("1.0"));
        Files.createSymbolicLink(home.resolve("current"), Path.of("1.0"));
        assertEquals(List.of(home.resolve("1.0"), home.resolve("current")), shown(home.resolve("current/bin")));
    }

    @Test
    void aFolderTheUserNamesIsShownToo() throws IOException {
        var data = Files.createDirectory(home.resolve("data"));
        var seen = Surroundings.of(Map.of("HOME", home.toString(), "PATH", "/usr/bin", Surroundings.EXTRA, data.toString()));
        assertTrue(seen.shown().contains(new Layer.Read(data)), seen.shown()::toString);
    }

    private List<Path> shown(Path... path) {
        return Tools.on(List.of(path), List.of(), MachineMap.read(), List.of(Path.of("/usr")), List.of(home)).stream().map(Layer.Read::at).toList();
    }

    private Map<String, String> environment(Path first) {
        return Map.of("HOME", home.toString(), "PATH", first + ":/usr/local/bin:/usr/bin:/bin");
    }
}
