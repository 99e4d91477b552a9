package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tasks of a change are shown of the project, in one task and in several, by large models and small ones. */
class ChangeTasksTest {
    private static final String ADDS = "### src/add.sh\n```\n# adds, as src/calculate.sh does\necho $(($1 + $2))\n```\n",
            CALCULATES = "### src/calculate.sh\n```\necho nothing but sums\n```\n";

    @TempDir
    Path folder;
    private ChangedProject project;

    @BeforeEach
    void repository() {
        project = new ChangedProject(folder).file("src/add.sh", "# subtracts, to be mended\necho $(($1 - $2))\n")
                .file("src/greet.sh", "echo hello\n").file("tests/all.sh", "sh src/add.sh 1 2\n").commit();
    }

    private static String task(String id, String files, String dependsOn) {
        return """
                {"id": "%s", "title": "%1$s", "agent": "backend", "description": "Do %1$s.", "lines": ["1"], "files": [%s],
                 "size": 2, "dependsOn": [%s], "provides": [], "uses": []}""".formatted(id, files, dependsOn);
    }

    private static String plan(String... tasks) {
        return """
                {"stack": "shell", "name": "x", "summary": "Adds.", "contracts": [], "background": [], "checks": [], "unclear": [],
                 "tasks": [%s]}""".formatted(String.join(",\n", tasks));
    }

    private String prompt(String with) {
        return project.asked().stream().filter(prompt -> prompt.contains(with)).findFirst().orElseThrow();
    }

    @Test
    void aLaterTaskSeesTheFilesAsTheTasksBeforeItLeftThem() {
        project.script(Map.of("Plan a change", plan(task("code", "\"src/add.sh\", \"src/calculate.sh\", \"src/greet.sh\"", ""),
                task("test", "\"tests/all.sh\"", "\"code\"")),
                "Your task of it: code", ADDS + CALCULATES + "DELETE: src/greet.sh\n",
                "Your task of it: test", "### tests/all.sh\n```\nsh src/calculate.sh\n```\n"));
        var outcome = project.change("Add in src/add.sh, calculate, do not greet.", List.of("--tasks"));
        assertEquals("done and checked", outcome.label(), project::story);
        var later = prompt("Your task of it: test");
        assertTrue(later.contains("echo $(($1 + $2))") && later.contains("echo nothing but sums"), later);
        assertFalse(later.contains("to be mended"), later);
        assertTrue(later.contains("calculate.sh  1 lines"), later);
        assertFalse(later.contains("greet.sh  1 lines") || later.contains("echo hello"), later);
    }

    @Test
    void aSmallModelIsShownTheFileThatItChangesAndMayWriteItWhole() {
        project.small(8_000).script(Map.of("Plan a change", plan(task("code",
                "\"src/add.sh\", \"src/calculate.sh\"", "")), "now:\n- src/add.sh", ADDS, "now:\n- src/calculate.sh", CALCULATES));
        var outcome = project.change("Add instead of subtracting.", List.of("--tasks"));
        assertEquals("done and checked", outcome.label(), project::story);
        assertEquals(List.of(), project.notes("sent back"));
        var first = prompt("now:\n- src/add.sh");
        assertTrue(first.contains("# subtracts, to be mended"), first);
        assertTrue(first.contains("Add instead of subtracting."), first);
        assertTrue(first.contains("greet.sh  1 lines"), first);
        assertEquals(1, project.asked().stream().filter(prompt -> prompt.contains("now:\n- src/add.sh")).count());
    }

    @Test
    void aSmallModelMayWriteAFileOfAFolderThatItWasShown() {
        project.small(8_000).script(Map.of("Plan a change", plan(task("code", "\"src/\"", "")), "now:\n- src/", ADDS));
        assertEquals("done and checked", project.change("Add.", List.of("--tasks")).label(), project::story);
        assertTrue(project.read("src/add.sh").contains("$1 + $2"));
    }

    @Test
    void aSmallModelDeletesAFileThatItsTaskNames() {
        project.small(8_000).script(Map.of("Plan a change", plan(task("code",
                "\"src/add.sh\", \"src/greet.sh\"", "")), "now:\n- src/add.sh", ADDS, "now:\n- src/greet.sh", "DELETE: src/greet.sh"));
        var outcome = project.change("Add, and do not greet.", List.of("--tasks"));
        assertEquals("done and checked", outcome.label(), project::story);
        assertFalse(Files.exists(project.folder().resolve("src/greet.sh")));
    }

    @Test
    void aFileThatASmallModelHasNoRoomForIsToldAndNotWrittenBlindly() {
        project.file("src/add.sh", "# to be mended\n".repeat(4_000)).commit();
        project.small(8_000).script(Map.of("Plan a change", plan(task("code", "\"src/add.sh\"", "")), "now:\n- src/add.sh", ADDS));
        var outcome = project.change("Add instead of subtracting.", List.of("--tasks"));
        assertEquals(3, outcome.exit(), project::story);
        assertTrue(project.story().contains("'src/add.sh' has about "), project.story());
        assertEquals(0, project.asked().stream().filter(prompt -> prompt.contains("now:\n- src/add.sh")).count());
    }

    @Test
    void whoAsksToSeeAFileBeforeHeWroteOneIsNotToldThatHeDid() {
        project.answering("SHOW: src/greet.sh", "### src/greet.sh\n```\necho hello tabs\n```\n").change("Greet.");
        var second = project.asked().getLast();
        assertTrue(second.contains("\nSHOW: src/greet.sh\n```\n"), second);
        assertFalse(second.contains("What you have changed so far"), second);
    }

    @Test
    void whoAsksToSeeAFileThatIsTooLargeSeesItsBeginningAndIsToldHowMuchMoreThereIs() {
        project.file("data/words.txt", "one more word of many\n".repeat(9_000)).commit();
        project.answering("SHOW: src/greet.sh, data/words.txt", "### src/greet.sh\n```\necho hello you\n```\n")
                .change("Say words.");
        var second = project.asked().getLast();
        assertTrue(second.contains("... 8200 lines more of data/words.txt: these are its lines 1 to 800\n"), second);
        assertTrue(second.contains("echo hello"), second);
    }

    @Test
    void aPartOfALongFileIsShownByItsLinesAndMayBeEdited() {
        var text = new StringBuilder();
        for (int i = 1; i <= 9_000; i++) text.append("word number ").append(i).append('\n');
        project.file("data/words.txt", text.toString()).commit();
        project.answering("SHOW: data/words.txt:4000-4003",
                "### data/words.txt\n```\n<<<<<<< SEARCH\nword number 4001\n=======\nword number one of many\n>>>>>>> REPLACE\n```\n");
        assertEquals(0, project.change("Say words.").exit(), project::story);
        var second = project.asked().getLast();
        assertTrue(second.contains("word number 4003\n"), second);
        assertFalse(second.contains("word number 4004\n"), second);
        assertTrue(project.read("data/words.txt").contains("\nword number one of many\nword number 4002\n"));
    }

    @Test
    void theFirstQuestionAsksForNothingThatItsFormLacks() {
        project.answering("### src/greet.sh\n```\necho hello you\n```\n").change("Greet.");
        var first = project.asked().getFirst();
        assertTrue(first.contains("- lines: a number"), first);
        assertFalse(first.contains("- parts:"), first);
    }
}
