package llmswarm.run.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmswarm.files.GitHistory;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFolderTest {
    @TempDir
    Path temp;

    @Test
    void itIsCalledAsThePlanIs() {
        assertEquals(temp.resolve("greeter"), ProjectFolder.unused(temp, "greeter", Map.of("PATH", "/usr/bin:/bin")));
    }

    @Test
    void aNumberIsAddedWhileThereIsSuchAFolder() throws Exception {
        Files.createDirectory(temp.resolve("greeter"));
        Files.createDirectory(temp.resolve("greeter-2"));
        assertEquals(temp.resolve("greeter-3"), ProjectFolder.unused(temp, "greeter", Map.of()));
    }

    @Test
    void norWhereTheyWillBeLookedForInTheHomeOnceItIsThere() {
        assertEquals(temp.resolve("bin-2"), ProjectFolder.unused(temp, "bin", Map.of("HOME", temp.toString())));
        assertEquals(temp.resolve("x/bin"), ProjectFolder.unused(temp.resolve("x"), "bin", Map.of("HOME", temp.toString())));
    }

    /** A model chooses the name, and in many homes the folder bin is searched for programs. */
    @Test
    void noProjectIsMadeWhereProgramsAreLookedFor() {
        assertEquals(temp.resolve("bin-2"), ProjectFolder.unused(temp, "bin",
                Map.of("PATH", "/usr/bin:" + temp.resolve("bin"))));
    }

    @Test
    void aPlanThatWritesWhatGitIgnoresIsRefused() throws Exception {
        var git = GitHistory.open(temp.resolve("work"));
        Files.writeString(temp.resolve("work/.gitignore"), "*.log\n/local.py\n");
        ProjectFolder.requireSeen(temp.resolve("work"), git, plan("a.py", "sub/local.py", "docs/"));
        var stop = assertThrows(Stop.class, () -> ProjectFolder.requireSeen(temp.resolve("work"), git,
                plan("a.py", "local.py", "sub/x.log", Task.ANYWHERE)));
        assertEquals("the plan writes local.py, sub/x.log, which git ignores in '%s'; take it out of the plan, or out of .gitignore there"
                .formatted(temp.resolve("work")), stop.getMessage());
    }

    private static Plan plan(String... files) {
        return new Plan("plain", "demo", "A demo.", List.of(), List.of(), List.of(new Task("a", "Write a", "backend",
                "Write it.", List.of(), List.of(files), List.of(), List.of(), List.of())), List.of(), List.of());
    }
}
