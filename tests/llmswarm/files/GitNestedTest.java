package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Repositories inside of the project's own: nothing looks into them, and no setting that only other commands use is
 * obeyed.
 */
class GitNestedTest extends GitFixture {
    private Path sub, trap;

    @ParameterizedTest
    @CsvSource({"filter.evil.clean", "filter.evil.process", "core.fsmonitor", "diff.external", "core.hooksPath"})
    void noProgramOfANestedRepositoryRuns(String key) throws IOException {
        nested();
        git(sub, "config", key, key.endsWith("Path") ? hooks().toString() : trap.toString());
        everything();
        assertFalse(ran());
    }

    @ParameterizedTest
    @CsvSource({"submodule.recurse, true", "status.submoduleSummary, true", "diff.submodule, log",
            "submodule.sub.ignore, none", "diff.ignoreSubmodules, none",
            "submodule.sub.active, true", "push.recurseSubmodules, on-demand"})
    void noSettingOfTheProjectMakesGitLookIntoIt(String key, String value) throws IOException {
        nested();
        git(sub, "config", "filter.evil.clean", trap.toString());
        git(folder, "config", key, value);
        everything();
        assertFalse(ran());
    }

    @Test
    void aCheckedOutSubmoduleStaysAsItIs() throws IOException {
        nested();
        var modules = Files.createDirectories(folder.resolve(".git/modules"));
        Files.move(sub.resolve(".git"), modules.resolve("sub"));
        Files.writeString(sub.resolve(".git"), "gitdir: ../.git/modules/sub\n");
        git(sub, "config", "filter.evil.clean", trap.toString());
        write(".gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = ./sub\n\tignore = none\n");
        GitHistory.resume(folder, environment).commit(GitFixture.said("Submodule"), List.of(".gitmodules"));
        var recorded = git(folder, "ls-tree", "HEAD", "sub");
        everything();
        assertFalse(ran());
        assertTrue(recorded.startsWith("160000 commit "), recorded);
        assertEquals(recorded, git(folder, "ls-tree", "HEAD", "sub"));
    }

    @ParameterizedTest
    @CsvSource({"credential.helper", "sequence.editor", "alias.status", "alias.update-index", "tar.tar.command",
            "trailer.x.command", "mergetool.x.cmd",
            "difftool.x.cmd", "remote.origin.url", "remote.origin.pushurl", "submodule.sub.update", "web.browser",
            "man.viewer", "gc.recentObjectsHook"})
    void whatOnlyOtherCommandsObeyIsNoReasonToRefuseAndDoesNotRun(String key) throws IOException {
        nested();
        git(folder, "config", key, (key.startsWith("remote") ? "ext::" : "!") + trap);
        everything();
        assertFalse(ran());
    }

    /** All that a run does with git, also where there is nothing to commit. */
    private void everything() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "same");
        history.commit(GitFixture.said("Nothing new"), List.of("a"));
        write("a", "other");
        var commit = history.commit(GitFixture.said("Other"), List.of("a"));
        history.cleanCheckout(temp.resolve("copy"));
        assertEquals("Other", git(folder, "log", "-1", "--format=%s", commit));
        assertTrue(GitHistory.resume(folder, environment).clean());
    }

    /**
     * A project that has committed the file a and a repository with a changed file and attributes that name a filter.
     */
    private void nested() throws IOException {
        trap = Files.writeString(temp.resolve("trap.sh"),
                "#!/bin/sh\ntouch '%s'\ncat\n".formatted(temp.resolve("ran")));
        trap.toFile().setExecutable(true);
        sub = folder.resolve("sub");
        GitHistory.open(folder, environment);
        write("sub/.gitattributes", "* filter=evil\n");
        write("sub/f", "x");
        write("a", "same");
        for (var where : List.of(sub, folder)) {
            git(where, "init", "-q");
            git(where, "add", ".");
            git(where, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "s");
        }
        Files.setLastModifiedTime(sub.resolve("f"), FileTime.from(Instant.EPOCH));
    }

    private Path hooks() throws IOException {
        var hooks = Files.createDirectories(temp.resolve("hooks"));
        for (var hook : List.of("post-index-change", "reference-transaction", "pre-commit")) Files.copy(trap,
                hooks.resolve(hook)).toFile().setExecutable(true);
        return hooks;
    }

    private boolean ran() {
        return Files.exists(temp.resolve("ran"));
    }
}
