package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmswarm.guard.Stop;

class GitHistoryTest {
    @TempDir
    Path temp;
    private Path folder;
    private Path userConfig;
    private Map<String, String> environment;

    @BeforeEach
    void aUserWithoutAnIdentity() throws IOException {
        folder = temp.resolve("Größe 1/mein Projekt");
        userConfig = Files.createFile(temp.resolve("user-config"));
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "HOME", temp.toString(), "GIT_CONFIG_GLOBAL", userConfig.toString(),
                "SOME_API_KEY", "never given to git"));
    }

    @Test
    void aFolderThatIsAbsentGetsARepositoryOfItsOwn() throws IOException {
        git(temp, "init", "-q");
        var history = GitHistory.open(folder, environment);
        assertEquals("", history.head());
        write("ä b.txt", "x");
        var hash = history.commit("Write ä", List.of("ä b.txt"));
        assertEquals(hash, history.head());
        assertEquals(hash, git(folder, "rev-parse", "main"));
        assertEquals("LLM Swarm <swarm@localhost> LLM Swarm <swarm@localhost> Write ä",
                git(folder, "log", "--format=%an <%ae> %cn <%ce> %s"));
        assertTrue(history.fallbackIdentity());
        assertTrue(history.clean());
        assertEquals("", git(temp, "ls-files"));
    }

    @Test
    void theUsersIdentityIsUsedWhenThereIsOne() throws IOException {
        git(temp, "config", "--global", "user.name", "Ünal");
        git(temp, "config", "--global", "user.email", "u@example.com");
        var history = GitHistory.open(folder, environment);
        write("a", "x");
        history.commit("One", List.of("a"));
        assertFalse(history.fallbackIdentity());
        assertEquals("Ünal <u@example.com>", git(folder, "log", "--format=%cn <%ce>"));
    }

    @Test
    void hooksWatchersSigningAndTemplatesOfTheUserDoNotRun() throws IOException {
        var trap = trap("ran");
        var hooks = Files.createDirectories(temp.resolve("hooks"));
        for (var hook : List.of("pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "post-index-change", "reference-transaction", "post-checkout")) {
            Files.copy(trap, hooks.resolve(hook));
            hooks.resolve(hook).toFile().setExecutable(true);
        }
        for (var setting : List.of("core.hooksPath=" + hooks, "core.fsmonitor=" + trap, "commit.gpgSign=true", "gpg.program=" + trap, "core.editor=" + trap,
                "core.pager=" + trap, "diff.external=" + trap, "init.templateDir=" + temp, "init.defaultBranch=other", "core.autocrlf=true")) {
            git(temp, "config", "--global", setting.split("=")[0], setting.split("=")[1]);
        }
        var history = GitHistory.open(folder, environment);
        var own = Files.createDirectories(folder.resolve(".git/hooks"));
        try (var list = Files.list(hooks)) {
            for (var hook : list.toList()) Files.copy(hook, own.resolve(hook.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
        write("a", "x\r\n");
        history.commit("One", List.of("a"));
        history.clean();
        history.cleanCheckout(temp.resolve("copy"));
        GitHistory.open(folder, environment);
        assertFalse(Files.exists(temp.resolve("ran")));
        assertEquals("main", git(folder, "rev-parse", "--abbrev-ref", "HEAD"));
        assertEquals("x\r\n", Files.readString(temp.resolve("copy/a")));
    }

    @Test
    void exactlyTheNamedFilesAreCommitted() throws IOException {
        var history = GitHistory.open(folder, environment);
        write(".gitignore", "*.log\n");
        history.commit("Ignore", List.of(".gitignore"));
        write("a", "1");
        write("b", "1");
        write("c*", "1");
        write("cd", "1");
        write("x.log", "1");
        git(folder, "add", "b");
        history.commit("Some", List.of("a", "c*", "x.log"));
        assertEquals("a\nc*\nx.log", git(folder, "show", "--name-only", "--format="));
        assertEquals("A  b\n?? cd", git(folder, "status", "--porcelain"));
        Files.delete(folder.resolve("a"));
        history.commit("Gone", List.of("a"));
        assertEquals("D\ta", git(folder, "show", "--name-status", "--format="));
    }

    @Test
    void theSameContentMakesNoCommit() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        var first = history.commit("One", List.of("a"));
        write("a", "1");
        write("other", "1");
        assertEquals(first, history.commit("Two", List.of("a")));
        assertEquals(first, history.commit("Three", List.of()));
        assertEquals("One", git(folder, "log", "--format=%s"));
    }

    @Test
    void aMessageIsKeptAsItIs() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("-x", "1");
        history.commit("# Title\n\n# not a comment; 'quotes' $HOME\n", List.of("-x"));
        assertEquals("# Title\n\n# not a comment; 'quotes' $HOME", git(folder, "log", "--format=%B"));
    }

    @Test
    void whatCannotBeCommittedIsSaid() {
        var history = GitHistory.open(folder, environment);
        assertEquals("git could not add files in '%s': pathspec 'absent' did not match any files".formatted(folder),
                assertThrows(Stop.class, () -> history.commit("x", List.of("absent"))).getMessage());
    }

    @Test
    void ourOwnFolderIsInvisible() throws IOException {
        write(".swarm/runs/1/journal.jsonl", "{}");
        var history = GitHistory.open(folder, environment);
        write(".swarm-1.tmp", "half");
        assertTrue(history.clean());
        GitHistory.open(folder, environment);
        assertEquals(1, Files.readAllLines(folder.resolve(".git/info/exclude")).stream().filter(".swarm/"::equals).count());
    }

    @Test
    void uncommittedChangesAreRefusedUnlessTheRunGoesOn() throws IOException {
        GitHistory.open(folder, environment);
        write("a", "1");
        assertEquals("'%s' has uncommitted changes; commit or stash them, or choose another folder with --output".formatted(folder), refusal());
        assertFalse(GitHistory.resume(folder, environment).clean());
    }

    @Test
    void aFolderWithOtherThingsIsRefused() throws IOException {
        write("a", "1");
        assertEquals("'%s' is not empty and not a git repository; choose another folder with --output".formatted(folder), refusal());
        assertFalse(Files.exists(folder.resolve(".git")));
        folder = folder.resolve("a");
        assertEquals("'%s' is not a folder".formatted(folder), refusal());
    }

    @Test
    void aWorkTreeOfAnotherRepositoryIsRefused() throws IOException {
        write(".git", "gitdir: /elsewhere\n");
        assertEquals("'%s' is part of a repository that lies elsewhere; choose another folder with --output".formatted(folder), refusal());
    }

    @ParameterizedTest
    @CsvSource({"filter.x.clean, touch ran", "filter.x.smudge, touch ran", "include.path, ../evil", "includeIf.onbranch:main.path, ../evil", "core.hooksPath, evil",
            "core.fsmonitor, evil", "core.worktree, /", "diff.external, evil", "diff.x.textconv, evil", "merge.x.driver, evil", "core.sshCommand, evil"})
    void aRepositoryWhoseConfigurationRunsProgramsIsRefused(String key, String value) throws IOException {
        GitHistory.open(folder, environment);
        git(folder, "config", "--local", key, value);
        var shown = key.replace("hooksPath", "hookspath").replace("sshCommand", "sshcommand").replace("includeIf", "includeif");
        assertEquals("the repository in '%s' sets '%s', with which git can run other programs or work elsewhere; remove that, or choose another folder with --output"
                .formatted(folder, shown), refusal());
        assertThrows(Stop.class, () -> GitHistory.resume(folder, environment));
        assertFalse(Files.exists(folder.resolve("ran")));
    }

    @Test
    void aBrokenConfigurationIsSaid() throws IOException {
        GitHistory.open(folder, environment);
        write(".git/config", "[core\n");
        assertEquals("git could not read the configuration in '%s': bad config line 1 in file .git/config".formatted(folder), refusal());
    }

    @Test
    void aLinkInPlaceOfGitsOwnListIsNotWrittenThrough() throws IOException {
        GitHistory.open(folder, environment);
        var victim = Files.writeString(temp.resolve("victim"), "untouched");
        Files.delete(folder.resolve(".git/info/exclude"));
        Files.createSymbolicLink(folder.resolve(".git/info/exclude"), victim);
        assertEquals("'%s' goes through a link; choose another folder with --output".formatted(folder.resolve(".git/info/exclude")), refusal());
        assertEquals("untouched", Files.readString(victim));
    }

    @Test
    void locksOfAKilledRunAreRemovedOnResume() throws IOException {
        GitHistory.open(folder, environment);
        var lock = folder.resolve(".git/index.lock");
        Files.createFile(lock);
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(60)));
        var history = GitHistory.resume(folder, environment);
        write("a", "1");
        assertEquals(history.commit("One", List.of("a")), history.head());
    }

    @Test
    void aRepositoryThatWasHalfMadeIsMadeWhole() throws IOException {
        Files.createDirectories(folder.resolve(".git/objects"));
        assertEquals("", GitHistory.resume(folder, environment).head());
    }

    @Test
    void variablesThatPointElsewhereHaveNoEffect() throws IOException {
        var other = temp.resolve("other");
        GitHistory.open(other, environment);
        environment.put("GIT_DIR", other.resolve(".git").toString());
        environment.put("GIT_WORK_TREE", other.toString());
        environment.put("GIT_INDEX_FILE", other.resolve("index").toString());
        environment.put("GIT_CONFIG_COUNT", "1");
        environment.put("GIT_CONFIG_KEY_0", "core.hooksPath");
        environment.put("GIT_CONFIG_VALUE_0", "/evil");
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        history.commit("One", List.of("a"));
        assertEquals("One", git(folder, "log", "--format=%s"));
        assertFalse(Files.exists(other.resolve("index")));
    }

    @Test
    void aCleanCheckoutIsAPlainFolderWithTheNewestCommit() throws IOException {
        var history = GitHistory.open(folder, environment);
        assertTrue(history.cleanCheckout(temp.resolve("nothing yet")).toFile().isDirectory());
        write("src/über.txt", "1");
        write("run", "#!/bin/sh\n");
        folder.resolve("run").toFile().setExecutable(true);
        history.commit("One", List.of("src/über.txt", "run"));
        write("src/über.txt", "dirty");
        write("untracked", "1");
        var copy = history.cleanCheckout(temp.resolve("saubere Kopie"));
        try (var all = Files.walk(copy)) {
            assertEquals(List.of("run", "src/über.txt"), all.filter(Files::isRegularFile).map(f -> copy.relativize(f).toString()).sorted().toList());
        }
        assertEquals("1", Files.readString(copy.resolve("src/über.txt")));
        assertTrue(Files.isExecutable(copy.resolve("run")));
        assertEquals("dirty", Files.readString(folder.resolve("src/über.txt")));
        try (var left = Files.list(folder.resolve(".git"))) {
            assertTrue(left.noneMatch(f -> f.getFileName().toString().startsWith("swarm-index")));
        }
        assertEquals("'%s' is not empty".formatted(copy), assertThrows(Stop.class, () -> history.cleanCheckout(copy)).getMessage());
    }

    @Test
    void aCommitIsWholeAlsoWhenTheThreadIsInterrupted() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        Thread.currentThread().interrupt();
        var hash = history.commit("One", List.of("a"));
        assertTrue(Thread.interrupted());
        assertEquals(hash, git(folder, "rev-parse", "HEAD"));
    }

    @Test
    void noKeyOfTheUserReachesGit() {
        GitHistory.open(folder, environment);
        var seen = new Git(folder, environment).run("", "-c", "alias.seen=!env", "seen").out();
        assertTrue(seen.contains("GIT_CONFIG_NOSYSTEM=1"));
        assertFalse(seen.contains("never given to git"));
    }

    @Test
    void withoutGitOneSentenceSaysSo() throws IOException {
        GitHistory.require();
        var java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp", System.getProperty("java.class.path"),
                WithoutGit.class.getName());
        java.environment().put("PATH", temp.toString());
        assertEquals("git was not found; install it and put it on the PATH\n", new String(java.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** A program of its own, because a process looks for others on the PATH it was started with. */
    static final class WithoutGit {
        public static void main(String[] none) {
            try {
                GitHistory.require();
            } catch (Stop stop) {
                System.out.println(stop.getMessage());
            }
        }
    }

    private String refusal() {
        return assertThrows(Stop.class, () -> GitHistory.open(folder, environment)).getMessage();
    }

    private Path trap(String mark) throws IOException {
        var script = Files.writeString(temp.resolve("trap.sh"), "#!/bin/sh\ntouch '%s'\nexit 0\n".formatted(temp.resolve(mark)));
        script.toFile().setExecutable(true);
        return script;
    }

    private void write(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** What a person would see who calls git with the same user configuration. */
    private String git(Path where, String... arguments) throws IOException {
        Files.createDirectories(where);
        var command = Stream.concat(Stream.of("git", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", "diff.external="), Arrays.stream(arguments)).toList();
        var builder = new ProcessBuilder(command).directory(where.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") && !name.equals("GIT_CONFIG_GLOBAL"));
        return new String(builder.redirectErrorStream(true).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
