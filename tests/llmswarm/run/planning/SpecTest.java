package llmswarm.run.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import llmswarm.guard.Stop;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be a specification's file; BadInputTest has what a user is told. */
class SpecTest {
    @TempDir
    Path temp;

    @Test
    void aPipeIsReadToItsEnd() throws Exception {
        var pipe = temp.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        var writer = Thread.startVirtualThread(() -> {
            try {
                Files.write(pipe, "  Ein Grüßer.  ".getBytes(StandardCharsets.UTF_8));
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
        assertEquals(new Spec("Ein Grüßer.\n", "pipe"), Spec.read(temp, "pipe"));
        writer.join();
    }

    @Test
    void whatHasNoEndIsTooLarge() throws Exception {
        Files.createSymbolicLink(temp.resolve("spec.md"), Path.of("/dev/zero"));
        assertEquals("spec.md: has more than the 256 KB that a specification may have; keep what is to be built and leave out the rest",
                assertThrows(Stop.class, () -> Spec.read(temp, "spec.md")).getMessage());
    }
}
