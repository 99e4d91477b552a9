package llmswarm.run.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
}
