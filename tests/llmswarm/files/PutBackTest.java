package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a program made of the files, they are the same ones again, and nothing else is touched. */
class PutBackTest {
    @TempDir
    Path temp;
    private Path folder, outside;
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void aFolderAndOneBesideIt() throws Exception {
        folder = Files.createDirectory(temp.toRealPath().resolve("folder"));
        outside = Files.createDirectory(folder.resolveSibling("outside"));
        Files.writeString(outside.resolve("file"), "as it was");
        Files.writeString(outside.resolve("other"), "theirs");
        for (var name : List.of("a/b/file", "a/other", "top")) files.put(name, name.getBytes());
        new ProjectTree(folder).materialise(files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo x > a/b/file", "rm a/b/file", "rm -r a", "rm a/b/file; mkdir -p a/b/file/x",
            "rm -r a; echo x > a", "rm a/b/file; ln -s ../../../outside/file a/b/file", "rm -r a/b; ln -s ../../outside a/b",
            "mv a c; ln -s c a", "rm a/b/file; mkfifo a/b/file", "echo x > a/b/file; chmod 0 a/b/file a/b a",
            "rm a/b/file; mkdir a/b/file; chmod 0 a/b/file a/b", "rm -r a; ln -s loop a; ln -s a loop"})
    void allThatWasChangedIsPutBack(String script) throws Exception {
        assertEquals(0, new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).inheritIO().start().waitFor());
        assertTrue(PutBack.in(folder, files).contains("a/b/file"));
        for (var file : files.entrySet()) {
            var place = folder.resolve(file.getKey());
            assertEquals(place, place.toRealPath(), "no link is on the way");
            assertArrayEquals(file.getValue(), Files.readAllBytes(place));
        }
        assertEquals("as it was", Files.readString(outside.resolve("file")));
        assertEquals("theirs", Files.readString(outside.resolve("other")));
    }

    @Test
    void whatACheckBuiltBesideThemStaysAndWhatIsTheSameIsNotWrittenAnew() throws IOException {
        Files.writeString(folder.resolve("a/built"), "x");
        var then = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(folder.resolve("top"), then);
        Files.writeString(folder.resolve("a/other"), "changed");
        assertEquals(List.of("a/other"), PutBack.in(folder, files));
        assertEquals("x", Files.readString(folder.resolve("a/built")));
        assertEquals(then, Files.getLastModifiedTime(folder.resolve("top")));
        assertEquals(List.of(), PutBack.in(folder, files));
    }

    /** A project of others may have names that no run writes. */
    @Test
    void aNameThatNoRunWritesIsLeftAlone() throws IOException {
        files.put("odd.", new byte[] {1});
        assertEquals(List.of(), PutBack.in(folder, files));
        assertFalse(Files.exists(folder.resolve("odd."), LinkOption.NOFOLLOW_LINKS));
    }
}
