package llmswarm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.run.Outcome;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import machine.Removal;

/** The website that the tape of stacks/web-basic/example makes, started as its README says, on a free port of loopback. */
public final class LiveSite implements AutoCloseable {
    private static final Path EXAMPLE = Tape.example("web-basic");

    private final Path database;
    private final Process server;
    private final URI address;

    /** @param database is made if there is none */
    public LiveSite(Path project, Path database) {
        this.database = database;
        try {
            server = Workshop.process(project, List.of("python3", "-B", "-m", "server", "--port", "0", "--database",
                    database.toString()))
                    .redirectErrorStream(false).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            var said = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            address = URI.create(said.replaceFirst("^profiles is at (http://127\\.0\\.0\\.1:\\d+/) .*", "$1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The site as it was made for all tests that look at it, none of which writes into its project. */
    public record Built(Workshop shop, Outcome outcome) {
    }

    /** Replays the tape, whose prompts must be those of today, when it is asked for the first time. */
    public static Built built() {
        return Once.BUILT;
    }

    private static final class Once {
        private static final Built BUILT = build();

        private static Built build() {
            try {
                var folder = Files.createTempDirectory("site");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> Removal.of(folder)));
                var shop = new Workshop(folder);
                try (var swarm = shop.swarm()) {
                    return new Built(shop, swarm.run(Spec.read(EXAMPLE, "spec.md"),
                            RunOptions.DEFAULT.withReplay(Optional.of(EXAMPLE.resolve("tape.jsonl")), true)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static Tape tape() {
        return new Tape(EXAMPLE.resolve("tape.jsonl"));
    }

    /** Where a path of the site is. */
    public URI at(String path) {
        return URI.create(address.toString() + path.substring(1));
    }

    /** The database file, each byte as one character. */
    public String stored() {
        try {
            return Files.readString(database, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.destroyForcibly().onExit().join();
    }
}
