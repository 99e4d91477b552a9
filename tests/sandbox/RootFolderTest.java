package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import llmswarm.Workshop;
import machine.CurrentUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sandbox.view.MountLayer;
import sandbox.view.RootFolder;
import sandbox.view.Surroundings;

class RootFolderTest {
    private static final Surroundings SEEN = Surroundings.of(Map.of("PATH", "/usr/bin:/bin"));

    private final RootFolder root = RootFolder.of(SEEN);

    @Test
    void ofTheSettingsItHasWhatEverybodyMayRead() throws IOException {
        // root is another user behind the walls, who has a line of its own
        var users = Files.readString(root.at(Path.of("/etc/passwd")));
        assertEquals(Files.readString(Path.of("/etc/passwd")), users.replaceFirst("(?m)^sandboxed:.*\\n", ""));
        for (var secret : List.of("/etc/shadow", "/etc/gshadow", "/etc/ssl/private", "/etc/machine-id")) {
            assertFalse(Files.exists(root.at(Path.of(secret)), LinkOption.NOFOLLOW_LINKS), secret);
        }
    }

    @Test
    void aLinkOfTheSystemIsTheSameLink() throws IOException {
        var bin = Path.of("/bin");
        assertEquals(Files.isSymbolicLink(bin) ? Files.readSymbolicLink(bin) : null, Files.isSymbolicLink(root.at(bin))
                ? Files.readSymbolicLink(root.at(bin)) : null);
    }

    @Test
    void placesForMountsAreMadeOnceAndOnlyWhereNothingIsMountedAbove() {
        var layers = List.<MountLayer>of(new MountLayer.Empty(Path.of("/x/home"), 1),
                new MountLayer.Read(Path.of("/dev/null"), Path.of("/x/file")),
                new MountLayer.Write(Path.of("/x/home/work")));
        root.prepare(layers);
        root.prepare(layers);
        assertTrue(Files.isDirectory(root.at(Path.of("/x/home"))));
        assertTrue(Files.isRegularFile(root.at(Path.of("/x/file"))));
        assertFalse(Files.exists(root.at(Path.of("/x/home/work"))));
    }

    @Test
    void oneOfAProgramThatWasKilledIsRemovedByTheNext() throws IOException {
        var own = root.path().getParent();
        var abandoned = own.resolveSibling(own.getFileName().toString()
                .replaceFirst("-" + ProcessHandle.current().pid() + "-.*", "-999999999-x"));
        Files.createDirectories(abandoned.resolve("root/etc"));
        RootFolder.of(SEEN);
        assertFalse(Files.exists(abandoned));
        assertTrue(Files.exists(own));
    }

    @Test
    void programsThatStartAtOnceMayAllRemoveTheSame() throws Exception {
        var own = root.path().getParent();
        for (int i = 0; i < 100; i++) {
            var name = own.getFileName().toString().replaceFirst("-" + ProcessHandle.current().pid() + "-.*",
                    "-%d-x".formatted(999_999_000 + i));
            Files.createDirectories(own.resolveSibling(name).resolve("root/etc"));
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var made : threads.invokeAll(Collections.<Callable<RootFolder>>nCopies(4, () ->
                    RootFolder.of(SEEN)))) assertTrue(Files.exists(made.get().path()));
        }
    }

    @Test
    void nothingStaysBesideItWhenACommandHasEnded(@TempDir Path temp) throws Exception {
        var sandbox = Walls.here("unshare");
        var before = files();
        assertEquals(0, sandbox.run(List.of("true"), temp, Walls.LIMITS).exit());
        var made = files();
        made.removeAll(before);
        // Tests beside this one have commands of their own under way, whose files come and go.
        Workshop.until(() -> made.stream().noneMatch(Files::isRegularFile));
    }

    /** Beside all roots of this program. */
    private Set<Path> files() throws IOException {
        var own = root.path().getParent();
        var found = new HashSet<Path>();
        var names = own.getFileName().toString().replaceFirst("(-\\d+-\\d+-).*", "$1*");
        try (var all = Files.newDirectoryStream(own.getParent(), names)) {
            for (var one : all) Stream.of(one.toFile().listFiles()).map(File::toPath).forEach(found::add);
        }
        return found;
    }

    @Test
    void oneOfAnotherUserIsLeftAlone() throws IOException {
        assumeTrue(CurrentUser.id() == 0, "skipped: only root can give a folder away");
        var own = root.path().getParent();
        var foreign = own.resolveSibling(own.getFileName().toString()
                .replaceFirst("-" + ProcessHandle.current().pid() + "-.*", "-999999998-x"));
        Files.createDirectory(foreign);
        try {
            Files.setAttribute(foreign, "unix:uid", 12345);
            RootFolder.of(SEEN);
            assertTrue(Files.exists(foreign));
        } finally {
            Files.delete(foreign);
        }
    }
}
