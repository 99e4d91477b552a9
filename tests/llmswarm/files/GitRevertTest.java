package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import llmswarm.files.GitRevert.Reverted;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left when commits are taken back, asked of a real git. */
class GitRevertTest extends GitFixture {
    private static final String TEN = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    private GitHistory history;

    @BeforeEach
    void repository() {
        history = GitHistory.open(folder, environment);
    }

    private String commit(String path, String text) throws IOException {
        write(path, text);
        return history.commit(said("Write " + path), List.of(path));
    }

    private Reverted takeBack(String... commits) {
        var reverts = history.reverts();
        return reverts.takeBack(reverts.since(Arrays.asList(commits)).stream()
                .filter(commit -> List.of(commits).contains(commit.hash())).toList(),
                commit -> said("Revert \"%s\"".formatted(commit.title())));
    }

    private String read(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    @Test
    void aFileThatCameGoesAndOneThatWasChangedIsAsBefore() throws IOException {
        commit("a.txt", "old\n");
        var changed = commit("a.txt", "new\n");
        var came = commit("d/b.txt", "b\n");
        assertEquals(2, assertInstanceOf(Reverted.Made.class, takeBack(changed, came)).commits().size());
        assertEquals("old\n", read("a.txt"));
        assertFalse(Files.exists(folder.resolve("d")));
        assertEquals("Revert \"Write a.txt\"\nRevert \"Write d/b.txt\"\nWrite d/b.txt\nWrite a.txt\nWrite a.txt",
                git(folder, "log", "--format=%s"));
        assertEquals("", git(folder, "status", "--porcelain"));
    }

    @Test
    void whatWasChangedElsewhereInAFileSinceStays() throws IOException {
        commit("a.txt", TEN);
        var changed = commit("a.txt", TEN.replace("2\n", "two\n"));
        commit("a.txt", TEN.replace("2\n", "two\n").replace("9\n", "nine\n"));
        assertInstanceOf(Reverted.Made.class, takeBack(changed));
        assertEquals(TEN.replace("9\n", "nine\n"), read("a.txt"));
    }

    @Test
    void aChangeAtTheSamePlaceIsNamedAndNothingIsChanged() throws IOException {
        commit("a.txt", TEN);
        var first = commit("b.txt", "b\n");
        var changed = commit("a.txt", TEN.replace("2\n", "two\n"));
        var head = commit("a.txt", TEN.replace("2\n", "TWO\n"));
        assertEquals(new Reverted.Conflict(changed, List.of("a.txt")), takeBack(first, changed));
        assertEquals(head, history.head());
        assertEquals("b\n", read("b.txt"));
        assertEquals("", git(folder, "status", "--porcelain", "--ignored", "--untracked-files=all"));
        assertEquals(List.of(), Files.list(folder.resolve(".git")).map(Path::getFileName).map(Path::toString)
                .filter(name -> name.startsWith("swarm-")).toList());
    }

    @Test
    void aFileThatWasChangedAndWouldGoIsAConflict() throws IOException {
        var came = commit("a.txt", TEN);
        commit("a.txt", TEN + "11\n");
        assertEquals(new Reverted.Conflict(came, List.of("a.txt")), takeBack(came));
    }

    @Test
    void whatIsGoneAlreadyNeedsNoCommit() throws IOException {
        commit("a.txt", "a\n");
        var came = commit("b.txt", "b\n");
        Files.delete(folder.resolve("b.txt"));
        var head = history.commit(said("Remove b"), List.of("b.txt"));
        assertEquals(new Reverted.Made(List.of()), takeBack(came));
        assertEquals(head, history.head());
    }

    @Test
    void theFirstCommitCanBeTakenBackToo() throws IOException {
        var first = commit("a.txt", "a\n");
        assertEquals(1, assertInstanceOf(Reverted.Made.class, takeBack(first)).commits().size());
        assertEquals("", git(folder, "ls-files"));
        assertTrue(history.clean());
    }

    @Test
    void anOddNameAndBytesThatAreNoTextComeThrough() throws IOException {
        var odd = "ä \"b\"\t{c}.bin";
        Files.write(folder.resolve(odd), new byte[] {0, 1, (byte) 0xff, 10});
        var old = history.commit(said("One"), List.of(odd));
        Files.write(folder.resolve(odd), new byte[] {0, 2, (byte) 0xfe, 10});
        var now = history.commit(said("Two"), List.of(odd));
        assertEquals(List.of(odd), List.copyOf(history.reverts().since(List.of(now)).getFirst().files()));
        assertEquals(new Reverted.Conflict(old, List.of(odd)), takeBack(old));
        assertInstanceOf(Reverted.Made.class, takeBack(now));
        assertEquals(0xff, Files.readAllBytes(folder.resolve(odd))[2] & 0xff);
    }

    @Test
    void aFileThatNobodyCommittedIsNotWrittenOver() throws IOException {
        commit("a.txt", "a\n");
        Files.delete(folder.resolve("a.txt"));
        var gone = history.commit(said("Remove a"), List.of("a.txt"));
        write("a.txt", "mine\n");
        var refused = assertThrows(Stop.class, () -> takeBack(gone));
        assertTrue(refused.getMessage().contains("a.txt"), refused.getMessage());
        assertEquals("mine\n", read("a.txt"));
        assertEquals(gone, history.head());
    }

    @Test
    void norIsOneThatGitIgnoresOrWhatLiesOnTheWayOrInItsPlace() throws IOException {
        commit(".gitignore", "/mine*\n/a\n");
        write("mine", "theirs\n");
        write("a/b", "theirs\n");
        history.commit(said("Write two"), List.of("mine", "a/b"));
        Files.delete(folder.resolve("mine"));
        Files.delete(folder.resolve("a/b"));
        Files.delete(folder.resolve("a"));
        var gone = history.commit(said("Remove two"), List.of("mine", "a/b"));
        write("mine", "my own\n");
        var refused = assertThrows(Stop.class, () -> takeBack(gone));
        assertEquals("nothing was changed: git would write over 'mine' in '%s', which is in no commit; move it elsewhere first"
                .formatted(folder), refused.getMessage());
        assertEquals("my own\n", read("mine"));
        Files.delete(folder.resolve("mine"));
        write("mine/own", "my own\n");
        assertThrows(Stop.class, () -> takeBack(gone));
        assertEquals("my own\n", read("mine/own"));
        Files.delete(folder.resolve("mine/own"));
        Files.delete(folder.resolve("mine"));
        write("a", "my own\n");
        assertThrows(Stop.class, () -> takeBack(gone));
        assertEquals("my own\n", read("a"));
        Files.delete(folder.resolve("a"));
        assertInstanceOf(Reverted.Made.class, takeBack(gone));
        assertEquals("theirs\n", read("a/b"));
    }

    @Test
    void aTitleMayHoldAnyBytesAndAFileAnyName() throws IOException {
        write("a.txt", "a\n");
        var title = "one\1two\2three";
        var odd = history.commit(said(title), List.of("a.txt"));
        var named = commit(odd, "x\n");
        commit("\nb", "b\n");
        var since = history.reverts().since(List.of(odd));
        assertEquals(List.of("Write b", "Write " + odd, title), since.stream().map(GitRevert.Commit::title)
                .toList());
        assertEquals(List.of(List.of("\nb"), List.of(odd), List.of("a.txt")), since.stream()
                .map(commit -> List.copyOf(commit.files())).toList());
        assertEquals(named, since.get(1).hash());
    }

    @Test
    void hooksEditorsAndMergeProgramsDoNotRun() throws IOException {
        var marker = temp.resolve("ran");
        commit("a.txt", TEN);
        var changed = commit("a.txt", TEN.replace("2\n", "two\n"));
        commit("a.txt", TEN.replace("2\n", "two\n").replace("9\n", "nine\n"));
        for (var hook : List.of("pre-commit", "post-commit", "commit-msg", "reference-transaction", "post-checkout")) {
            var file = folder.resolve(".git/hooks").resolve(hook);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\ntouch '%s'\n".formatted(marker));
            file.toFile().setExecutable(true);
        }
        git(temp, "config", "--global", "merge.mine.driver", "touch '%s'".formatted(marker));
        git(temp, "config", "--global", "core.editor", "touch '%s'".formatted(marker));
        Files.writeString(folder.resolve(".git/info/attributes"), "*.txt merge=mine\n");
        assertInstanceOf(Reverted.Made.class, takeBack(changed));
        assertFalse(Files.exists(marker));
        assertEquals(TEN.replace("9\n", "nine\n"), read("a.txt"));
    }

    @Test
    void aCommitOfAnotherBranchIsRefused() throws IOException {
        commit("a.txt", "a\n");
        git(folder, "checkout", "-q", "-b", "other");
        var elsewhere = commit("b.txt", "b\n");
        git(folder, "checkout", "-q", "main");
        assertEquals("the commit %s is not in the history of '%s' as it is now; it was rewritten, or lies on another branch: switch to that one"
                .formatted(elsewhere, folder), assertThrows(Stop.class, () -> takeBack(elsewhere)).getMessage());
    }
}
