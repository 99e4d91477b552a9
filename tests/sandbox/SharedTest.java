package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.process.CommandResult;

/** Folders that a command is shown inside its own, and commands that share one folder. */
class SharedTest {
    @TempDir
    Path temp;
    private Path folder, made;
    private Sandbox.Access access;

    @BeforeEach
    void aFolderThatIsShared() throws IOException {
        folder = Files.createDirectory(temp.toRealPath().resolve("attempt"));
        made = Files.createDirectories(temp.toRealPath().resolve("setup/deps"));
        Files.writeString(made.resolve("greeting"), "hello");
        access = Sandbox.Access.to(Map.of("parts/deps", made));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aSharedFolderIsSeenAndCannotBeChanged(String name) throws Exception {
        var result = run(name, "cat parts/deps/greeting; echo x > parts/deps/greeting; rm -rf parts; ls");
        assertTrue(result.tail().startsWith("hello") && result.tail().endsWith("\nparts"), result.tail());
        assertEquals("hello", Files.readString(made.resolve("greeting")));
        assertEquals(List.of(), content());
    }

    /** What the author of a folder put where a shared one is seen is covered by that, and the rest of it is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void itCoversWhatLiesInItsPlaceAlsoBelowAFolderThatIsKept(String name) throws Exception {
        Files.createDirectories(folder.resolve(".swarm/tools"));
        Files.writeString(folder.resolve(".swarm/tools/greeting"), "of the folder's author");
        Files.writeString(folder.resolve(".swarm/other"), "other");
        access = Sandbox.Access.to(Map.of(".swarm/tools", made));
        assertEquals("hello other", run(name, """
                printf "$(cat .swarm/tools/greeting) $(cat .swarm/other)"
                for f in .swarm/tools/greeting .swarm/other .swarm/new; do echo x > $f; done 2>/dev/null; rm -rf .swarm 2>/dev/null
                """).tail());
        assertEquals("of the folder's author", Files.readString(folder.resolve(".swarm/tools/greeting")));
        assertEquals("other", Files.readString(folder.resolve(".swarm/other")));
        assertEquals("hello", Files.readString(made.resolve("greeting")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void itIsAlsoSeenWhereItReallyIsAsProgramsInItMayExpect(String name) throws Exception {
        assertEquals("hello", run(name, "cat " + made + "/greeting; touch " + made + "/x 2>/dev/null").tail());
    }

    @Test
    void withoutWallsALinkShowsItAndIsGoneAfterwards() throws Exception {
        assertEquals("hello", run("off", "cat parts/deps/greeting").tail());
        assertEquals(List.of(), content());
        Files.createDirectories(folder.resolve("parts/deps"));
        assertEquals(Optional.of("the shared folder 'parts/deps' cannot be shown in %s: it has a file or folder of that name".formatted(folder)),
                run("off", "true").trouble());
        assertTrue(Files.isDirectory(folder.resolve("parts/deps")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void whatCannotBeSharedIsTold(String name) throws Exception {
        Files.createSymbolicLink(folder.resolve("parts"), temp);
        assertEquals(Optional.of("the shared folder 'parts/deps' goes through the link 'parts'"),
                run(name, "true").trouble());
        access = Sandbox.Access.to(Map.of("../x", made));
        assertEquals(Optional.of("the shared folder '../x' climbs out with '..'"),
                run(name, "true").trouble().map(t -> t.replaceFirst("'../x' .*", "'../x' climbs out with '..'")));
        access = Sandbox.Access.to(Map.of("deps", temp.resolve("gone")));
        assertEquals(Optional.of("the shared folder %s does not exist".formatted(temp.resolve("gone"))),
                run(name, "true").trouble());
        Files.writeString(folder.resolve("deps"), "");
        access = Sandbox.Access.to(Map.of("deps", made));
        assertTrue(run(name, "true").trouble().orElse("")
                .matches("the shared folder 'deps' cannot be shown in .*: it has a file( or folder)? of that name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void eightCommandsAtOnceInOneFolderDoNotMeet(String name) throws Exception {
        var sandbox = Walls.here(name);
        access = Sandbox.Access.to(Map.of("deps", made));
        Files.writeString(made.resolve("wait"), """
                touch "here-$1"
                while [ "$(ls here-* | wc -l)" -lt 8 ]; do sleep 0.02; done
                mkdir -p .git && echo x > ".git/$1"
                sleep "0.0$1"
                cat deps/greeting && echo " $1"
                """);
        var commands = new ArrayList<Callable<CommandResult>>();
        for (int i = 1; i <= 8; i++) {
            var words = List.of("sh", "deps/wait", Integer.toString(i));
            commands.add(() -> sandbox.run(words, folder, Walls.LIMITS, access));
        }
        var tails = new HashSet<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(commands)) tails.add(result.get().exit() + " " + result.get().tail());
        }
        assertEquals(Set.of("0 hello 1", "0 hello 2", "0 hello 3", "0 hello 4", "0 hello 5", "0 hello 6", "0 hello 7",
                "0 hello 8"), tails);
        assertFalse(Files.exists(folder.resolve("deps"), LinkOption.NOFOLLOW_LINKS), "no trace of what was shared");
        assertEquals(name.equals("off"), Files.exists(folder.resolve(".git")));
    }

    /** The place of a shared folder was removed by its path, once. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aLinkThatACommandPutsOnTheWayToASharedFolderIsNotFollowed(String name) throws Exception {
        var outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("deps"), "as it was");
        run(name, "mv parts other; ln -s " + outside + " parts");
        assertEquals("as it was", Files.readString(outside.resolve("deps")));
        assertEquals(Optional.of("the shared folder 'parts/deps' goes through the link 'parts'"),
                run(name, "true").trouble());
        assertEquals("as it was", Files.readString(outside.resolve("deps")));
    }

    /** It could move what is on the way between the moment at which the folder is shown and that at which it is shut. */
    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void nobodyIsAtWorkInAFolderWhileOneIsShownBelowAFolderOfIt(String name) throws Exception {
        var sandbox = Walls.here(name);
        var script = "mkdir at-work || exit 9; cat parts/deps/greeting; sleep 0.1; rmdir at-work";
        var others = List.of(access, access, Sandbox.Access.NONE);
        var tails = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var commands = others.stream().<Callable<CommandResult>>map(given -> () ->
                    sandbox.run(List.of("sh", "-c", script), folder, Walls.LIMITS, given)).toList();
            for (var result : threads.invokeAll(commands)) tails.add(result.get().exit() + " " + result.get().tail());
        }
        assertEquals(List.of("0 hello", "0 hello"), tails.subList(0, 2));
        assertTrue(tails.getLast().startsWith("0 "), tails::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare", "off"})
    void aSharedFolderBehindALinkIsRefused(String name) throws Exception {
        Files.createSymbolicLink(temp.resolve("link"), made.getParent());
        access = Sandbox.Access.to(Map.of("deps", temp.toRealPath().resolve("link/deps")));
        assertEquals(Optional.of("the shared folder %s is behind a link".formatted(temp.toRealPath()
                .resolve("link/deps"))), run(name, "true").trouble());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aPlantedFolderIsRemovedHoweverDeepItIs(String name) throws Exception {
        assertEquals(0, run(name,
                "mkdir .git && cd .git && exec python3 -c \"import os\nfor i in range(60): os.mkdir(200*'d'); os.chdir(200*'d')\"").exit());
        assertEquals(List.of(), content());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bubblewrap", "unshare"})
    void aPlantedFolderThatNobodyMayEnterIsRemovedToo(String name) throws Exception {
        assertEquals(0, run(name, "mkdir -p .git/a/b && touch .git/a/b/c && chmod 000 .git/a/b .git/a .git").exit());
        assertEquals(List.of(), content());
    }

    private CommandResult run(String name, String script) throws Exception {
        return Walls.here(name).run(List.of("sh", "-c", script), folder, Walls.LIMITS, access);
    }

    private List<String> content() throws IOException {
        try (var listed = Files.list(folder)) {
            return listed.map(path -> path.getFileName().toString()).toList();
        }
    }
}
