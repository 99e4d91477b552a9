package sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import sandbox.process.CommandResult;
import sandbox.process.ControlGroup;
import sandbox.process.Limits;
import sandbox.syscalls.Airlock;
import sandbox.syscalls.Architecture;
import sandbox.view.HiddenPlaces;
import sandbox.view.MountLayer;
import sandbox.view.Surroundings;

/** Finds a way to contain commands that really works on this machine. */
public final class Sandboxes {
    private static final List<String> NAMES = List.of("bubblewrap", "unshare", "off");
    private static final Limits BRIEF = Limits.DEFAULT.within(Duration.ofSeconds(10));
    /** A program that does nothing. */
    private static final String NOTHING = "true";

    private final Map<String, String> environment;
    private final Path cache;

    /**
     * For commands that see this machine as its user does.
     *
     * @param environment the outer variables, from which HOME, PATH and the language are taken
     * @param cache       a folder of the user, made where it is missing, for a small program; no command sees it
     */
    public Sandboxes(Map<String, String> environment, Path cache) {
        this.environment = environment;
        this.cache = cache;
    }

    /** A wish that cannot be had here; its message is a sentence for the user. */
    public static final class Unusable extends Exception {
        private Unusable(String sentence) {
            super(sentence);
        }
    }

    /**
     * One way to contain commands, as it was found here.
     *
     * @param sandbox empty when it does not work
     * @param trouble why, as the end of a sentence; empty when it works
     */
    public record Candidate(String name, Optional<Sandbox> sandbox, String trouble) {
    }

    /**
     * All of them, the best first; each is tried by running a command in it.
     *
     * @throws InterruptedException when the calling thread was interrupted
     */
    public List<Candidate> all() throws InterruptedException {
        var seen = Surroundings.of(environment);
        return List.of(bubblewrap(seen), unshare(seen),
                new Candidate("off", Optional.of(new Unconfined(environment)), ""));
    }

    /**
     * The files and folders of this machine that a check can read besides its project's, and of /etc what everybody
     * may.
     */
    public List<Path> seen() {
        return Surroundings.of(environment).shown().stream().map(MountLayer.Read::at).toList();
    }

    /**
     * Where in those folders, and in the given one, programs of this machine listen; checks see an empty file there.
     */
    public List<Path> sockets(Path folder) {
        var shown = Surroundings.of(environment).shown().stream().map(MountLayer.Read::from);
        return Stream.concat(shown, Stream.of(Surroundings.real(folder))).flatMap(HiddenPlaces::sockets).distinct()
                .sorted().toList();
    }

    /** Whether the kernel itself bounds the number of a command's processes, by a control group. */
    public static boolean haveControlGroups() {
        return ControlGroup.make(Limits.DEFAULT).map(group -> {
            group.close();
            return true;
        }).orElse(false);
    }

    /** Refuses a name that {@link #find} does not know, without trying anything. */
    public static void requireKnown(Optional<String> wish) throws Unusable {
        var unknown = wish.filter(name -> !NAMES.contains(name));
        if (unknown.isPresent()) {
            throw new Unusable("Unknown sandbox '%s'; known are bubblewrap, unshare and off.".formatted(unknown.get()));
        }
    }

    /**
     * The sandbox of that name, or the best that works; each is tried once by running a command in it.
     *
     * @param wish {@code bubblewrap}, {@code unshare} or {@code off}; without one, never {@code off}
     * @return empty when none works and none was wished for: then no command can be run, and that must be said
     * @throws InterruptedException when the calling thread was interrupted
     */
    public Optional<Sandbox> find(Optional<String> wish) throws Unusable, InterruptedException {
        requireKnown(wish);
        if (wish.equals(Optional.of("off"))) return Optional.of(new Unconfined(environment));
        var seen = Surroundings.of(environment);
        if (wish.isEmpty()) {
            var best = bubblewrap(seen).sandbox();
            return best.isPresent() ? best : unshare(seen).sandbox();
        }
        var found = wish.get().equals("bubblewrap") ? bubblewrap(seen) : unshare(seen);
        if (found.sandbox().isPresent()) return found.sandbox();
        throw new Unusable("The sandbox '%s' does not work here: %s. Choose another one, or leave the choice to the program."
                .formatted(found.name(), found.trouble()));
    }

    private Candidate bubblewrap(Surroundings seen) throws InterruptedException {
        var program = Program.find("bwrap", seen.path());
        if (program.isEmpty()) return new Candidate("bubblewrap", Optional.empty(), "'bwrap' is not on the PATH");
        var sized = tried(new Bubblewrap(program.get(), true), seen);
        return sized.sandbox().isPresent() ? sized : tried(new Bubblewrap(program.get(), false), seen);
    }

    private Candidate unshare(Surroundings seen) throws InterruptedException {
        if (Architecture.here().isPresent()) return tried(new Unshare(), seen);
        return new Candidate("unshare", Optional.empty(), "it is made for processors of x86-64 and aarch64 only");
    }

    private Candidate tried(Contained.Wall wall, Surroundings seen) throws InterruptedException {
        if (Program.find(NOTHING, seen.path()).isEmpty()) {
            return new Candidate(wall.name(), Optional.empty(), "'%s' is not on the PATH".formatted(NOTHING));
        }
        Sandbox sandbox;
        try {
            sandbox = new Contained(wall, seen, Airlock.of(cache));
        } catch (IOException nowhere) {
            return new Candidate(wall.name(), Optional.empty(), nowhere.getMessage());
        }
        var result = tryOut(sandbox);
        if (result.exit() == 0) return new Candidate(sandbox.name(), Optional.of(sandbox), "");
        var said = result.trouble().orElseGet(() -> result.tail().lines().reduce((a, b) -> b)
                .orElse("it ended with exit code " + result.exit()));
        return new Candidate(sandbox.name(), Optional.empty(), said.replaceFirst("\\.$", ""));
    }

    private static CommandResult tryOut(Sandbox sandbox) throws InterruptedException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("swarm-probe");
            return sandbox.run(List.of(NOTHING), folder, BRIEF);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try {
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
