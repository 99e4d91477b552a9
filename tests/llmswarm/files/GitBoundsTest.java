package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import llmswarm.guard.Stop;
import machine.SearchPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories that would lead git out of the project. */
class GitBoundsTest extends GitFixture {
    @Test
    void aWorkTreeOfAnotherRepositoryIsRefused() throws IOException {
        var main = other();
        git(main, "worktree", "add", "-q", "-b", "planted", folder.toString());
        assertEquals("'%s' is part of a repository that lies elsewhere (%s/.git/worktrees/mein-Projekt), where commits would be written; choose another folder with --output"
                .formatted(folder, main), refusal());
        assertEquals("1", git(main, "rev-list", "--count", "planted"));
    }

    @Test
    void aSubmoduleIsRefused() throws IOException {
        var main = other();
        git(main, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", main.toString(), "sub");
        folder = main.resolve("sub");
        assertEquals("'%s' is part of a repository that lies elsewhere (../.git/modules/sub), where commits would be written; choose another folder with --output"
                .formatted(folder), refusal());
    }

    @ParameterizedTest
    @CsvSource({"HEAD", "no HEAD"})
    void aRepositoryWithItsBranchesInAnotherOneIsRefused(String begun) throws IOException {
        var victim = other();
        GitHistory.open(folder, environment);
        write(".git/commondir", victim + "/.git\n");
        write(".git/HEAD", "ref: refs/heads/planted\n");
        if (begun.startsWith("no")) Files.delete(folder.resolve(".git/HEAD"));
        var before = git(victim, "config", "--list", "--local");
        assertEquals("the repository in '%s' keeps its branches in another one (.git/commondir), where commits would be written; choose another folder with --output"
                .formatted(folder), refusal());
        assertThrows(Stop.class, () -> GitHistory.resume(folder, environment));
        assertEquals("main", git(victim, "branch", "--format=%(refname:short)"));
        assertEquals(before, git(victim, "config", "--list", "--local"));
    }

    @Test
    void borrowedObjectsAreRefusedUntilTheyAreCopied() throws IOException {
        git(temp, "clone", "-q", "--shared", other().toString(), folder.toString());
        assertEquals("the repository in '%s' borrows objects from another one; copy them with git repack -a -d and remove .git/objects/info/alternates, or choose another folder with --output"
                .formatted(folder), refusal());
        git(folder, "repack", "-q", "-a", "-d");
        Files.delete(folder.resolve(".git/objects/info/alternates"));
        assertEquals(git(folder, "rev-parse", "HEAD"), GitHistory.open(folder, environment).head());
    }

    @ParameterizedTest
    @CsvSource({"objects", "objects/00", "objects/pack", "objects/info", "refs", "refs/heads", "refs/heads/main",
            "refs/remotes/x", "packed-refs", "info",
            "info/exclude", "info/attributes", "logs", "logs/HEAD", "logs/refs/heads/main", "index", "index.lock",
            "config", "HEAD", "HEAD.lock", "description"})
    void aLinkInGitsOwnFolderIsRefusedAndNotWrittenThrough(String name) throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        history.commit(GitFixture.said("One"), List.of("a"));
        var link = folder.resolve(".git").resolve(name);
        var victim = temp.resolve("victim");
        Files.createDirectories(link.getParent());
        if (Files.exists(link)) Files.move(link, victim);
        else Files.writeString(victim, "untouched");
        Files.createSymbolicLink(link, victim);
        var before = content(victim);
        assertEquals("'%s' is a link, through which git would write elsewhere; choose another folder with --output".formatted(link), refusal());
        assertEquals(before, content(victim));
    }

    @ParameterizedTest
    @CsvSource({"refs/heads/../../../x", "refs/./x", "refs", "config", "/refs/heads/main"})
    void aHeadThatIsALinkToAnythingButAReferenceIsRefused(String target) throws IOException {
        GitHistory.open(folder, environment);
        var head = folder.resolve(".git/HEAD");
        Files.delete(head);
        Files.createSymbolicLink(head, Path.of(target));
        assertEquals("'%s' is a link, through which git would write elsewhere; choose another folder with --output".formatted(head), refusal());
    }

    @ParameterizedTest
    @CsvSource({"logs/HEAD", "info/exclude"})
    void aFileThatIsAppendedToAndIsAnotherOneTooIsRefused(String name) throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "1");
        history.commit(GitFixture.said("One"), List.of("a"));
        var log = folder.resolve(".git").resolve(name);
        Files.createLink(temp.resolve("victim"), log);
        assertEquals("'%s' has another name elsewhere (a hard link), where git would write too; choose another folder with --output".formatted(log), refusal());
    }

    @Test
    void whatGitWouldWaitForIsRefused() throws Exception {
        GitHistory.open(folder, environment);
        var pipe = folder.resolve(".git/packed-refs");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals("'%s' is neither a file nor a folder, which git would wait for; choose another folder with --output".formatted(pipe), refusal());
    }

    @Test
    void aRepositoryThatSaysItHasNoFilesIsRefused() throws IOException {
        GitHistory.open(folder, environment);
        git(folder, "config", "core.bare", "true");
        assertEquals("the repository in '%s' is a bare one, without files; choose another folder with --output".formatted(folder), refusal());
    }

    @Test
    void whatIsPutInAnObjectsPlaceIsNotTaken() throws IOException {
        var history = GitHistory.open(folder, environment);
        write("a", "true");
        var real = history.commit(GitFixture.said("One"), List.of("a"));
        write("a", "planted");
        var planted = history.commit(GitFixture.said("Two"), List.of("a"));
        git(folder, "reset", "-q", "--hard", real);
        git(folder, "replace", real, planted);
        assertEquals("true", Files.readString(GitHistory.resume(folder, environment).cleanCheckout(temp.resolve("copy"))
                .resolve("a")));
    }

    @Test
    void locksOfAnotherRepositoryAreLeftAlone() throws IOException {
        var lock = Files.createFile(other().resolve(".git/index.lock"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.EPOCH));
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve(".git"), lock.getParent());
        assertThrows(Stop.class, () -> GitHistory.resume(folder, environment));
        assertTrue(Files.exists(lock));
    }

    @Test
    void aVersionManagerThatChoosesGitFindsNoFileOfTheProject() throws IOException {
        var chooser = Files.createDirectory(temp.resolve("shims")).resolve("git");
        Files.writeString(chooser, "#!/bin/sh\npwd >'%s'\nexec '%s' \"$@\"\n".formatted(temp.resolve("where"),
                SearchPath.of(environment).find("git").orElseThrow()));
        assertTrue(chooser.toFile().setExecutable(true));
        environment.put("PATH", chooser.getParent() + ":" + environment.get("PATH"));
        GitHistory.open(folder, environment);
        assertEquals("/\n", Files.readString(temp.resolve("where")));
    }

    @Test
    void noProgramOfTheProjectIsTakenForGit() throws IOException {
        GitHistory.open(folder, environment);
        for (var name : List.of("git", "bin/git")) {
            write(name, "#!/bin/sh\ntouch '%s'\n".formatted(temp.resolve("ran")));
            folder.resolve(name).toFile().setExecutable(true);
        }
        environment.put("PATH", ".:bin::" + environment.get("PATH") + ":");
        var history = GitHistory.resume(folder, environment);
        history.commit(GitFixture.said("One"), List.of("git", "bin/git"));
        assertFalse(Files.exists(temp.resolve("ran")));
    }

    @Test
    void noConfigurationOfTheProjectIsTakenForTheUsers() throws IOException {
        write(".gitconfig", "[user]\n\tname = Planted\n\temail = p@example.com\n");
        for (var name : List.of("GIT_CONFIG_GLOBAL", "HOME", "XDG_CONFIG_HOME")) environment.put(name,
                name.startsWith("GIT") ? ".gitconfig" : ".");
        git(folder, "init", "-q");
        assertEquals("LLM Swarm <swarm@localhost>",
                GitFound.look(folder, environment).get().identity().orElse("LLM Swarm <swarm@localhost>"));
    }

    private Path other() throws IOException {
        var main = temp.resolve("other");
        var history = GitHistory.open(main, environment);
        Files.writeString(main.resolve("v"), "v");
        history.commit(GitFixture.said("V"), List.of("v"));
        return main;
    }

    private static List<String> content(Path victim) throws IOException {
        try (var all = Files.walk(victim)) {
            return all.map(file -> file + (Files.isRegularFile(file) ? " " + file.toFile().length() : "")).sorted()
                    .toList();
        }
    }

    private String refusal() {
        return assertThrows(Stop.class, () -> GitHistory.open(folder, environment)).getMessage();
    }
}
