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
import org.junit.jupiter.params.provider.CsvSource;
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
        var before = PutBack.of(folder, files);
        run(script);
        assertTrue(before.put().contains("a/b/file"));
        for (var file : files.entrySet()) {
            var place = folder.resolve(file.getKey());
            assertEquals(place, place.toRealPath(), "no link is on the way");
            assertArrayEquals(file.getValue(), Files.readAllBytes(place));
        }
        assertEquals("as it was", Files.readString(outside.resolve("file")));
        assertEquals("theirs", Files.readString(outside.resolve("other")));
    }

    @ParameterizedTest
    @CsvSource({"chmod 0 top, top", "chmod a-x a/b/file, a/b/file", "chmod 777 top, top", "chmod 0 a, a/",
            "chmod 0 a/b a, 'a/,a/b/'", "chmod 0 ., .", "chmod u+s top, top", "chmod +t a, a/",
            "chmod 0 a/other; echo x > a/b/file, 'a/b/file,a/other'", "rm a/b/file; chmod 500 a/b, 'a/b/,a/b/file'",
            "rm -r a/b; mkdir a/b; chmod 700 a/b, 'a/b/,a/b/file'", "mv top x; cp x top; chmod 600 top, top"})
    void soAreTheRightsOfFilesAndFolders(String script, String told) throws Exception {
        run("chmod 755 a/b/file a/b a; chmod 2755 a; chmod 640 top");
        var rights = rights();
        var before = PutBack.of(folder, files);
        run(script);
        assertEquals(List.of(told.split(",")), before.put());
        assertEquals(rights, rights());
        assertEquals(List.of(), before.put());
        for (var file : files.entrySet()) assertArrayEquals(file.getValue(),
                Files.readAllBytes(folder.resolve(file.getKey())));
    }

    /** What lies outside keeps its rights, also where a link in the place of a file leads there. */
    @Test
    void noRightsAreGivenThroughALink() throws Exception {
        var before = PutBack.of(folder, files);
        run("chmod 600 ../outside/file; chmod 700 ../outside; rm top; ln -s ../outside/file top; rm -r a/b; ln -s ../../outside a/b");
        assertEquals(List.of("a/b/file", "top"), before.put());
        assertEquals("600", mode(outside.resolve("file")));
        assertEquals("700", mode(outside));
    }

    /** A program that a check builds, and a file that is executable without saying what runs it, stay executable. */
    @Test
    void whatAProgramMadeForTheNextOneKeepsItsRights() throws Exception {
        run("chmod 755 top");
        var before = PutBack.of(folder, files);
        run("cp top a/built; chmod 500 a/built; mkdir out; chmod 550 out; echo x >> a/other");
        assertEquals(List.of("a/other"), before.put());
        assertEquals("500 550 755", mode(folder.resolve("a/built")) + " " + mode(folder.resolve("out")) + " "
                + mode(folder.resolve("top")));
    }

    private void run(String script) throws Exception {
        assertEquals(0, new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).inheritIO().start().waitFor());
    }

    private String rights() throws IOException {
        return mode(folder) + mode(folder.resolve("a")) + mode(folder.resolve("a/b")) + files.keySet().stream()
                .map(name -> name + mode(folder.resolve(name))).toList();
    }

    private static String mode(Path path) {
        try {
            return Integer.toOctalString((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777);
        } catch (IOException gone) {
            return gone.toString();
        }
    }

    @Test
    void whatACheckBuiltBesideThemStaysAndWhatIsTheSameIsNotWrittenAnew() throws IOException {
        var before = PutBack.of(folder, files);
        Files.writeString(folder.resolve("a/built"), "x");
        var then = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(folder.resolve("top"), then);
        Files.writeString(folder.resolve("a/other"), "changed");
        assertEquals(List.of("a/other"), before.put());
        assertEquals("x", Files.readString(folder.resolve("a/built")));
        assertEquals(then, Files.getLastModifiedTime(folder.resolve("top")));
        assertEquals(List.of(), before.put());
    }

    /** A project of others may have names that no run writes. */
    @Test
    void aNameThatNoRunWritesIsLeftAlone() throws IOException {
        files.put("odd.", new byte[] {1});
        assertEquals(List.of(), PutBack.of(folder, files).put());
        assertFalse(Files.exists(folder.resolve("odd."), LinkOption.NOFOLLOW_LINKS));
    }
}
