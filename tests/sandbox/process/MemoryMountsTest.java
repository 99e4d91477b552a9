package sandbox.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sandbox.HostileTest;

/** Files in memory are those of a wall's own file systems; HostileTest has the programs that make too many. */
class MemoryMountsTest {
    @TempDir
    Path process;

    @Test
    void aDiskThatHasComeToThePlaceSinceTheListWasReadIsNotCounted() throws Exception {
        var root = Files.createDirectory(process.resolve("root"));
        Files.writeString(process.resolve("mountinfo"), "36 35 0:9999 / / rw,relatime - tmpfs tmpfs rw\n");
        assertEquals(0, MemoryMounts.files(List.of(root)));
    }
}
