package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folders a pack's patterns find, and that none of them has the whole machine listed. */
class FolderSearchTest {
    @TempDir
    Path temp;
    private Path folder;

    @BeforeEach
    void real() throws IOException {
        folder = temp.toRealPath();
    }

    private List<Path> found(String pattern) {
        return Conditions.folders(List.of(folder + pattern));
    }

    @Test
    void versionsAreFoundTheNewestFirstAlsoBehindLinks() throws IOException {
        for (var version : List.of("pg/15/bin", "pg/16/bin", "cellar/17/bin")) Files.createDirectories(folder.resolve(version));
        Files.createSymbolicLink(folder.resolve("pg/17"), folder.resolve("cellar/17"));
        assertEquals(List.of(folder.resolve("pg/17/bin"), folder.resolve("pg/16/bin"), folder.resolve("pg/15/bin")),
                found("/pg/*/bin"));
        assertEquals(List.of(), found("/none/*/bin"));
    }

    @Test
    void linksThatLeadRoundAreFollowedOnce() throws IOException {
        Files.createDirectories(folder.resolve("a/bin"));
        for (int i = 0; i < 50; i++) Files.createSymbolicLink(folder.resolve("a/l" + i), folder.resolve("a"));
        assertEquals(List.of(folder.resolve("a/bin")), found("/a/l*/l*/l*/l*/bin").stream().map(path -> {
            try {
                return path.toRealPath();
            } catch (IOException gone) {
                return path;
            }
        }).toList());
    }

    @Test
    void whatTheKernelMakesUpIsNotLookedAt() throws IOException {
        assertEquals(List.of(), Conditions.folders(List.of("/proc/self/task/*/root/usr/bin", "/proc/self", "/dev/*",
                "/sys/*/*")));
        Files.createSymbolicLink(folder.resolve("p"), Path.of("/proc/self"));
        assertEquals(List.of(), found("/p/task/*"));
        assertEquals(List.of(), found("/*/task"));
    }
}
