package llmswarm.cli;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import llmswarm.run.Event;

/** One plain line for each thing worth telling: for pipes, logs and terminals that cannot draw. No escape codes, ever. */
final class LineView implements View {
    private final Board board;
    private final Heartbeat heart;
    private final Outlet err;
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("heartbeat").factory());
    private boolean closed;

    /** A view that does not yet tell by itself what takes long. */
    LineView(Board board, Outlet err) {
        this.board = board;
        this.heart = new Heartbeat(board::now);
        this.err = err;
    }

    /** From now on the view looks every second whether something takes long. */
    LineView start() {
        ticks.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    /** Tells what takes long, if it is time to. */
    synchronized void beat() {
        heart.line().ifPresent(this::say);
    }

    @Override
    public synchronized void accept(Event event) {
        board.accept(event);
        heart.accept(event);
        Talk.lines(event, board).forEach(this::say);
    }

    @Override
    public synchronized void say(String line) {
        if (!closed) err.println(String.join("\n", Cell.lines(line)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        ticks.shutdownNow();
    }
}
