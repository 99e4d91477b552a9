package llmswarm.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import llmswarm.Swarm;
import llmswarm.run.Event;
import llmswarm.run.EventJson;

/** The swarm as one command uses it, with the view that shows what happens. */
final class Opened implements AutoCloseable {
    final Board board;
    final View view;
    final Swarm swarm;

    private Opened(Desk desk, Flags flags, Board board, View view, UnaryOperator<Swarm.Setup> setup) {
        this.board = board;
        this.view = view;
        try {
            swarm = desk.opened(setup.apply(desk.setup(flags, view, view::say, Terminal.person(desk.err()))));
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

    /**
     * Reads all configuration and starts the view.
     *
     * @param setup changes what the flags say
     */
    static Opened with(Desk desk, Flags flags, UnaryOperator<Swarm.Setup> setup) {
        var board = new Board();
        return new Opened(desk, flags, board, Views.choose(flags.json, desk.env(), desk.out(), desk.err(), board, json()), setup);
    }

    /** The same with a line an event, for what is no run. */
    static Opened inLines(Desk desk, Flags flags) {
        var board = new Board();
        return new Opened(desk, flags, board, new LineView(board, desk.err()).start(), UnaryOperator.identity());
    }

    @Override
    public void close() {
        view.close();
        swarm.close();
    }
}
