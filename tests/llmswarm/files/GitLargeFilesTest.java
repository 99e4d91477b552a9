package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user whose git-lfs works in every repository, and what a repository may tell git-lfs. */
class GitLargeFilesTest extends GitFixture {
    @ParameterizedTest
    @ValueSource(strings = {"lfs.extension.x.clean", "lfs.extension.x.smudge", "LFS.Extension.x.Clean",
            "lfs.customtransfer.x.path", "lfs.standalonetransferagent",
            "lfs.https://host/x.standalonetransferagent", "lfs.url", "lfs.pushurl", "lfs.storage",
            "lfs.extension.clean=touch ran.access", "lfs.unheardof"})
    void aRepositoryThatTellsGitLfsWhatToRunOrReachIsRefused(String key) throws IOException {
        GitHistory.open(folder, environment);
        var last = key.lastIndexOf('.');
        var first = key.indexOf('.');
        var section = first == last ? "[lfs]" : "[lfs \"%s\"]".formatted(key.substring(first + 1, last));
        write(".git/config", Files.readString(folder.resolve(".git/config")) + section + "\n\t"
                + key.substring(last + 1) + " = touch ran\n");
        assertTrue(refusal().startsWith("the repository in '%s' sets 'lfs.".formatted(folder)), refusal());
    }

    @ParameterizedTest
    @CsvSource({"harmless.key, lfs.extension.x.clean=touch ran", "core.fsmonitor, LFS.extension.x.clean=touch ran",
            "lfs.locksverify, lfs.url=http://host"})
    void aSettingOfGitLfsInAFurtherLineOfAnotherOneIsRefused(String key, String line) throws IOException {
        GitHistory.open(folder, environment);
        git(folder, "config", key, "true\n" + line);
        assertEquals("the repository in '%s' sets '%s', with which git can run other programs or work elsewhere; remove that, or choose another folder with --output"
                .formatted(folder, key), refusal());
    }

    @ParameterizedTest
    @CsvSource({"lfs.repositoryformatversion, 0", "lfs.https://host/x.git/info/lfs.access, basic",
            "lfs.https://user@host:8443/a.b/x.git/info/lfs.locksverify, false",
            "lfs.ssh://git@host/x.git.locksverify, true", "lfs.locksverify, true", "lfs.fetchrecentalways, true",
            "lfs.fetchrecentcommitsdays, 3",
            "lfs.pruneoffsetdays, 3", "lfs.fetchexclude, '*.psd'", "lfs.transfer.maxretries, 3",
            "LFS.ConcurrentTransfers, 4", "lfsx.url, y", "alias.both, 'log\nstatus'"})
    void whatGitLfsNotesForItselfLeadsNowhere(String key, String value) throws IOException {
        GitHistory.open(folder, environment);
        git(folder, "config", key, value);
        assertEquals(value, git(folder, "config", key));
        assertEquals("", GitHistory.open(folder, environment).head());
    }

    @Test
    void aFilterOfTheUsersOwnIsToldToFetchNothing() throws IOException {
        var seen = temp.resolve("seen");
        for (var way : List.of("clean", "smudge")) {
            var filter = Files.writeString(temp.resolve(way),
                    "#!/bin/sh\necho %s $GIT_LFS_SKIP_SMUDGE >> '%s'\ncat\n".formatted(way, seen));
            filter.toFile().setExecutable(true);
            git(temp, "config", "--global", "filter.lfs." + way, filter.toString());
        }
        var history = GitHistory.open(folder, environment);
        write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        var pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 3\n".formatted(1);
        write("a.bin", pointer);
        history.commit(GitFixture.said("Large"), List.of(".gitattributes", "a.bin"));
        assertEquals(pointer, Files.readString(history.cleanCheckout(temp.resolve("copy")).resolve("a.bin")));
        assertEquals(List.of("clean 1", "smudge 1"), Files.readAllLines(seen).stream().distinct().sorted().toList());
    }

    private String refusal() {
        return assertThrows(Stop.class, () -> GitHistory.open(folder, environment)).getMessage();
    }
}
