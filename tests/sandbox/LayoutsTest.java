package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import machine.SearchPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.process.CommandResult;
import sandbox.view.Surroundings;

/** Programs that a manager of versions starts, which lies neither in the home nor with the system. */
class LayoutsTest {
    private static final Path REAL_HOME = Path.of(System.getProperty("user.home"));

    @TempDir
    Path temp;
    private Path home, folder, data;

    @BeforeEach
    void folders() throws IOException {
        home = Files.createDirectory(temp.toRealPath().resolve("home"));
        folder = Files.createDirectory(temp.toRealPath().resolve("folder"));
        data = Files.createDirectory(temp.toRealPath().resolve("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void rustStartsByRustupWhereverItLies(String name) throws Exception {
        var rustup = SearchPath.of(System.getenv()).find("rustup");
        var toolchains = REAL_HOME.resolve(".rustup/toolchains");
        assumeTrue(rustup.isPresent() && Files.isDirectory(toolchains), "skipped: there is no rustup with a toolchain");
        var bin = Files.createDirectories(data.resolve("rust/cargo/bin"));
        Files.copy(rustup.get().toRealPath(), bin.resolve("rustup"));
        for (var proxy : List.of("cargo", "rustc")) Files.createSymbolicLink(bin.resolve(proxy), Path.of("rustup"));
        try (var all = Files.list(toolchains)) {
            var toolchain = all.sorted().reduce((_, last) -> last).orElseThrow();
            var to = Files.createDirectories(data.resolve("rust/rustup/toolchains/stable-x86_64-unknown-linux-gnu"));
            for (var part : List.of("bin", "lib")) copied(toolchain.resolve(part), to.resolve(part));
        }
        Files.createDirectory(data.resolve("rust/rustup/update-hashes"));
        Files.copy(REAL_HOME.resolve(".rustup/settings.toml"), data.resolve("rust/rustup/settings.toml"));
        var variables = Map.of("CARGO_HOME", data + "/rust/cargo", "RUSTUP_HOME", data + "/rust/rustup",
                "RUSTUP_TOOLCHAIN", "stable");
        Files.writeString(data.resolve("rust/cargo/credentials.toml"), "s3cret");
        var sandbox = here(name, bin, variables);
        Files.writeString(folder.resolve("m.rs"), "fn main() { println!(\"it runs\"); }\n");
        var result = Walls.sh(sandbox, folder,
                "cargo --version | grep -o '^cargo' && rustc m.rs && ./m; cat \"$1\"/credentials.toml 2>/dev/null",
                data.resolve("rust/cargo"));
        assertEquals("cargo\nit runs", result.trouble().orElse(result.tail()));
        Files.move(data.resolve("rust/rustup"), home.resolve(".rustup"));
        assertEquals("it runs", Walls.sh(here(name, bin, Map.of("RUSTUP_TOOLCHAIN", "stable")), folder,
                "rustc m.rs && ./m").tail(), "by its place in the home");
        assertEquals(Optional.empty(), here(name, bin, Map.of("RUSTUP_TOOLCHAIN", "stable")).lack("cargo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void pythonStartsByPyenvWhereverItLies(String name) throws Exception {
        var real = REAL_HOME.resolve(".pyenv");
        assumeTrue(Files.isDirectory(real.resolve("versions")), "skipped: there is no pyenv");
        var root = Files.createDirectories(data.resolve("python"));
        for (var part : List.of("bin", "libexec", "pyenv.d", "plugins", "completions", "README.md")) {
            copied(real.resolve(part), root.resolve(part));
        }
        var version = Files.readString(real.resolve("version")).strip();
        copied(real.resolve("versions").resolve(version), Files.createDirectories(root.resolve("versions"))
                .resolve(version));
        Files.writeString(root.resolve("version"), version + "\n");
        Files.createDirectory(root.resolve(".git"));
        var shim = Files.readString(real.resolve("shims/python3")).replace(real.toString(), root.toString());
        Walls.script(root.resolve("shims/python3"), shim);
        var result = Walls.sh(here(name, root.resolve("shims"), Map.of("PYENV_ROOT", root.toString())), folder,
                "python3 -c 'import sqlite3, sys; print(sys.prefix, 6 * 7)'");
        assertEquals(root.resolve("versions").resolve(version) + " 42", result.trouble().orElse(result.tail()));
        // Without the shim's own word for its root, and with the manager alone on the PATH.
        Walls.script(data.resolve("own/python3"), "#!/bin/sh\nexec pyenv exec python3 \"$@\"\n");
        result = Walls.sh(here(name, List.of(data.resolve("own"), root.resolve("bin")),
                Map.of("PYENV_ROOT", root.toString())), folder, "python3 -c 'print(6 * 7)'");
        assertEquals("42", result.trouble().orElse(result.tail()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void nodeStartsInALayoutOfNvm(String name) throws Exception {
        var node = SearchPath.of(System.getenv()).find("node");
        assumeTrue(node.isPresent(), "skipped: there is no node");
        var bin = Files.createDirectories(data.resolve("js/versions/node/v22.1.0/bin"));
        Files.copy(node.get().toRealPath(), bin.resolve("node"));
        Walls.script(bin.resolve("own"), "#!/usr/bin/env node\nrequire('../lib/own.js')\n");
        Files.writeString(Files.createDirectory(bin.resolveSibling("lib")).resolve("own.js"), "console.log(6 * 7)\n");
        assertEquals("42", Walls.sh(here(name, bin, Map.of("NVM_DIR", data + "/js")), folder, "own").tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void javaStartsInALayoutOfSdkman(String name) throws Exception {
        var java = Path.of(System.getProperty("java.home"));
        var candidates = Files.createDirectories(data.resolve("sdk/candidates/java"));
        Files.createSymbolicLink(candidates.resolve("25-own"), java);
        Files.createSymbolicLink(candidates.resolve("current"), Path.of("25-own"));
        var sandbox = here(name, candidates.resolve("current/bin"), Map.of("SDKMAN_DIR", data + "/sdk"));
        Files.writeString(folder.resolve("M.java"), "void main() { IO.println(6 * 7); }\n");
        assertEquals("42", Walls.sh(sandbox, folder, "java M.java").tail());
    }

    /** As volta and asdf do: links or shims that ask a variable where all the rest is. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aShimThatAsksItsManagersVariableStarts(String name) throws Exception {
        var volta = data.resolve("v");
        Walls.script(volta.resolve("bin/volta-shim"), "#!/bin/sh\nexec \"$VOLTA_HOME/tools/image/${0##*/}/22/bin/${0##*/}\" \"$@\"\n");
        Files.createSymbolicLink(volta.resolve("bin/tool"), Path.of("volta-shim"));
        Walls.script(volta.resolve("tools/image/tool/22/bin/tool"), "#!/bin/sh\necho by volta\n");
        assertEquals("by volta", Walls.sh(here(name, volta.resolve("bin"), Map.of("VOLTA_HOME", volta.toString())),
                folder, "tool").tail());
        var asdf = data.resolve("a");
        Walls.script(asdf.resolve("program/bin/asdf"), "#!/bin/sh\nshift\nexec \"$ASDF_DATA_DIR/installs/$1/1/bin/$1\"\n");
        Walls.script(asdf.resolve("data/shims/tool"), "#!/bin/sh\nexec asdf exec tool\n");
        Walls.script(asdf.resolve("data/installs/tool/1/bin/tool"), "#!/bin/sh\necho by asdf\n");
        Files.createDirectory(asdf.resolve("data/plugins"));
        assertEquals("by asdf", Walls.sh(here(name, List.of(asdf.resolve("data/shims"), asdf.resolve("program/bin")),
                Map.of("ASDF_DATA_DIR", asdf + "/data")), folder, "tool").tail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whatALauncherNobodyKnowsIsMissingIsNamedAndShownWhenItIs(String name) throws Exception {
        Walls.script(data.resolve("bin/tool"), "#!/bin/sh\nexec \"$ODD_PLACE/parts/tool\" \"$@\"\n");
        Walls.script(home.resolve("odd/parts/tool"), "#!/bin/sh\necho \"it says $1\"\n");
        var odd = home.resolve("odd").toString();
        var sandbox = here(name, data.resolve("bin"), Map.of("ODD_PLACE", odd));
        var told = "'tool' is missing something it needs (%s of ODD_PLACE); name its folder in SWARM_SANDBOX_READ"
                .formatted(odd);
        assertEquals(Optional.of(told), sandbox.lack("tool"));
        for (var command : List.of(List.of("tool", "x"), List.of("env", "A=b", "tool"), List.of("sh", "-c", "tool x && true"))) {
            assertEquals(Optional.of(told), sandbox.run(command, folder, Walls.LIMITS).trouble(), command::toString);
        }
        var named = here(name, data.resolve("bin"), Map.of("ODD_PLACE", odd, Surroundings.EXTRA, odd));
        assertEquals("it says x", named.run(List.of("tool", "x"), folder, Walls.LIMITS).tail());
        assertEquals(Optional.empty(), named.lack("tool"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aScriptThatStartsAProgramByAPlaceThatIsNotShownSaysWhatToName(String name) throws Exception {
        Walls.script(data.resolve("bin/tool"), "#!/bin/sh\nexec \"$HOME/far/away/tool\" 2>/dev/null\n");
        Walls.script(data.resolve("bin/loud"), "#!/bin/sh\nexec %s/else/tool\n".formatted(data));
        Walls.script(home.resolve("far/away/tool"), "#!/bin/sh\necho far\n");
        Walls.script(data.resolve("else/tool"), "#!/bin/sh\necho else\n");
        var sandbox = here(name, data.resolve("bin"), Map.of());
        assertEquals(Optional.of("'tool' is missing something it needs (%s/far/away/tool); name its folder in SWARM_SANDBOX_READ".formatted(home)),
                sandbox.run(List.of("tool"), folder, Walls.LIMITS).trouble());
        assertEquals(Optional.of("'loud' is missing something it needs (%s/else/tool); name its folder in SWARM_SANDBOX_READ".formatted(data)),
                sandbox.run(List.of("loud"), folder, Walls.LIMITS).trouble());
    }

    /** It tells its version, so what it says of other things is its own word. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aProgramThatStartsAndFailsFailsByItself(String name) throws Exception {
        Walls.script(data.resolve("bin/tool"), """
                #!/bin/sh
                [ "$1" = version ] && echo 1.2 && exit
                cache=${ODD_CACHE:-$HOME/notes}
                echo "wrong: ${cache##*/}"
                exit 3
                """);
        Files.createDirectory(home.resolve("notes"));
        var sandbox = here(name, data.resolve("bin"), Map.of("ODD_CACHE", home + "/notes"));
        assertEquals(Optional.empty(), sandbox.lack("tool"));
        var result = sandbox.run(List.of("tool", "x"), folder, Walls.LIMITS);
        assertEquals(3, result.exit(), result::toString);
        assertEquals(Optional.empty(), Walls.sh(sandbox, folder, "tool x; exit 4").trouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aVariableThatNamesNoPlaceOrAnotherProgramsIsNotPassedOn(String name) throws Exception {
        var sandbox = here(name, data, Map.of("RUSTUP_HOME", data.toString(), "PYENV_VERSION", "$(id)", "ODD_PLACE",
                data.toString(), "SOME_KEY", "/s3cret"));
        assertEquals("", Walls.sh(sandbox, folder, "env | grep -E 'RUSTUP|PYENV|ODD|KEY'").tail());
    }

    private Sandbox here(String name, Path first, Map<String, String> variables) throws InterruptedException {
        return here(name, List.of(first), variables);
    }

    private Sandbox here(String name, List<Path> first, Map<String, String> variables) throws InterruptedException {
        var all = new HashMap<>(variables);
        all.put("HOME", home.toString());
        all.put("PATH", new SearchPath(first) + ":/usr/local/bin:/usr/bin:/bin");
        return Walls.here(name, all);
    }

    /** By names of the same files, since toolchains are large. */
    private static void copied(Path from, Path to) throws IOException, InterruptedException {
        var done = new ProcessBuilder("cp", "-al", from.toString(), to.toString()).inheritIO().start().waitFor();
        assumeTrue(done == 0, "skipped: %s is on another disk than the temporary folder".formatted(from));
        assertTrue(Files.exists(to));
    }
}
