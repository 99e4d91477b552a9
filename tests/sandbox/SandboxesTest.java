package sandbox;

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

class SandboxesTest {
    @TempDir
    Path temp;

    @Test
    void anUnknownOneIsRefusedWithTheKnownNames() {
        var stop = assertThrows(Sandboxes.Unusable.class, () -> Walls.all(System.getenv()).find(Optional.of("docker")));
        assertEquals("Unknown sandbox 'docker'; known are bubblewrap, unshare and off.", stop.getMessage());
    }

    @Test
    void withoutAnyToolThereIsNoneAndNeverOneWithoutWalls() throws Exception {
        assertTrue(Walls.all(Map.of("PATH", temp.toString(), "HOME", "/nonexistent")).find(Optional.empty()).isEmpty());
    }

    @Test
    void aWishThatCannotBeFulfilledSaysWhatItNeeds() {
        var stop = assertThrows(Sandboxes.Unusable.class, () ->
                Walls.all(Map.of("PATH", temp.toString())).find(Optional.of("bubblewrap")));
        assertEquals("The sandbox 'bubblewrap' does not work here: 'bwrap' is not on the PATH. Choose another one, or leave the choice to "
                + "the program.", stop.getMessage());
    }

    @Test
    void bubblewrapComesFirstAndUnshareStandsInWhereItIsBroken() throws Exception {
        Walls.here("bubblewrap");
        Walls.here("unshare");
        assertEquals("bubblewrap", Walls.all(System.getenv()).find(Optional.empty()).orElseThrow().name());
        Walls.script(temp.toRealPath().resolve("broken/bin/bwrap"),
                "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2; exit 1\n");
        var path = temp.toRealPath().resolve("broken/bin") + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin";
        assertEquals("unshare", Walls.all(Walls.with(Map.of("PATH", path))).find(Optional.empty()).orElseThrow()
                .name());
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
    void offIsOnlyGivenToTheOneWhoAsks() throws Exception {
        assertEquals("off", Walls.all(System.getenv()).find(Optional.of("off")).orElseThrow().name());
    }
}
