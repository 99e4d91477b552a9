package sandbox.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.Programs;
import machine.SearchPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.Walls;

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
        Files.writeString(Files.createDirectory(home.resolve(".tool/lib/.git")).resolve("config"), "s3cret");
        sandbox = Walls.here(name, environment(home.resolve(".tool/bin")));
        assertEquals("", Walls.sh(sandbox, folder,
                "cat ~/.tool/lib/.git/config 2>/dev/null; touch ~/.tool/lib/.git/x 2>/dev/null; ls -A ~/.tool/lib/.git")
                .tail());
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

    /** As the managers lay them out: what a word with a colon leads to is a link. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            .cargo/bin                 | .cargo/bin/rustc:rustup .cargo/bin/rustup .cargo/credentials.toml .rustup/toolchains/stable/bin/rustc | .cargo/bin .rustup
            .pyenv/shims               | .pyenv/shims/python .pyenv/versions/3.12.1/bin/python .pyenv/.git/config                    | .pyenv
            .nvm/versions/node/v22/bin | .nvm/versions/node/v22/bin/node .nvm/versions/node/v22/lib/x                                | .nvm
            .sdkman/candidates/java/current/bin | .sdkman/candidates/java/21/bin/java .sdkman/candidates/java/21/jre/x .sdkman/candidates/java/current:21 .sdkman/etc/config | .sdkman/candidates/java/21 .sdkman/candidates/java/current
            .asdf/shims                | .asdf/shims/node .asdf/installs/node/22/bin/node .asdf/plugins/x .asdf/tmp/x .tool-versions  | .asdf/installs .asdf/plugins .asdf/shims .tool-versions
            .local/share/mise/shims    | .local/share/mise/shims/node:../../../bin/mise .local/bin/mise .local/share/mise/installs/node/22/bin/node .local/share/keyrings/x | .local/bin .local/share/mise
            .local/bin                 | .local/bin/black:../share/pipx/venvs/black/bin/black .local/share/pipx/venvs/black/bin/black .local/share/pipx/venvs/black/pyvenv.cfg .local/share/keyrings/x | .local/bin .local/share/pipx/venvs/black
            .local/bin                 | .local/bin/python3:../share/uv/python/cpython-3.13/bin/python3 .local/share/uv/python/cpython-3.13/bin/python3 .local/share/uv/python/cpython-3.13/lib/x | .local/bin .local/share/uv/python/cpython-3.13
            .ghcup/bin                 | .ghcup/bin/ghc:../ghc/9.4/bin/ghc .ghcup/ghc/9.4/bin/ghc .ghcup/ghc/9.4/lib/x .ghcup/config.yaml | .ghcup/bin .ghcup/ghc/9.4
            go/bin                     | go/bin/tool go/src/private/x go/pkg/mod/x                                                   | go/bin
            sdk/go1.22/bin             | sdk/go1.22/bin/go sdk/go1.22/VERSION sdk/go1.22/src/x sdk/go1.22/pkg/x                      | sdk/go1.22
            .linuxbrew/bin             | .linuxbrew/bin/jq:../Cellar/jq/1.7/bin/jq .linuxbrew/Cellar/jq/1.7/bin/jq .linuxbrew/opt/jq/x .linuxbrew/var/x | .linuxbrew/Cellar .linuxbrew/bin .linuxbrew/opt
            work/app/bin               | work/app/bin/run work/app/lib/x work/app/notes.txt work/app/.env                            | work/app/bin work/app/lib
            work/app/bin               | work/app/bin/run work/app/lib/x work/app/conf/production.yaml work/app/.git/config         | work/app/bin work/app/lib
            work/.venv/bin             | work/.venv/bin/python work/.venv/lib/x work/.venv/lib64:lib work/.venv/pyvenv.cfg work/.env | work/.venv
            bin                        | bin/x lib/x share/x                                                                         | bin
            tools                      | tools/x tools/y/z                                                                           | tools
            """)
    void ofAHomeItsProgramsAreShownAndWhatTheyNeed(String path, String files, String expected) throws IOException {
        for (var file : files.split(" +")) {
            var at = home.resolve(file.replaceFirst(":.*", ""));
            Files.createDirectories(at.getParent());
            if (file.contains(":")) Files.createSymbolicLink(at, Path.of(file.replaceFirst(".*:", "")));
            else Walls.script(at, "");
        }
        var shown = shown(home.resolve(path)).stream().map(at -> home.relativize(at).toString()).sorted().toList();
        assertEquals(Stream.of(expected.split(" ")).sorted().toList(), shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aHomeBehindALinkIsEmptyAndItsToolsRun(String name) throws Exception {
        var link = Files.createSymbolicLink(temp.resolve("link"), home);
        var sandbox = Walls.here(name, Map.of("HOME", link.toString(), "PATH", link.resolve(".tool/bin")
                + ":/usr/bin:/bin"));
        assertEquals(home + "\n.tool\nhello", Walls.sh(sandbox, Files.createDirectory(temp.resolve("folder")),
                "echo ~; ls -A ~; hello").tail());
    }

    @Test
    void theHomeItselfIsNeverShownNorWhatHoldsIt() throws IOException {
        Walls.script(home.resolve("x"), "");
        Walls.script(home.resolve(".local/bin/y"), "");
        Files.createDirectories(home.resolve(".local/lib"));
        Files.createDirectories(home.resolve(".local/share/keyrings"));
        assertEquals(List.of(home.resolve(".local/bin"), home.resolve(".local/lib")),
                shown(home.resolve(".local/bin"), home, temp.toRealPath()));
    }

    @Test
    void ofAMountedDriveNoFolderIsShownThatHoldsMoreThanPrograms() {
        assertTrue(MachineMap.read().isOnDrive(Path.of("/mnt/c/Windows/System32")));
        assertEquals(List.of(), Surroundings.of(Map.of("PATH", "/mnt:/media:/usr/bin")).shown().stream()
                .filter(s -> MachineMap.read().isOnDrive(s.at())).toList());
    }

    @Test
    void aFolderTheUserNamesIsShownToo() throws IOException {
        var data = Files.createDirectory(home.resolve("data"));
        var seen = Surroundings.of(Map.of("HOME", home.toString(), "PATH", "/usr/bin", Surroundings.EXTRA,
                data.toString()));
        assertTrue(seen.shown().contains(new MountLayer.Read(data)), seen.shown()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aProgramThatIsMissingAPartOfItselfSaysWhatToName(String name) throws Exception {
        Walls.script(home.resolve(".odd/bin/odd"), "#!/bin/sh\n. \"$HOME/.odd/parts/greeting\"\n");
        Walls.script(home.resolve(".odd/bin/run"), "#!" + home + "/.odd/runtime/sh\n");
        Walls.script(home.resolve(".odd/bin/fails"),
                "#!/bin/sh\necho \"no $HOME/secret and no $HOME/.odd/absent\"; exit 127\n");
        Files.writeString(home.resolve("secret"), "");
        Walls.script(home.resolve(".odd/parts/greeting"), "echo hello\n");
        Files.createDirectory(home.resolve(".odd/runtime"));
        Files.copy(Path.of("/bin/sh"), home.resolve(".odd/runtime/sh"));
        var folder = Files.createDirectory(temp.resolve("folder"));
        var sandbox = Walls.here(name, environment(home.resolve(".odd/bin")));
        assertEquals(Optional.of("'odd' is missing something it needs (%s/.odd/parts/greeting); name its folder in SWARM_SANDBOX_READ".formatted(home)),
                sandbox.run(List.of("odd"), folder, Walls.LIMITS).trouble());
        assertEquals(Optional.of("'run' is missing something it needs; name its folder in SWARM_SANDBOX_READ"),
                sandbox.run(List.of("run"), folder, Walls.LIMITS).trouble());
        assertEquals(Optional.empty(), sandbox.run(List.of("fails"), folder, Walls.LIMITS).trouble(),
                "what fails by itself is no fault of the walls");
        var named = Walls.here(name, Stream.concat(environment(home.resolve(".odd/bin")).entrySet().stream(),
                Stream.of(Map.entry(Surroundings.EXTRA, home + "/.odd/parts")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertEquals("hello", named.run(List.of("odd"), folder, Walls.LIMITS).tail());
    }

    private List<Path> shown(Path... path) {
        var map = MachineMap.read();
        var outer = Map.of("HOME", home.toString(), "PATH", new SearchPath(List.of(path)).toString());
        var roots = ProgramRoots.of(outer, map);
        return Tools.on(Arrays.asList(path), roots.places(), List.of(), map, List.of(Path.of("/usr")), List.of(home))
                .stream().map(MountLayer.Read::at).toList();
    }

    private Map<String, String> environment(Path first) {
        return Map.of("HOME", home.toString(), "PATH", first + ":/usr/local/bin:/usr/bin:/bin");
    }
}
