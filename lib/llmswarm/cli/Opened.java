package llmswarm.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import llmswarm.Swarm;
import llmswarm.run.Event;
import llmswarm.run.EventJson;

/** The swarm as one command uses it, with the view that shows what happens. */
final class Opened implements AutoCloseable {
    final Board board = new Board();
    final View view;
    final Swarm swarm;

    private Opened(Flags flags, PrintStream out, PrintStream err) {
        view = Views.choose(flags.json, System.getenv(), out, err, board, json());
        try {
            swarm = Swarm.open(new Swarm.Setup(Path.of("").toAbsolutePath(), System.getenv(), flags.config(), flags.trust,
                    view, view::say, Terminal.person()));
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    /** The journal's form of events, counted from 1. */
    static Function<Event, String> json() {
        var seq = new AtomicLong();
        return event -> EventJson.line(seq.incrementAndGet(), Instant.now().truncatedTo(ChronoUnit.MILLIS), event);
    }

    /** Reads all configuration and starts the view. */
    static Opened with(Flags flags) {
        return new Opened(flags, System.out, System.err);
    }

    @Override
    public void close() {
        view.close();
        swarm.close();
    }
}
