package llmswarm.cli.screen;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import llmswarm.run.journal.Entry;
import llmswarm.run.state.RunState;

/**
 * One plain line for each thing worth telling: for pipes, logs and terminals that cannot draw. No escape codes, ever.
 */
public final class LineView implements View {
    private final RunState run;
    private final Heartbeat heart;
    private final PastLines past = new PastLines();
    private final Outlet err;
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("heartbeat").factory());
    private boolean closed;

    /** A view that does not yet tell by itself what takes long. */
    public LineView(RunState run, Outlet err, InstantSource clock) {
        this.run = run;
        this.heart = new Heartbeat(clock);
        this.err = err;
    }

    /** From now on the view looks every second whether something takes long. */
    public LineView start() {
        ticks.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    /** Tells what takes long, if it is time to. */
    synchronized void beat() {
        heart.line().ifPresent(this::say);
    }

    @Override
    public synchronized void accept(Entry entry) {
        run.accept(entry);
        heart.accept(entry);
        past.lines(entry, run).forEach(this::say);
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
