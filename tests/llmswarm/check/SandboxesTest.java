package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmswarm.guard.Stop;

class SandboxesTest {
    @TempDir
    Path temp;

    @Test
    void anUnknownOneIsRefusedWithTheKnownNames() {
        var stop = assertThrows(Stop.class, () -> Sandboxes.find(Optional.of("docker"), System.getenv()));
        assertEquals("Unknown sandbox 'docker'; known are bubblewrap, unshare and off.", stop.getMessage());
        assertEquals(Stop.USAGE, stop.exit());
    }

    @Test
    void withoutAnyToolThereIsNoneAndNeverOneWithoutWalls() {
        assertTrue(Sandboxes.find(Optional.empty(), Map.of("PATH", temp.toString(), "HOME", "/nonexistent")).isEmpty());
    }

    @Test
    void aWishThatCannotBeFulfilledSaysWhatItNeeds() {
        var stop = assertThrows(Stop.class, () -> Sandboxes.find(Optional.of("bubblewrap"), Map.of("PATH", temp.toString())));
        assertEquals("The sandbox 'bubblewrap' does not work here: 'bwrap' is not on the PATH. Choose another one, or leave the choice to "
                + "the program.", stop.getMessage());
    }

    @Test
    void bubblewrapComesFirstAndUnshareStandsInWhereItIsBroken() throws Exception {
        Walls.here("bubblewrap");
        Walls.here("unshare");
        assertEquals("bubblewrap", Sandboxes.find(Optional.empty(), System.getenv()).orElseThrow().name());
        Walls.script(temp.toRealPath().resolve("broken/bin/bwrap"), "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2; exit 1\n");
        var path = temp.toRealPath().resolve("broken/bin") + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin";
        assertEquals("unshare", Sandboxes.find(Optional.empty(), Walls.with(Map.of("PATH", path))).orElseThrow().name());
    }

    @Test
    void whatTheKernelRefusesIsSaidWithWhatItWasFor() throws Exception {
        var data = Files.createDirectory(temp.toRealPath().resolve("data"));
        var sandbox = Walls.here("unshare", Walls.with(Map.of("SWARM_SANDBOX_READ", data.toString())));
        Files.delete(data);
        var result = sandbox.run(List.of("true"), Files.createDirectory(temp.resolve("folder")), Walls.LIMITS);
        var trouble = "the sandbox could not start it: could not show %s: No such file or directory".formatted(data);
        assertEquals(Optional.of(trouble), result.trouble());
    }

    @Test
    void offIsOnlyGivenToTheOneWhoAsks() {
        assertEquals("off", Sandboxes.find(Optional.of("off"), System.getenv()).orElseThrow().name());
    }
}
