package llmswarm.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

import llmswarm.Swarm;
import llmswarm.run.EventJson;

/** The swarm as one command uses it, with the view that shows what happens. */
final class Opened implements AutoCloseable {
    final Board board = new Board();
    final View view;
    final Swarm swarm;

    private Opened(Flags flags, PrintStream out, PrintStream err) {
        var seq = new AtomicLong();
        view = Views.choose(flags.json, System.getenv(), out, err, board,
                event -> EventJson.line(seq.incrementAndGet(), Instant.now().truncatedTo(ChronoUnit.MILLIS), event));
        try {
            swarm = Swarm.open(new Swarm.Setup(Path.of("").toAbsolutePath(), System.getenv(), flags.config(), flags.trust,
                    view, view::say, Terminal.person()));
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
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
