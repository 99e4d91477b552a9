package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import llmswarm.guard.Stop;
import machine.CurrentUser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state in which a person left a repository, and what their git is told of all repositories. */
class GitStateTest extends GitFixture {
    @BeforeEach
    void twoBranches() throws IOException {
        git(folder, "init", "-q", "-b", "main");
        git(folder, "config", "user.name", "a");
        git(folder, "config", "user.email", "a@b");
        for (var name : List.of("a", "b", "c", "d")) commit(name, name + "\n");
        git(folder, "switch", "-q", "-c", "other", "HEAD~3");
        commit("e", "e\n");
        git(folder, "switch", "-q", "main");
    }

    private void commit(String name, String text) throws IOException {
        write(name, text);
        git(folder, "add", name);
        git(folder, "commit", "-qm", name);
    }

    private String refusal() {
        return assertThrows(Stop.class, () -> GitHistory.open(folder, environment)).getMessage();
    }

    @ParameterizedTest
    @CsvSource({"merge -q -s ours --no-commit other, a merge; end it with git merge --continue or --abort",
            "cherry-pick HEAD, a cherry-pick; end it with git cherry-pick --continue or --abort",
            "revert --no-commit HEAD~1, a revert; end it with git revert --continue or --abort",
            "rebase -q --exec=false HEAD~1, a rebase; end it with git rebase --continue or --abort",
            "bisect start HEAD HEAD~3, a bisect; end it with git bisect reset"})
    void whatIsUnderWayIsToldWithItsEnd(String command, String what) throws IOException {
        git(folder, command.split(" "));
        assertEquals("'%s' is in the middle of %s, or choose another folder with --output".formatted(folder, what),
                refusal());
    }

    @Test
    void patchesThatAreAppliedOneByOneAreUnderWayToo() throws IOException {
        Files.writeString(temp.resolve("one"), git(folder, "format-patch", "-1", "--stdout", "other") + "\n");
        commit("e", "another\n");
        git(folder, "am", temp.resolve("one").toString());
        assertTrue(refusal().contains("is in the middle of an am; end it with git am --continue or --abort"), refusal());
    }

    @ParameterizedTest
    @CsvSource({"merge --abort, merge -q -s ours --no-commit other", "bisect reset, bisect start HEAD HEAD~3",
            "rebase --abort, rebase -q --exec=false HEAD~1"})
    void whatHasEndedIsUnderWayNoMore(String end, String command) throws IOException {
        git(folder, command.split(" "));
        git(folder, end.split(" "));
        assertEquals(List.of(), GitHistory.open(folder, environment).remarks());
    }

    @Test
    void aHeadOnNoBranchIsToldAndWorkedOn() throws IOException {
        git(folder, "checkout", "-q", "--detach");
        var history = GitHistory.open(folder, environment);
        assertEquals(List.of("'%s' is on no branch (a detached HEAD), and so are the commits of this; git switch -c NAME there gives them one"
                .formatted(folder)), history.remarks());
        write("new", "1");
        assertEquals(history.commit(GitFixture.said("New"), List.of("new")), git(folder, "rev-parse", "HEAD"));
    }

    @Test
    void aRepositoryOfSomebodyElseIsToldInGitsWordsUnlessItIsCalledSafe() throws IOException {
        assumeTrue(CurrentUser.id() == 0, "only root can give files away");
        Files.setAttribute(folder, "unix:uid", 65_534);
        Files.setAttribute(folder.resolve(".git"), "unix:uid", 65_534);
        assertEquals("git does not work in '%s': detected dubious ownership in repository at '%1$s'; if you trust its owner, type: git config --global --add safe.directory '%1$s'"
                .formatted(folder), refusal());
        var system = Files.writeString(temp.resolve("system"), "[safe]\n\tdirectory = /x\n\tdirectory = *\n");
        environment.put("GIT_CONFIG_SYSTEM", system.toString());
        var history = GitHistory.open(folder, environment);
        write("new", "1");
        assertEquals(40, history.commit(GitFixture.said("New"), List.of("new")).length());
        environment.remove("GIT_CONFIG_SYSTEM");
        git(temp, "config", "--global", "--add", "safe.directory", folder.toString());
        assertTrue(GitHistory.open(folder, environment).clean());
    }

    @ParameterizedTest
    @CsvSource({"* text=auto eol=crlf", "* text eol=crlf", "* filter=lfs", "* working-tree-encoding=UTF-16", "* ident"})
    void whatTheUserSaysOfAllFilesHoldsForNoneOfAProject(String line) throws IOException {
        environment.put("XDG_CONFIG_HOME", temp.resolve("xdg").toString());
        Files.writeString(Files.createDirectories(temp.resolve("xdg/git")).resolve("attributes"), line + "\n");
        for (var way : List.of("clean", "smudge")) git(temp, "config", "--global", "filter.lfs." + way, "false");
        git(temp, "config", "--global", "filter.lfs.required", "true");
        git(temp, "config", "--global", "core.eol", "crlf");
        var text = "#!/bin/sh\necho $Id$ ü\n";
        var history = GitHistory.open(folder, environment);
        write("tool.sh", text);
        history.commit(GitFixture.said("Tool"), List.of("tool.sh"));
        assertEquals(text, Files.readString(history.cleanCheckout(temp.resolve("copy")).resolve("tool.sh")));
        assertEquals(List.of(), history.remarks());
    }

    @Test
    void whatAProjectSaysOfItsOwnFilesHolds() throws IOException {
        commit(".gitattributes", "*.bat text eol=crlf\n");
        var history = GitHistory.open(folder, environment);
        write("a.bat", "echo\n");
        history.commit(GitFixture.said("Batch"), List.of("a.bat"));
        assertEquals("echo\r\n", Files.readString(history.cleanCheckout(temp.resolve("copy")).resolve("a.bat")));
    }

    @Test
    void filesOfGitLfsAreToldBeforeTheyAreRead() throws IOException {
        commit("sub/.gitattributes", "# *.x filter=other\n*.bin filter=lfs -text\n");
        var unset = GitHistory.open(folder, environment).remarks();
        assertEquals(1, unset.size());
        assertTrue(unset.getFirst().contains("kept by git-lfs, which your git configuration does not set up"));
        git(temp, "config", "--global", "filter.lfs.clean", "cat -- %f");
        git(temp, "config", "--global", "filter.lfs.required", "true");
        assertEquals(List.of("files in '%s' are kept by git-lfs: agents and checks see a pointer in place of each"
                .formatted(folder)), GitHistory.open(folder, environment).remarks());
        git(temp, "config", "--global", "filter.lfs.process", "git-lfs-of-nobody filter-process");
        assertEquals("the repository in '%s' passes files through 'git-lfs-of-nobody' (the filter 'lfs' of its .gitattributes), which is not on the PATH; install it, or choose another folder with --output"
                .formatted(folder), refusal());
        git(temp, "config", "--global", "filter.lfs.required", "false");
        assertEquals(1, GitHistory.open(folder, environment).remarks().size());
    }
}
