package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories of people that are right and seldom seen: they are worked on as any other. */
class GitUnusualTest extends GitFixture {
    @Test
    void allIsPackedAndHeadIsALinkAsOfOldGits() throws IOException {
        begin("init", "-q", "-b", "master");
        git(folder, "gc", "-q", "--prune=now");
        git(folder, "pack-refs", "--all");
        var head = folder.resolve(".git/HEAD");
        Files.delete(head);
        Files.createSymbolicLink(head, Path.of("refs/heads/master"));
        Files.createSymbolicLink(Files.createDirectories(folder.resolve(".git/refs/remotes/origin")).resolve("HEAD"),
                Path.of("refs/remotes/origin/master"));
        Files.delete(folder.resolve(".git/logs/HEAD"));
        Files.writeString(folder.resolve(".git/config"), "");
        Files.createDirectories(folder.resolve(".git/branches"));
        worksOn("master");
        assertTrue(Files.isSymbolicLink(head));
    }

    @Test
    void hashesAreLong() throws IOException {
        begin("init", "-q", "-b", "main", "--object-format=sha256");
        assertEquals(64, worksOn("main").length());
    }

    @Test
    void theHeadIsOnNoBranch() throws IOException {
        begin("init", "-q", "-b", "main");
        git(folder, "checkout", "-q", "--detach");
        worksOn("HEAD");
        assertEquals("1", git(folder, "rev-list", "--count", "main"));
    }

    @Test
    void aFolderLooksLikeABareRepository() throws IOException {
        begin("init", "-q", "-b", "main");
        git(folder, "init", "-q", "--bare", "tests/data/sample.git");
        write("tests/data/sample.git/config",
                "[core]\n\tbare = true\n\tfsmonitor = touch ran\n[filter \"x\"]\n\tclean = touch ran\n");
        var history = GitHistory.resume(folder, environment);
        var files = List.of("tests/data/sample.git/config", "tests/data/sample.git/HEAD",
                "tests/data/sample.git/description");
        history.commit(GitFixture.said("Sample"), files);
        assertEquals(String.join("\n", files.stream().sorted().toList()),
                git(folder, "show", "--name-only", "--format="));
        history.cleanCheckout(temp.resolve("copy"));
        assertTrue(Files.exists(temp.resolve("copy/tests/data/sample.git/HEAD")));
        assertTrue(Files.notExists(folder.resolve("ran"))
                && Files.notExists(folder.resolve("tests/data/sample.git/ran")));
    }

    @Test
    void largeFilesGoThroughAFilterOfTheUsersOwn() throws IOException {
        for (var way : List.of("clean=sed s/large/pointer/", "smudge=sed s/pointer/large/", "required=true")) {
            git(temp, "config", "--global", "filter.lfs." + way.split("=")[0], way.split("=")[1]);
        }
        begin("init", "-q", "-b", "main");
        write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        write("a.bin", "large content\n");
        var history = GitHistory.resume(folder, environment);
        history.commit(GitFixture.said("Large"), List.of(".gitattributes", "a.bin"));
        assertEquals("pointer content", git(folder, "cat-file", "blob", "HEAD:a.bin"));
        assertTrue(history.clean());
        assertEquals("large content\n", Files.readString(history.cleanCheckout(temp.resolve("copy")).resolve("a.bin")));
        assertEquals(history.head(), history.commit(GitFixture.said("Again"), List.of("a.bin")));
    }

    @ParameterizedTest
    @CsvSource({"core.hooksPath, .husky", "core.fsmonitor, true", "core.fsmonitor, false", "pager.log, false",
            "core.pager.x, y", "gitflow.branch.master, main",
            "core.splitIndex, true", "index.version, 4", "core.sparseCheckout, true", "core.logAllRefUpdates, always",
            "user.name, Ünal"})
    void aSettingLeadsNowhere(String key, String value) throws IOException {
        begin("init", "-q", "-b", "main");
        git(folder, "config", key, value);
        write(".husky/pre-commit", "exit 1\n");
        git(folder, "add", ".husky");
        GitHistory.resume(folder, environment).commit(GitFixture.said("Husky"), List.of(".husky/pre-commit"));
        worksOn("main");
    }

    @Test
    void hooksAreLinksToTheProjectsOwn() throws IOException {
        begin("init", "-q", "-b", "main");
        var hooks = Files.createDirectories(folder.resolve(".git/hooks"));
        Files.createSymbolicLink(hooks.resolve("pre-commit"), Path.of("../../tools/pre-commit"));
        worksOn("main");
        try (var all = Files.list(hooks)) {
            for (var hook : all.toList()) Files.delete(hook);
        }
        Files.delete(hooks);
        Files.createSymbolicLink(hooks, Path.of("../tools"));
        GitHistory.open(folder, environment);
    }

    private void begin(String... init) throws IOException {
        git(folder, init);
        write("a", "0");
        git(folder, "add", "a");
        git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "begin");
    }

    private String worksOn(String branch) throws IOException {
        var history = GitHistory.open(folder, environment);
        var before = history.head();
        write("new", "1");
        var hash = history.commit(GitFixture.said("New"), List.of("new"));
        assertEquals(hash, git(folder, "rev-parse", branch));
        assertEquals(before, history.before(hash));
        assertEquals(hash, GitHistory.open(folder, environment).head());
        assertEquals("1", Files.readString(history.cleanCheckout(temp.resolve("copy")).resolve("new")));
        return hash;
    }
}
