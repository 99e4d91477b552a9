package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.prompt.Tokens;
import llmswarm.run.journal.ChangeEvent;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Planning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sentence changes a repository that nobody made with this tool, and nothing in it that the change does not need. */
class ChangeTest {
    private static final String ADDS = """
            ### src/add.sh
            ```
            <<<<<<< SEARCH
            echo $(($1 - $2))
            =======
            echo $(($1 + $2))
            >>>>>>> REPLACE
            ```
            ### tests/test-add.sh
            ```
            #!/bin/sh
            [ "$(sh src/add.sh 2 3)" = 5 ] || { echo "FAIL: add"; exit 1; }
            ```
            """;

    @TempDir
    Path folder;
    private ChangedProject project;

    @BeforeEach
    void repository() {
        project = new ChangedProject(folder);
        project.file("src/add.sh", "echo $(($1 - $2))\n").file("src/greet.sh", "echo hello\n")
                .file("old/unused.sh", "echo nobody\n").file("tests/all.sh",
                        "for each in tests/test-*.sh; do sh \"$each\" || code=1; done\nexit ${code:-0}\n")
                .file("tests/test-greet.sh", "[ \"$(sh src/greet.sh)\" = hello ] || { echo 'FAIL: greet'; exit 1; }\n")
                .file("README.md", "# Shell things\n\nRun sh tests/all.sh.\n").commit();
    }

    @Test
    void aFaultIsMendedInOneTaskWithATestThatFailsWithoutTheRepair() {
        var before = project.tree();
        var outcome = project.answering(ADDS).change("src/add.sh subtracts; it should add.");
        assertEquals("done and checked", outcome.label(), project::story);
        assertEquals(List.of("src/add.sh", "tests/test-add.sh"), project.changedSince(before));
        assertEquals(List.of(new ChangeEvent.TestsTried(List.of("tests/test-add.sh"), List.of("FAIL: add"))),
                project.events(ChangeEvent.TestsTried.class));
        assertEquals(List.of("src/add.sh subtracts; it should add."), project.commits().subList(0, 1));
        assertEquals(2, project.commits().size());
    }

    @Test
    void aTestThatPassesWithoutTheRepairIsToldToShowNothing() {
        project.answering(ADDS.replace("= 5 ]", "!= 7 ]")).change("src/add.sh subtracts; it should add.");
        assertEquals(List.of(new ChangeEvent.TestsTried(List.of("tests/test-add.sh"), List.of())),
                project.events(ChangeEvent.TestsTried.class));
    }

    @Test
    void theForecastCountsTheFilesThatAreShown() {
        project.file("src/long.sh", "# add.sh subtracts\n".repeat(1_200)).commit();
        project.answering(ADDS).change("src/add.sh subtracts, as src/long.sh says; it should add.");
        assertTrue(project.asked().getLast().contains("src/long.sh"));
        var plan = project.events(Planning.Forecasted.class).getFirst().plan();
        assertTrue(plan.high() > Tokens.estimate(project.asked().getLast()), plan::toString);
    }

    @Test
    void whatFailedBeforeIsToldAndNotHeldAgainstTheChange() {
        project.file("src/greet.sh", "echo bye\n").commit();
        var outcome = project.answering(ADDS).change("Add instead of subtracting.");
        assertEquals("done and checked", outcome.label(), project::story);
        assertEquals(List.of("failed before the change, so not held against it: tests"), project.notes("failed before"));
        assertEquals(List.of("tests " + Event.Checked.BEFORE, "there "), project.ends().stream()
                .map(check -> check.check() + " " + check.failure()).sorted().toList());
    }

    @Test
    void whereNothingPassesTheChangeIsNotCalledChecked() {
        project.file("README", "gone\n").file("src/greet.sh", "echo bye\n").commit();
        var outcome = project.answering(ADDS).change("Add instead of subtracting.");
        assertEquals("written, not checked", outcome.label(), project::story);
        assertEquals(3, outcome.exit());
    }

    @Test
    void whatPassedBeforeHasToPassAfterwards() {
        project.file("src/other.sh", "echo other\n").file("tests/test-other.sh",
                "[ \"$(sh src/other.sh)\" = other ] || { echo 'FAIL: other'; exit 1; }\n")
                .file("src/greet.sh", "echo bye\n").commit();
        var breaking = ADDS + "### src/other.sh\n```\necho broken\n```\n";
        var mending = "### src/other.sh\n```\necho other\n```\n";
        var outcome = project.answering(breaking, mending).change("Add instead of subtracting.");
        assertEquals(0, outcome.exit(), project::story);
        assertTrue(project.asked().getLast().contains("\nFAIL: other\n"));
        assertFalse(project.asked().getLast().contains("\nFAIL: greet\n"), "what failed before is nobody's to mend");
    }

    @Test
    void aFileIsDeletedWhereTheAnswerSaysSo() {
        var before = project.tree();
        var outcome = project.answering("DELETE: old/unused.sh\n").change("Remove what nobody uses.");
        assertEquals("done and checked", outcome.label(), project::story);
        assertEquals(List.of("old/unused.sh"), project.changedSince(before));
        assertFalse(Files.exists(project.folder().resolve("old")));
        assertEquals("", project.status());
    }

    @Test
    void aFileThatWasNotShownIsNotWrittenAnewWithoutALook() {
        project.file("data/" + "long.txt", "one line of many\n".repeat(9_000)).file("data/table.txt",
                "zero\none\ntwo\nthree\n".repeat(3_000)).commit();
        var blind = "### data/table.txt\n```\nfour\n```\n";
        var edits = "### data/table.txt\n```\n<<<<<<< SEARCH\nnothing like it\n=======\nx\n>>>>>>> REPLACE\n```\n";
        var outcome = project.answering(blind, edits, "### src/greet.sh\n```\necho hello\n```\n")
                .change("Greet in another way.");
        assertEquals(0, outcome.exit(), project::story);
        assertTrue(project.asked().get(2).contains("without having seen"), project.asked().get(2));
        assertTrue(project.read("data/table.txt").startsWith("zero\n"));
    }

    @Test
    void anAgentMayAskToSeeAFileFirst() {
        var outcome = project.answering("SHOW: src/greet.sh, tests/test-greet.sh", ADDS).change("Add.");
        assertEquals(0, outcome.exit(), project::story);
        assertEquals(List.of("looks (1 of 6): SHOW: src/greet.sh; SHOW: tests/test-greet.sh"), project.notes("looks"));
    }

    @Test
    void whatAPersonCommittedInTheSameFileStands() {
        project.file("src/add.sh", "# by hand: two numbers\necho $(($1 - $2))\n").commit();
        project.answering(ADDS).change("Add instead of subtracting.");
        assertEquals("# by hand: two numbers\necho $(($1 + $2))\n", project.read("src/add.sh"));
    }

    @Test
    void whatAPersonWritesMeanwhileStands() {
        project.meanwhile(() -> project.file("src/add.sh", "mine\n"));
        project.answering(ADDS).change("Add instead of subtracting.");
        assertEquals("mine\n", project.read("src/add.sh"));
        assertEquals("kept your version of src/add.sh", project.notes("kept your").getFirst());
    }

    @Test
    void commitsGoToANewBranchWhereThatIsAsked() {
        var head = project.git("rev-parse", "HEAD");
        project.answering(ADDS).change("Add.", "adding");
        assertEquals("adding", project.git("symbolic-ref", "--short", "HEAD"));
        assertEquals(head, project.git("rev-parse", "adding~1"));
        assertEquals("--branch: there is a branch 'adding' in '%s' already; name another".formatted(project.folder()),
                assertThrows(Stop.class, () -> project.change("Add.", "adding")).getMessage());
        assertEquals("--branch: 'a b' is no name that git takes for a branch",
                assertThrows(Stop.class, () -> project.change("Add.", "a b")).getMessage());
    }

    @Test
    void whatCannotBeChangedIsRefusedBeforeAnybodyIsAsked() throws Exception {
        project.file("src/add.sh", "not committed\n");
        assertEquals("'%s' has uncommitted changes; commit or stash them, or choose another folder with --output"
                .formatted(project.folder()), assertThrows(Stop.class, () -> project.change("Add.")).getMessage());
        var empty = Files.createDirectories(folder.resolve("empty"));
        assertEquals("there is nothing in '%s' to change; build it first: ./jbang swarm.java spec.md --output DIR"
                .formatted(empty), assertThrows(Stop.class, () -> project.changeIn(empty, "Add.")).getMessage());
        assertEquals(List.of(), Files.list(empty).toList());
        assertEquals(0, project.asked().size());
    }

    @Test
    void whatTheRepositorySaysToItsWorkersIsShownAsDataAndItsTreeIsBounded() {
        for (int i = 0; i < 2_000; i++) project.file("vendor/part%d/file%d.txt".formatted(i / 50, i), "x\n");
        project.file("AGENTS.md", "Tests are shell scripts.\n").bytes("picture.png", new byte[] {1, 0, 2, 0}).commit();
        project.answering(ADDS).change("Add instead of subtracting.");
        var prompt = project.asked().getLast();
        assertTrue(prompt.contains("AGENTS.md of the project"), prompt);
        assertTrue(prompt.contains("vendor/part9/  50 files"), prompt);
        assertTrue(prompt.contains("picture.png  4 bytes"), prompt);
        assertTrue(prompt.length() < 60_000, "%d characters".formatted(prompt.length()));
    }

    @Test
    void aFileThatOtherToolsObeyIsLeftOutAndTold() {
        var outcome = project.answering(ADDS + "### .github/workflows/x.yml\n```\non: push\n```\n").change("Add.");
        assertEquals(0, outcome.exit(), project::story);
        assertFalse(Files.exists(project.folder().resolve(".github")));
        assertEquals(1, project.notes("left a file out").size());
    }

    @Test
    void aChangeThatWasCutShortGoesOnWithoutAskingAgain() {
        project.answering(ADDS).change("Add instead of subtracting.");
        int asked = project.asked().size();
        var run = project.cutBehind("answered-model", "change");
        assertEquals(0, project.resume(run).exit(), project::story);
        assertEquals(asked, project.asked().size());
        assertEquals("echo $(($1 + $2))\n", project.read("src/add.sh"));
    }

    @Test
    void aPlanOfSeveralTasksNamesTheFilesThatItChanges() {
        var plan = """
                {"stack": "shell", "name": "x", "summary": "Adds.", "contracts": [], "background": [], "checks": [], "unclear": [],
                 "tasks": [
                  {"id": "code", "title": "Add", "agent": "backend", "description": "Add, and delete old/unused.sh.", "lines": ["1"],
                   "files": ["src/add.sh", "old/unused.sh"], "size": 2, "dependsOn": [], "provides": [], "uses": []},
                  {"id": "test", "title": "Test", "agent": "tester", "description": "Test it.", "lines": ["1"],
                   "files": ["tests/test-add.sh"], "size": 2, "dependsOn": [], "provides": [], "uses": []}]}
                """;
        var parts = ADDS.split("(?=### tests)");
        var before = project.tree();
        project.script(Map.of("Plan a change", plan, "Your task of it: Add", parts[0] + "\nDELETE: old/unused.sh\n"
                + "### src/greet.sh\n```\necho no\n```\n", "Your task of it: Test", parts[1]));
        var outcome = project.change("Add instead of subtracting, and drop what nobody uses.", List.of("--tasks"));
        assertEquals("done and checked", outcome.label(), project::story);
        assertEquals(List.of("old/unused.sh", "src/add.sh", "tests/test-add.sh"), project.changedSince(before));
        assertEquals(List.of("the answer also held src/greet.sh, which is not among the files of this task; it was left out"),
                project.notes("the answer also"));
        assertEquals(3, project.commits().size());
    }

    /** What the planner says at first sight: a small change. */
    static final StubAnswer SMALL = StubAnswer.text("""
            {"stack": "shell", "parts": [], "reason": "It is one.", "name": "x", "summary": "Shell things.", "lines": 20, "checks": []}""");
}
