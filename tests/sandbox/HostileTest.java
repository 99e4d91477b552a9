package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated programs that mean harm: each is contained and named, whoever runs the tests. */
@Order(1)
public class HostileTest {
    private static final String EXPECTED = """
            home, python: it met a wall
            home, shell: it met a wall
            socket, python: it met a wall
            socket, shell: it met a wall
            forks, python: 'python3' was ended: it started more than 40 processes
            forks, shell: 'bash' was ended: it started more than 40 processes
            memory, python: 'python3' was ended: it took more than 96 MB of memory
            memory, shell: 'bash' was ended: it took more than 96 MB of memory
            shared memory, python: 'python3' was ended: it took more than 96 MB of memory
            memory folder, shell: 'bash' was ended: it wrote more than 32 MB
            disk, python: 'python3' was ended: it wrote more than 32 MB
            disk, shell: 'bash' was ended: it wrote more than 32 MB
            deleted file, python: 'python3' was ended: it wrote more than 32 MB
            files on their way, python: 'python3' was ended: it wrote more than 32 MB
            own files hidden, python: 'python3' was ended: it wrote more than 32 MB
            room without size, python: 'python3' was ended: it wrote more than 32 MB
            room taken in a moment, python: 'python3' was ended: it wrote more than 32 MB
            page tables, python: 'python3' was ended: it took more than 96 MB of memory
            temporary folder, shell: 'bash' was ended: it wrote more than 32 MB
            empty files, python: 'python3' was ended: it made more than 500 files, which is 'files' under 'limits' of the stack
            many links, python: 'python3' was ended: it made more than 500 files, which is 'files' under 'limits' of the stack
            folders in a folder, python: 'python3' was ended: it made more than 500 files, which is 'files' under 'limits' of the stack
            closed folders, python: 'python3' was ended: it made more than 500 files, which is 'files' under 'limits' of the stack
            names of one file, python: 'python3' was ended: it made more than 500 files, which is 'files' under 'limits' of the stack
            memory folders, shell: 'bash' was ended: it made more than 500 files, which is 'files' under 'limits' of the stack
            temporary files, shell: 'bash' was ended: it made more than 500 files, which is 'files' under 'limits' of the stack
            signals, python: 'python3' was ended at the time limit of 1.0 s
            signals, shell: 'bash' was ended at the time limit of 1.0 s
            output, python: 'python3' was ended: it printed more than 4 MB
            output, shell: 'bash' was ended: it printed more than 4 MB
            links, python: it met a wall
            links, shell: it met a wall
            hooks, python: it met a wall
            hooks, shell: it met a wall
            """.strip();

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void everyAttackIsContainedAndNamed(String name) throws Exception {
        Walls.here(name);
        assertEquals(EXPECTED, String.join("\n", Hostile.lines(name, temp)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void alsoWhenAUserWithoutPowersRunsIt(String name) throws Exception {
        Walls.here(name);
        assertEquals(EXPECTED, Nobody.run(temp, Hostile.class, name).strip());
    }

    /**
     * Of the default limits those that cost the machine little; without walls, where processes are found in another
     * way, too.
     */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "off"})
    void theDefaultLimitsHoldAsWell(String name) throws Exception {
        var sandbox = Walls.here(name);
        assertEquals(Optional.of("'bash' was ended: it started more than 512 processes"),
                sandbox.run(attack("forks, shell"), temp, Walls.LIMITS).trouble());
        assertEquals(Optional.of("'bash' was ended: it printed more than 256 MB"),
                sandbox.run(attack("output, shell"), temp, Walls.LIMITS).trouble());
    }

    @Test
    void withoutWallsTheLimitsHoldAsWell() throws Exception {
        var off = Walls.here("off");
        for (var name : List.of("forks, python", "memory, python", "disk, shell", "output, python")) {
            var said = name + ": " + off.run(attack(name), temp, Hostile.SMALL).trouble().orElse("no limit");
            assertTrue(EXPECTED.contains(said), said);
        }
    }

    private static List<String> attack(String name) {
        var words = new ArrayList<>(Attack.ALL.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow()
                .words());
        words.add("x");
        return words;
    }
}
