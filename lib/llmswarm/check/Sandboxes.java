package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import llmswarm.guard.Stop;

/** Finds a way to contain commands that really works on this machine. */
public final class Sandboxes {
    /** A program that does nothing. */
    private static final String NOTHING = "true";
    private static final Sandbox.Limits BRIEF = Sandbox.Limits.DEFAULT.within(Duration.ofSeconds(10));

    private Sandboxes() {
    }

    /**
     * One way to contain commands, as it was found here.
     *
     * @param sandbox empty when it does not work
     * @param trouble why, as the end of a sentence; empty when it works
     */
    public record Found(String name, Optional<Sandbox> sandbox, String trouble) {
    }

    /** All of them, the best first; each is tried by running a command in it. */
    public static List<Found> all(Map<String, String> environment) {
        var seen = Surroundings.of(environment);
        return List.of(bubblewrap(seen, environment), unshare(seen, environment), new Found("off", Optional.of(new Unconfined(environment)), ""));
    }

    /** The files and folders of this machine that a check can read besides its project's, and of /etc what everybody may. */
    public static List<Path> seen(Map<String, String> environment) {
        return Surroundings.of(environment).shown().stream().map(MountLayer.Read::at).toList();
    }

    /** Where in those folders, and in the given one, programs of this machine listen; checks see an empty file there. */
    public static List<Path> sockets(Map<String, String> environment, Path folder) {
        var shown = Surroundings.of(environment).shown().stream().map(MountLayer.Read::from);
        return Stream.concat(shown, Stream.of(Surroundings.real(folder))).flatMap(HiddenPlaces::sockets).distinct().sorted().toList();
    }

    /** Whether the kernel itself bounds the number of a command's processes, by a control group. */
    public static boolean haveControlGroups() {
        return ControlGroup.make(Sandbox.Limits.DEFAULT).map(group -> {
            group.close();
            return true;
        }).orElse(false);
    }

    /** Refuses a name that {@link #find} does not know, without trying anything. */
    public static void requireKnown(Optional<String> wish) {
        wish.filter(name -> !List.of("bubblewrap", "unshare", "off").contains(name)).ifPresent(name -> {
            throw Stop.usage("Unknown sandbox '%s'; known are bubblewrap, unshare and off.".formatted(name));
        });
    }

    /**
     * The sandbox of that name, or the best that works; each is tried once by running a command in it.
     *
     * @param wish        {@code bubblewrap}, {@code unshare} or {@code off}; without one, never {@code off}
     * @param environment the outer variables, from which HOME, PATH and the language are taken
     * @return empty when none works and none was wished for: then checks are not run, and that must be said
     */
    public static Optional<Sandbox> find(Optional<String> wish, Map<String, String> environment) {
        requireKnown(wish);
        if (wish.equals(Optional.of("off"))) return Optional.of(new Unconfined(environment));
        var seen = Surroundings.of(environment);
        if (wish.isEmpty()) return bubblewrap(seen, environment).sandbox().or(() -> unshare(seen, environment).sandbox());
        var found = wish.get().equals("bubblewrap") ? bubblewrap(seen, environment) : unshare(seen, environment);
        return Optional.of(found.sandbox().orElseThrow(() -> Stop.usage(
                "The sandbox '%s' does not work here: %s. Choose another one, or leave the choice to the program.".formatted(found.name(), found.trouble()))));
    }

    private static Found bubblewrap(Surroundings seen, Map<String, String> environment) {
        var program = Program.find("bwrap", seen.path());
        if (program.isEmpty()) return new Found("bubblewrap", Optional.empty(), "'bwrap' is not on the PATH");
        var sized = tried(new Bubblewrap(program.get(), true), seen, environment);
        return sized.sandbox().isPresent() ? sized : tried(new Bubblewrap(program.get(), false), seen, environment);
    }

    private static Found unshare(Surroundings seen, Map<String, String> environment) {
        return Architecture.here().map(architecture -> tried(new Unshare(architecture), seen, environment))
                .orElseGet(() -> new Found("unshare", Optional.empty(), "it is made for processors of x86-64 and aarch64 only"));
    }

    private static Found tried(Contained.Wall wall, Surroundings seen, Map<String, String> environment) {
        if (Program.find(NOTHING, seen.path()).isEmpty()) {
            return new Found(wall.name(), Optional.empty(), "'%s' is not on the PATH".formatted(NOTHING));
        }
        Sandbox sandbox;
        try {
            sandbox = new Contained(wall, seen, Airlock.of(environment));
        } catch (IOException nowhere) {
            return new Found(wall.name(), Optional.empty(), nowhere.getMessage());
        }
        var result = tryOut(sandbox);
        if (result.exit() == 0) return new Found(sandbox.name(), Optional.of(sandbox), "");
        var said = result.trouble().orElseGet(() -> result.tail().lines().reduce((a, b) -> b).orElse("it ended with exit code " + result.exit()));
        return new Found(sandbox.name(), Optional.empty(), said.replaceFirst("\\.$", ""));
    }

    private static Sandbox.Result tryOut(Sandbox sandbox) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("swarm-probe");
            return sandbox.run(List.of(NOTHING), folder, BRIEF);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Stop.interrupted("Interrupted.");
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
