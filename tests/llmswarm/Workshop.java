package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import llmswarm.model.Settings;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import llmswarm.run.steps.Answerer;
import machine.SearchPath;

/** A folder to work in, with an environment in which nothing of the user's own files is seen or touched. */
public final class Workshop {
    /**
     * The PATH of a run: without the folders of the user's home where the machine itself has all that runs need. There
     * a version manager puts a script in place of each program, which starts two dozen shells before every Python.
     */
    public static final String PATH = path();

    public final Path folder;
    public final Map<String, String> env = new HashMap<>(System.getenv());
    public final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
    public final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    public final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    public Answerer person = Answerer.NOBODY;
    public boolean trust;
    public Swarm.Where where = Swarm.Where.ANYWHERE;
    /** Aliases that mean another one's model. */
    public Map<String, String> instead = Map.of();

    public Workshop(Path folder) {
        try {
            this.folder = Files.createDirectories(folder.resolve("work")).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var kind : List.of("CONFIG", "STATE", "CACHE")) env.put("XDG_" + kind + "_HOME",
                folder.resolve(kind).toString());
        env.put("PATH", PATH);
        env.remove("SWARM_HOME");
        // A run waits for a server that is down, and no test has half an hour.
        env.put(Settings.PATIENCE, "2s");
        env.remove("OPENAI_API_KEY");
    }

    private static String path() {
        var all = SearchPath.of(System.getenv());
        var home = Path.of(System.getProperty("user.home"));
        var machine = new SearchPath(all.folders().stream().filter(folder -> !folder.startsWith(home)).toList());
        var complete = Stream.of("git", "python3", "node")
                .allMatch(name -> machine.find(name).isPresent() || all.find(name).isEmpty());
        return (complete ? machine : all).toString();
    }

    /** A command in a folder whose program is found on {@link #PATH}; what it prints is one stream. */
    public static ProcessBuilder process(Path folder, List<String> command) {
        var words = new ArrayList<>(command);
        new SearchPath(SearchPath.absolute(PATH).toList()).find(words.getFirst())
                .ifPresent(found -> words.set(0, found.toString()));
        var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", PATH);
        return builder;
    }

    /** Writes a file below the folder. */
    public Workshop file(String path, String text) {
        try {
            var file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both bundled aliases mean the server at that address, which wants no key. */
    public Workshop models(URI baseUrl) {
        return file("config/models.yaml", """
                models:
                  planner: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: 8, timeout: 30s}
                  coder: {provider: openai, model: stub, base-url: "%1$s", context: 128000, parallel: 8, timeout: 30s}
                """.formatted(baseUrl));
    }

    /** The swarm with config/ as its first layer, if there is such a folder. */
    public Swarm swarm() {
        var config = folder.resolve("config");
        return Swarm.open(new SwarmSetup(folder, env, Optional.of(config).filter(Files::isDirectory), trust, where,
                this::follow, notices::add, person).with(instead));
    }

    private void follow(Entry entry) {
        entries.add(entry);
        events.add(entry.event() instanceof Momentary.Retold(var checked) ? checked : entry.event());
    }

    /** All events of a journal or tape. */
    public static List<Event> journaled(Path file) {
        return Journal.read(file).stream().map(Entry::event).toList();
    }

    /** As {@link #swarm}, by a user who trusts what lies in config/. */
    public Swarm swarmTrusted() {
        trust = true;
        return swarm();
    }

    /** Events of one type, in order. */
    public <T extends Event> List<T> events(Class<T> type) {
        // a run may go on meanwhile, and a stream of such a list does not lock it
        synchronized (events) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    /** What a command prints on both outputs; it must end with exit code 0. */
    public static String output(Path folder, String... command) {
        try {
            var process = process(folder, List.of(command)).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for it, three minutes at most: many tests share the machine. */
    public static void until(BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited three minutes in vain");
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** The digest of everything in the last commit. */
    public static String tree(Path project) {
        return output(project, "git", "rev-parse", "HEAD^{tree}").strip();
    }
}
