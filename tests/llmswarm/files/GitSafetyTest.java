package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What git is never made to run, and which folders are refused. */
class GitSafetyTest extends GitFixture {
    @Test
    void hooksWatchersSigningAndTemplatesOfTheUserDoNotRun() throws IOException {
        var trap = trap("ran");
        var hooks = Files.createDirectories(temp.resolve("hooks"));
        for (var hook : List.of("pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "post-index-change",
                "reference-transaction", "post-checkout")) {
            Files.copy(trap, hooks.resolve(hook));
            hooks.resolve(hook).toFile().setExecutable(true);
        }
        for (var setting : List.of("core.hooksPath=" + hooks, "core.fsmonitor=" + trap, "commit.gpgSign=true",
                "gpg.program=" + trap, "core.editor=" + trap,
                "core.pager=" + trap, "diff.external=" + trap, "init.templateDir=" + temp, "init.defaultBranch=other",
                "core.autocrlf=true")) {
            git(temp, "config", "--global", setting.split("=")[0], setting.split("=")[1]);
        }
        var history = GitHistory.open(folder, environment);
        var own = Files.createDirectories(folder.resolve(".git/hooks"));
        try (var list = Files.list(hooks)) {
            for (var hook : list.toList()) Files.copy(hook, own.resolve(hook.getFileName()),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        write("a", "x\r\n");
        history.commit(GitFixture.said("One"), List.of("a"));
        history.clean();
        history.cleanCheckout(temp.resolve("copy"));
        GitHistory.open(folder, environment);
        assertFalse(Files.exists(temp.resolve("ran")));
        assertEquals("main", git(folder, "rev-parse", "--abbrev-ref", "HEAD"));
        assertEquals("x\r\n", Files.readString(temp.resolve("copy/a")));
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
        assertEquals("'%s' is not empty and not a git repository; make it one with git init and commit what it holds, or choose another folder with --output".formatted(folder), refusal());
        assertFalse(Files.exists(folder.resolve(".git")));
        folder = folder.resolve("a");
        assertEquals("'%s' is not a folder".formatted(folder), refusal());
    }

    @ParameterizedTest
    @CsvSource({"filter.x.clean, touch ran", "filter.x.smudge, touch ran", "include.path, ../evil",
            "includeIf.onbranch:main.path, ../evil", "core.hooksPath, ../evil", "core.hooksPath, /evil",
            "core.hooksPath, ~/evil", "core.fsmonitor, evil", "pager.log, evil", "gpg.program, evil",
            "gpg.ssh.program, evil", "gpg.ssh.defaultKeyCommand, evil",
            "core.pager, evil", "core.editor, evil", "core.worktree, /", "diff.external, evil",
            "diff.x.textconv, evil", "merge.x.driver, evil", "core.sshCommand, evil"})
    void aRepositoryWhoseConfigurationRunsProgramsIsRefused(String key, String value) throws IOException {
        GitHistory.open(folder, environment);
        git(folder, "config", "--local", key, value);
        var shown = key.contains(":") ? key.replace("includeIf", "includeif") : key.toLowerCase(Locale.ROOT);
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
    void moreThanCanBeReadIsRefusedAndNotReadInPart() throws IOException {
        GitHistory.open(folder, environment);
        var line = "k".repeat(1000) + "=1\n";
        Files.writeString(folder.resolve(".git/config"), "[a]\n" + line.repeat(70_000), StandardOpenOption.APPEND);
        assertEquals("git printed more than 64 MB about '%s', which is too large to work in".formatted(folder),
                refusal());
    }

    @ParameterizedTest
    @CsvSource({"extensions.partialClone", "remote.origin.promisor", "remote.origin.uploadpack", "protocol.ext.allow"})
    void aRepositoryThatWouldFetchItsObjectsByAProgramIsRefused(String key) throws IOException {
        GitHistory.open(folder, environment);
        git(folder, "config", key, "x");
        assertTrue(refusal().contains("with which git can run other programs"), refusal());
    }

    @Test
    void locksOfAKilledRunAreRemovedOnResume() throws IOException {
        GitHistory.open(folder, environment);
        var lock = folder.resolve(".git/index.lock");
        Files.createFile(lock);
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(60)));
        var history = GitHistory.resume(folder, environment);
        write("a", "1");
        assertEquals(history.commit(GitFixture.said("One"), List.of("a")), history.head());
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
        history.commit(GitFixture.said("One"), List.of("a"));
        assertEquals("One", git(folder, "log", "--format=%s"));
        assertFalse(Files.exists(other.resolve("index")));
    }

    @Test
    void noKeyOfTheUserReachesGit() {
        GitHistory.open(folder, environment);
        var seen = new Git(folder, environment).run("", "-c", "alias.seen=!env", "seen").out();
        assertTrue(seen.contains("GIT_CONFIG_NOSYSTEM=1"));
        assertFalse(seen.contains("never given to git"));
    }

    @Test
    void withoutGitOneSentenceSaysSo() {
        GitHistory.require();
        environment.put("PATH", temp.toString());
        assertEquals("git was not found; install it and put it on the PATH",
                assertThrows(Stop.class, () -> GitHistory.require(environment)).getMessage());
    }

    private String refusal() {
        return assertThrows(Stop.class, () -> GitHistory.open(folder, environment)).getMessage();
    }

    private Path trap(String mark) throws IOException {
        var script = Files.writeString(temp.resolve("trap.sh"),
                "#!/bin/sh\ntouch '%s'\nexit 0\n".formatted(temp.resolve(mark)));
        script.toFile().setExecutable(true);
        return script;
    }
}
