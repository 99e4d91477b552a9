package llmswarm.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTreeTest {
    @TempDir
    Path folder;
    private ProjectTree tree;
    private Path outside;

    @BeforeEach
    void aTreeInAFolderWithSpacesAndUmlauts() throws IOException {
        tree = new ProjectTree(folder.resolve("Größe 1/näher"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "untouched");
    }

    @Test
    void whatIsWrittenIsReadBack() throws UnsafePath {
        tree.write(path("src/über uns/a.txt"), bytes("1"));
        tree.write(path("src/über uns/a.txt"), bytes("2"));
        assertEquals("2", text("src/über uns/a.txt"));
        assertEquals(Optional.empty(), tree.read(path("src/b.txt")));
        assertEquals(Set.of("src/über uns/a.txt"), tree.digests().keySet());
    }

    @Test
    void aProgramIsMadeExecutable() throws UnsafePath {
        tree.write(path("run"), bytes("#!/bin/sh\n"));
        var filled = new ProjectTree(tree.root().resolve("attempt"));
        filled.materialise(Map.of("run2", bytes("#!/bin/sh\n"), "text", bytes("# x\n")));
        assertTrue(Files.isExecutable(tree.root().resolve("run")));
        assertTrue(filled.root().resolve("run2").toFile().canExecute());
        assertFalse(Files.isExecutable(filled.root().resolve("text")));
    }

    @Test
    void nothingIsWrittenOrReadThroughALinkToAFolder() throws Exception {
        Files.createSymbolicLink(tree.root().resolve("out"), outside);
        var inside = path("out/secret");
        var sentence = "'out/secret' goes through the link 'out'";
        assertEquals(sentence, assertThrows(UnsafePath.class, () -> tree.write(inside, bytes("x"))).getMessage());
        assertEquals(sentence, assertThrows(UnsafePath.class, () -> tree.read(inside)).getMessage());
        assertEquals("'näher' is not empty", assertThrows(UnsafePath.class, () ->
                tree.materialise(Map.of("out/secret", bytes("x")))).getMessage());
        assertEquals("untouched", Files.readString(outside.resolve("secret")));
        assertEquals(Map.of(), tree.digests());
    }

    @Test
    void aFileThatAProgramReplacedByALinkIsRefused() throws Exception {
        tree.write(path("a.txt"), bytes("x"));
        Files.delete(tree.root().resolve("a.txt"));
        Files.createSymbolicLink(tree.root().resolve("a.txt"), outside.resolve("secret"));
        assertEquals("'a.txt' goes through the link 'a.txt'",
                assertThrows(UnsafePath.class, () -> tree.read(path("a.txt"))).getMessage());
        assertThrows(UnsafePath.class, () -> tree.write(path("a.txt"), bytes("y")));
        assertEquals("untouched", Files.readString(outside.resolve("secret")));
        assertEquals(Map.of(), tree.digests());
    }

    @Test
    void aLinkIntoTheTreeItselfIsRefusedToo() throws Exception {
        tree.write(path("src/a.txt"), bytes("x"));
        Files.createSymbolicLink(tree.root().resolve("lib"), tree.root().resolve("src"));
        assertEquals("'lib/a.txt' goes through the link 'lib'",
                assertThrows(UnsafePath.class, () -> tree.read(path("lib/a.txt"))).getMessage());
    }

    @Test
    void onlyRegularFilesAreRead() throws Exception {
        Files.createDirectories(tree.root().resolve("a/b"));
        assertEquals("'a' is a folder here, not a file",
                assertThrows(UnsafePath.class, () -> tree.read(path("a"))).getMessage());
        assertEquals("'a' is a folder here, not a file",
                assertThrows(UnsafePath.class, () -> tree.write(path("a"), bytes(""))).getMessage());
        assertEquals("'a/' is a folder, not a file",
                assertThrows(UnsafePath.class, () -> tree.write(path("a/"), bytes(""))).getMessage());
        var pipe = tree.root().resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertEquals("'pipe' is not a regular file",
                assertThrows(UnsafePath.class, () -> tree.read(path("pipe"))).getMessage());
        assertEquals(Map.of(), tree.digests());
    }

    @Test
    void aFreshFolderIsItsOwnersOnlyWhereverItIsMade() throws Exception {
        var open = Files.createDirectory(outside.resolve("run"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        var old = Files.createDirectory(open.resolve("checkout"));
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxrwxrwx"));
        var fresh = ProjectTree.fresh(old, sentence -> fail(sentence));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.root())));
        assertEquals("rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(ProjectTree.fresh(open.resolve("attempts/a/1"), sentence -> fail(sentence)).root())));
        assertEquals("rwxrwxrwx", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)),
                "what is not made stays as it is");
    }

    @Test
    void aProjectsFolderKeepsWhatItsOwnerLetsOthersDo() throws Exception {
        Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rwxrwxr-x"));
        new ProjectTree(outside).write(path("a/b.txt"), bytes("x"));
        assertEquals("rwxrwxr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(outside)));
        assertEquals(Files.getPosixFilePermissions(Files.createDirectory(folder.resolve("usual"))),
                Files.getPosixFilePermissions(outside.resolve("a")));
    }

    @Test
    void aFileInThePlaceOfAFolderIsSaid() throws UnsafePath {
        tree.write(path("a"), bytes("x"));
        assertEquals("'a/b' needs a folder where 'a' is a file",
                assertThrows(UnsafePath.class, () -> tree.write(path("a/b"), bytes("y"))).getMessage());
    }

    @Test
    void aGiantFileIsNotRead() throws Exception {
        try (var file = new RandomAccessFile(tree.root().resolve("big").toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }
        assertEquals("'big' is larger than 64 MB",
                assertThrows(UnsafePath.class, () -> tree.read(path("big"))).getMessage());
    }

    @Test
    void nothingTemporaryStaysBehindOrIsListed() throws Exception {
        tree.write(path("a/b.txt"), bytes("x"));
        Files.writeString(tree.root().resolve("a/.swarm-left-by-a-crash.tmp"), "half");
        Files.createDirectories(tree.root().resolve(".git/objects"));
        Files.writeString(tree.root().resolve(".git/objects/x"), "");
        Files.createDirectories(tree.root().resolve(".swarm/runs"));
        Files.writeString(tree.root().resolve(".swarm/runs/x"), "");
        assertEquals(Map.of("a/b.txt", Digest.of("x")), tree.digests());
        try (var entries = Files.list(tree.root().resolve("a"))) {
            assertEquals(List.of(".swarm-left-by-a-crash.tmp", "b.txt"),
                    entries.map(e -> e.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aFolderIsFilledAtOnce() throws UnsafePath {
        var files = new TreeMap<>(Map.of("a/b/c.txt", bytes("1"), "a/b/d.txt", bytes("2"), ".envrc", bytes("3")));
        tree.materialise(files);
        assertEquals(files.keySet(), tree.digests().keySet());
        assertEquals("'näher' is not empty", assertThrows(UnsafePath.class, () -> tree.materialise(files))
                .getMessage());
        var empty = new ProjectTree(tree.root().resolve("empty"));
        assertEquals("'../x' climbs out of the project",
                assertThrows(UnsafePath.class, () -> empty.materialise(Map.of("../x", bytes("")))).getMessage());
    }

    @Test
    void removingFollowsNoLinks() throws Exception {
        tree.write(path("a/b.txt"), bytes("x"));
        Files.createSymbolicLink(tree.root().resolve("a/out"), outside);
        Files.createSymbolicLink(tree.root().resolve("a/gone"), folder.resolve("nothing"));
        tree.root().resolve("a").toFile().setWritable(false);
        tree.remove();
        assertFalse(Files.exists(tree.root(), LinkOption.NOFOLLOW_LINKS));
        assertEquals("untouched", Files.readString(outside.resolve("secret")));
    }

    @Test
    void whatTheDiskRefusesIsSaidInOneSentence() {
        assertEquals("could not write 'x': no space left on device",
                Failures.of("write", "x", new IOException("No space left on device")).getMessage());
        assertEquals("could not write 'x': read-only file system",
                Failures.of("write", "x", new FileSystemException("/y", null, "Read-only file system")).getMessage());
        tree.remove();
        assertEquals(Stop.USAGE, Failures.of("write", "x", new IOException()).exit());
        assertTrue(assertThrows(UnsafePath.class, () -> tree.write(path("a"), bytes(""))).getMessage()
                .startsWith("'a' cannot be looked up here: "));
    }

    private String text(String name) throws UnsafePath {
        return new String(tree.read(path(name)).orElseThrow(), UTF_8);
    }

    private static SafePath path(String name) throws UnsafePath {
        return SafePath.of(name, List.of(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
