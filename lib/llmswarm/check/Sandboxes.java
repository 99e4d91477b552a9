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
    private static final Sandbox.Limits BRIEF = Sandbox.Limits.DEFAULT.within(Duration.ofSeconds(10));

    private Sandboxes() {
    }

    private static Stop unknown(String name) {
        return Stop.usage("Unknown sandbox '%s'; known are bubblewrap, unshare and off.".formatted(name));
    }

    /** Refuses a name that {@link #find} does not know, without trying anything. */
    public static void requireKnown(Optional<String> wish) {
        wish.filter(name -> !List.of("bubblewrap", "unshare", "off").contains(name)).ifPresent(name -> {
            throw unknown(name);
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
        if (wish.isEmpty()) {
            var seen = Surroundings.of(environment);
            return bubblewrap(seen).or(() -> unshare(seen));
        }
        return Optional.of(switch (wish.get()) {
            case "bubblewrap" -> bubblewrap(Surroundings.of(environment)).orElseThrow(() -> broken("bubblewrap", "bwrap"));
            case "unshare" -> unshare(Surroundings.of(environment)).orElseThrow(() -> broken("unshare", "unshare and setpriv"));
            case "off" -> new Unconfined(environment);
            default -> throw unknown(wish.get());
        });
    }

    private static Stop broken(String name, String needs) {
        return Stop.usage(("The sandbox '%s' does not work here: it needs %s on the PATH and a kernel that lets this user make "
                + "namespaces. Choose another one, or leave the choice to the program.").formatted(name, needs));
    }

    private static Optional<Sandbox> bubblewrap(Surroundings seen) {
        return Program.find("bwrap", seen.path()).flatMap(program -> Stream.of(true, false)
                .map(sized -> (Sandbox) new Bubblewrap(program, sized, seen)).filter(Sandboxes::works).findFirst());
    }

    private static Optional<Sandbox> unshare(Surroundings seen) {
        return Program.find("unshare", seen.path()).flatMap(program -> Program.find("setpriv", seen.path())
                .map(setpriv -> (Sandbox) new Unshare(program, setpriv, seen)).filter(Sandboxes::works));
    }

    private static boolean works(Sandbox sandbox) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("swarm-probe");
            return sandbox.run(List.of("true"), folder, BRIEF).exit() == 0;
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
