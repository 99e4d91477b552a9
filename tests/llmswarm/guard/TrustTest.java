package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    @TempDir
    Path temp;

    private Trust trust() {
        return new Trust(temp.resolve("\u00e4 state/trust.json"));
    }

    @Test
    void nothingIsTrustedAtFirstAndAskingLeavesNoFile() {
        assertFalse(trust().trusted("pack x at /x", "1"));
        assertFalse(Files.exists(temp.resolve("\u00e4 state")));
    }

    @Test
    void whatWasTrustedIsTrustedByOthersTooUntilItChanges() {
        trust().trust("pack x at /x", "1");

        assertTrue(trust().trusted("pack x at /x", "1"));
        assertFalse(trust().trusted("pack x at /x", "2"));
        assertFalse(trust().trusted("pack x at /y", "1"));
    }

    @Test
    void contentThatWasReplacedIsAskedAboutAgain() {
        trust().trust("pack x at /x", "1");
        trust().trust("pack x at /x", "2");

        assertFalse(trust().trusted("pack x at /x", "1"));
    }

    @Test
    void onlyTheUserMayReadTheFile() throws IOException {
        trust().trust("pack x at /x", "1");

        assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("\u00e4 state/trust.json"))));
        assertEquals("rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("\u00e4 state"))));
    }

    @Test
    void threadsAtOnceLoseNothing() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 20).forEach(i -> threads.submit(() -> trust().trust("pack " + i, "1")));
        }

        assertTrue(IntStream.range(0, 20).allMatch(i -> trust().trusted("pack " + i, "1")));
    }

    @Test
    void processesAtOnceLoseNothing() throws Exception {
        var file = temp.resolve("state/trust.json");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var processes = new ArrayList<Process>();
        for (var name : List.of("a", "b")) {
            processes.add(new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                    Writer.class.getName(), file.toString(), name)
                .inheritIO().start());
        }
        for (var process : processes) assertEquals(0, process.waitFor());

        assertTrue(IntStream.range(0, 20).allMatch(i -> new Trust(file).trusted("a" + i, "1") && new Trust(file)
                .trusted("b" + i, "1")));
    }

    /** What the processes run. */
    static final class Writer {
        public static void main(String... args) {
            IntStream.range(0, 20).forEach(i -> new Trust(Path.of(args[0])).trust(args[1] + i, "1"));
        }
    }

    @Test
    void aDamagedFileTrustsNothingAndIsTold() throws IOException {
        var file = Files.writeString(temp.resolve("trust.json"), "{\"a\": [");

        assertEquals(file + " is damaged; delete it, and what it trusted will be asked again.",
            assertThrows(Stop.class, () -> new Trust(file).trusted("a", "1")).getMessage());
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        var file = Files.writeString(temp.resolve("file"), "").resolve("trust.json");

        assertEquals("What is trusted cannot be written to %s; make that folder writable or set XDG_STATE_HOME to another.".formatted(file),
            assertThrows(Stop.class, () -> new Trust(file).trust("a", "1")).getMessage());
    }

    @Test
    void theUsersStoreLiesOutsideAnyProject() {
        var env = Map.of("XDG_STATE_HOME", temp.toString());

        Trust.of(env).trust("a", "1");

        assertTrue(Files.exists(temp.resolve("llm-swarm/trust.json")));
        assertEquals(temp.resolve("llm-swarm"), Trust.stateFolder(env));
    }

    @Test
    void relativeFoldersInTheEnvironmentAreIgnored() {
        assertTrue(Trust.stateFolder(Map.of("XDG_STATE_HOME", "state", "HOME", temp.toString())).startsWith(temp));
    }
}
