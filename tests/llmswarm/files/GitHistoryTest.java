package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;

/** What ends up in the history, asked of a real git. */
class GitHistoryTest extends GitFixture {
    @Test
    void aFolderThatIsAbsentGetsARepositoryOfItsOwn() throws IOException {
        git(temp, "init", "-q");
        var history = GitHistory.open(folder, environment);
        assertEquals("", history.head());
        write("ä b.txt", "x");
        var hash = history.commit(GitFixture.said("Write ä"), List.of("ä b.txt"));
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
        history.commit(GitFixture.said("One"), List.of("a"));
        assertFalse(history.fallbackIdentity());
        assertEquals("Ünal <u@example.com>", git(folder, "log", "--format=%cn <%ce>"));
    }

    @Test
    void exactlyTheNamedFilesAreCommitted() throws IOException {
        var history = GitHistory.open(folder, environment);
        write(".gitignore", "*.log\n");
        history.commit(GitFixture.said("Ignore"), List.of(".gitignore"));
        write("a", "1");
        write("b", "1");
        write("c*", "1");
        write("cd", "1");
        write("x.log", "1");
        git(folder, "add", "b");
        history.commit(GitFixture.said("Some"), List.of("a", "c*", "x.log"));
        assertEquals("a\nc*\nx.log", git(folder, "show", "--name-only", "--format="));
        assertEquals("A  b\n?? cd", git(folder, "status", "--porcelain"));
        Files.delete(folder.resolve("a"));
        history.commit(GitFixture.said("Gone"), List.of("a"));
        assertEquals("D\ta", git(folder, "show", "--name-status", "--format="));
    }

    @Test
    void theSameContentMakesNoCommit() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        var first = history.commit(GitFixture.said("One"), List.of("a"));
        write("a", "1");
        write("other", "1");
        assertEquals(first, history.commit(GitFixture.said("Two"), List.of("a")));
        assertEquals(first, history.commit(GitFixture.said("Three"), List.of()));
        assertEquals("One", git(folder, "log", "--format=%s"));
    }

    @Test
    void aMessageIsKeptAsItIs() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("-x", "1");
        history.commit(GitFixture.said("# Title\n\n# not a comment; 'quotes' $HOME\n"), List.of("-x"));
        assertEquals("# Title\n\n# not a comment; 'quotes' $HOME", git(folder, "log", "--format=%B"));
    }

    @Test
    void whatCannotBeCommittedIsSaid() throws IOException {
        var history = GitHistory.open(folder, environment);
        Files.createSymbolicLink(folder.resolve("link"), Files.createDirectories(temp.resolve("elsewhere")));
        assertEquals("git could not add files in '%s': 'link/a' is beyond a symbolic link".formatted(folder),
                assertThrows(Stop.class, () -> history.commit(GitFixture.said("x"), List.of("link/a"))).getMessage());
        assertEquals("", history.head());
    }

    @Test
    void aFileBecomesAFolderAndAFileAgain() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        history.commit(GitFixture.said("File"), List.of("a"));
        Files.delete(folder.resolve("a"));
        write("a/b", "2");
        history.commit(GitFixture.said("Folder"), List.of("a/b", "a"));
        assertEquals("a/b", git(folder, "ls-tree", "-r", "--name-only", "HEAD"));
        Files.delete(folder.resolve("a/b"));
        Files.delete(folder.resolve("a"));
        write("a", "3");
        history.commit(GitFixture.said("File again"), List.of("a", "a/b"));
        assertEquals("a", git(folder, "ls-tree", "-r", "--name-only", "HEAD"));
        assertTrue(history.clean());
    }

    @Test
    void nothingIsCommittedBeforeThereIsAnything() throws IOException {
        var history = GitHistory.open(folder, environment);
        assertEquals("", history.commit(GitFixture.said("Nothing"), List.of("absent")));
        assertEquals("", history.head());
    }

    @Test
    void theLogOfTheBranchTellsTheCommit() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        history.commit(GitFixture.said("\nOne  \n\nAnd why.\n\n"), List.of("a"));
        assertEquals("commit: One", git(folder, "reflog", "--format=%gs", "main"));
        assertEquals("One\n\nAnd why.", git(folder, "log", "--format=%B"));
    }

    @Test
    void ourOwnFolderIsInvisible() throws IOException {
        write(".swarm/runs/1/journal.jsonl", "{}");
        var history = GitHistory.open(folder, environment);
        write(".swarm-1.tmp", "half");
        assertTrue(history.clean());
        GitHistory.open(folder, environment);
        assertEquals(1, Files.readAllLines(folder.resolve(".git/info/exclude")).stream().filter(".swarm/"::equals)
                .count());
    }

    @Test
    void aCleanCheckoutIsAPlainFolderWithTheNewestCommit() throws IOException {
        var history = GitHistory.open(folder, environment);
        assertTrue(history.cleanCheckout(temp.resolve("nothing yet")).toFile().isDirectory());
        write("src/über.txt", "1");
        write("run", "#!/bin/sh\n");
        folder.resolve("run").toFile().setExecutable(true);
        history.commit(GitFixture.said("One"), List.of("src/über.txt", "run"));
        write("src/über.txt", "dirty");
        write("untracked", "1");
        var copy = history.cleanCheckout(temp.resolve("saubere Kopie"));
        try (var all = Files.walk(copy)) {
            assertEquals(List.of("run", "src/über.txt"),
                    all.filter(Files::isRegularFile).map(f -> copy.relativize(f).toString()).sorted().toList());
        }
        assertEquals("1", Files.readString(copy.resolve("src/über.txt")));
        assertTrue(Files.isExecutable(copy.resolve("run")));
        assertEquals("dirty", Files.readString(folder.resolve("src/über.txt")));
        try (var left = Files.list(folder.resolve(".git"))) {
            assertTrue(left.noneMatch(f -> f.getFileName().toString().startsWith("swarm-index")));
        }
        assertEquals("'%s' is not empty".formatted(copy),
                assertThrows(Stop.class, () -> history.cleanCheckout(copy)).getMessage());
    }

    /** Whatever is called so there, and whatever it is; what is only called alike stays. */
    @Test
    void aCleanCheckoutLeavesOutTheFolderOfThisProgram() throws IOException {
        var history = GitHistory.open(folder, environment);
        for (var name : List.of(".swarm/tools/probe", ".swarm.txt", "a/swarm")) write(name, "1");
        history.commit(GitFixture.said("One"), List.of(".swarm/tools/probe", ".swarm.txt", "a/swarm"));
        assertEquals(List.of(".swarm.txt", "a/swarm"),
                List.copyOf(contents(history.cleanCheckout(temp.resolve("one"))).keySet()));
        assertFalse(Files.exists(temp.resolve("one/.swarm")));
        Files.delete(folder.resolve(".swarm/tools/probe"));
        Files.delete(folder.resolve(".swarm/tools"));
        Files.delete(folder.resolve(".swarm"));
        history.commit(GitFixture.said("Two"), List.of(".swarm/tools/probe"));
        Files.createSymbolicLink(folder.resolve(".swarm"), Path.of("a"));
        git(folder, "add", "--force", ".swarm");
        git(folder, "-c", "user.name=A", "-c", "user.email=a@localhost", "commit", "--quiet", "--message", "Three");
        assertEquals(List.of(".swarm.txt", "a/swarm"),
                List.copyOf(contents(history.cleanCheckout(temp.resolve("two"))).keySet()));
        assertFalse(Files.isSymbolicLink(temp.resolve("two/.swarm")));
    }

    private static SortedMap<String, byte[]> contents(Path folder) {
        return new ProjectTree(folder).contents();
    }

    @Test
    void aCommitIsWholeAlsoWhenTheThreadIsInterrupted() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        Thread.currentThread().interrupt();
        var hash = history.commit(GitFixture.said("One"), List.of("a"));
        assertTrue(Thread.interrupted());
        assertEquals(hash, git(folder, "rev-parse", "HEAD"));
    }
}
