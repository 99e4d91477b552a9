package sandbox.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.files.ProjectTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.Sandbox;
import sandbox.Walls;

/** How files are counted, and which work is not ended for them. */
class GrowthTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH), TO_COME =
            FileTime.from(Instant.now().plus(Duration.ofDays(1)));
    private static final Limits FEW = Walls.LIMITS.making(500);

    @TempDir
    Path temp;
    private Path folder;

    @BeforeEach
    void aFolder() throws IOException {
        folder = Files.createDirectory(temp.toRealPath().resolve("folder"));
    }

    @Test
    void foldersAndLinksAreFilesTooAndBytesAreCountedInBlocks() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("c"), "x");
        Files.createSymbolicLink(folder.resolve("a/out"), Path.of("/usr"));
        var counted = Growth.of(folder, LONG_AGO, FEW);
        // What a folder takes is the file system's business.
        assertTrue(counted.bytes() >= 2 * 4096 && counted.bytes() <= 4 * 4096, counted.toString());
        assertEquals(new Growth.Counted(counted.bytes(), 4, true), counted);
        assertEquals(new Growth.Counted(0, 0, true), Growth.of(folder, TO_COME, FEW),
                "what was there before does not count");
    }

    /** Of what a file or folder takes, its size tells a part only. */
    @Test
    void whatIsTakenOfTheDiskBeyondTheSizesOfFilesIsCountedToo() throws Exception {
        python("""
                import ctypes, os
                take = ctypes.CDLL(None).fallocate
                take.argtypes = ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long
                take(os.open("empty", os.O_CREAT | os.O_RDWR), 1, 0, 8 << 20)
                """);
        assumeTrue(FileState.of(folder.resolve("empty")).orElseThrow().bytes() > 0,
                "skipped: this file system keeps no room for a file");
        assertTrue(Growth.of(folder, LONG_AGO, FEW).bytes() >= 8 << 20);
    }

    @Test
    void aFileWhoseNameIsNoTextIsNotCountedAsNothing() throws Exception {
        python("import os\nos.makedirs(b'\\xff/\\xfe')\nopen(b'\\xff/\\xfe/x', 'w').close()");
        assertFalse(Growth.of(folder, LONG_AGO, FEW).whole());
    }

    @Test
    void countingStopsAtTheLimit() throws IOException {
        for (int i = 0; i < 20; i++) Files.createDirectory(folder.resolve("d" + i));
        assertEquals(8, Growth.of(folder, LONG_AGO, FEW.making(7)).files());
    }

    @Test
    void aFolderTooDeepToCountIsNotCountedAsNothing() throws Exception {
        try {
            python("import os\nfor i in range(60): os.mkdir(200 * 'd'); os.chdir(200 * 'd')");
            var counted = Growth.of(folder, LONG_AGO, FEW);
            assertTrue(counted.files() < 60 && !counted.whole(), counted.toString());
        } finally {
            assertEquals(Optional.empty(), ProjectTree.remove(folder));
        }
    }

    /** The program that is counted can put a pipe where a folder was, and whoever opens a pipe waits for a writer. */
    @Test
    void aPipeInThePlaceOfAFolderHoldsNobody() throws Exception {
        python("import os\nos.mkfifo('pipe')");
        assertEquals(new Growth.Counted(0, 0, true), Growth.of(folder.resolve("pipe"), LONG_AGO, FEW));
    }

    @Test
    void memoryFoldersAndDisksTellHowManyFilesTheyHold() throws IOException {
        var memory = Path.of("/dev/shm");
        long before = Inodes.of(memory).orElseThrow().used();
        var file = Files.createTempFile(memory, "swarm", "test");
        try {
            assertTrue(Inodes.of(memory).orElseThrow().used() > before - 100, "others use it at the same time");
        } finally {
            Files.delete(file);
        }
        assertEquals(Optional.empty(), Inodes.of(temp.resolve("gone")));
    }

    /** As a package manager fills a folder, and as packages of some languages lie. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void workThatMakesManyFilesAndDeepFoldersIsDone(String name) throws Exception {
        var result = Walls.sh(Walls.here(name), folder, Walls.LIMITS.making(3_000), """
                for i in $(seq 25); do mkdir -p node_modules/$i/lib; (cd node_modules/$i/lib; touch $(seq 90)); done
                deep=src/main/java; for i in $(seq 60); do deep=$deep/organisation$i; done; mkdir -p $deep && touch $deep/Main.java
                sleep 0.6; ls -R node_modules | wc -l""");
        assertEquals("0 " + Optional.empty(), result.exit() + " " + result.trouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void whatIsSharedDoesNotCount(String name) throws Exception {
        var shared = Files.createDirectory(temp.toRealPath().resolve("modules"));
        for (int i = 0; i < 600; i++) Files.createFile(shared.resolve("m" + i));
        var result = Walls.here(name).run(List.of("sh", "-c", "sleep 0.6; ls modules | wc -l"), folder, FEW,
                Sandbox.Access.to(Map.of("modules", shared)));
        assertEquals("600 " + Optional.empty(), result.tail() + " " + result.trouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void aProgramThatMakesTooManyIsEndedWithTheKeyThatAllowsMore(String name) throws Exception {
        var result = Walls.sh(Walls.here(name), folder, FEW, "mkdir a; cd a; touch $(seq 600); sleep 60");
        assertEquals(Optional.of("'sh' was ended: it made more than 500 files, which is 'files' under 'limits' of the stack"), result.trouble());
        assertFalse(result.seconds() > 50);
    }

    private void python(String program) throws Exception {
        assertEquals(0, new ProcessBuilder("python3", "-c", program).directory(folder.toFile()).inheritIO().start()
                .waitFor());
    }
}
