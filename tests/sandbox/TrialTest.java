package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.view.Surroundings;

class TrialTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void bothWallsKeepAllTheirPromises(String name) throws Exception {
        assertEquals(EnumSet.allOf(Promise.class), Trial.of(Walls.here(name), temp.resolve("cache")));
        try (var left = Files.list(temp.resolve("cache"))) {
            assertEquals(List.of(), left.toList(), "nothing of the trial stays");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void alsoForAUserWithoutPowers(String name) throws Exception {
        Walls.here(name);
        assertEquals(EnumSet.allOf(Promise.class).toString(), Nobody.run(temp, Trying.class, name).strip());
    }

    /** Only what is watched from outside. */
    @Test
    void withoutWallsLittleIsKept() throws Exception {
        assertEquals(Set.of(Promise.MEMORY, Promise.DISK, Promise.NUMBER),
                Trial.of(Walls.here("off"), temp.resolve("cache")));
    }

    /** As on processors for which no airlock is made: a check can write to the memory of what tells how it ended. */
    @Test
    void withoutAFilterOfSystemCallsThreeAreNotKept() throws Exception {
        Walls.here("bubblewrap");
        var path = Surroundings.path(System.getenv());
        var unfiltered = new Contained(new Bubblewrap(Program.find("bwrap", path).orElseThrow(), true),
                Surroundings.of(System.getenv()), Optional.empty());
        assertEquals(EnumSet.complementOf(EnumSet.of(Promise.CALLS, Promise.KEYS, Promise.VERDICT)),
                Trial.of(unfiltered, temp.resolve("cache")));
    }

    /** A program that tries a sandbox. */
    static final class Trying {
        public static void main(String[] args) throws Exception {
            var environment = Map.of("HOME", args[1], "PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
            System.out.println(Trial.of(Walls.all(environment).find(Optional.of(args[0])).orElseThrow(),
                    Path.of(args[1], "cache")));
        }
    }
}
