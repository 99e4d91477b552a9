package llmswarm.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.Cell;
import llmswarm.cli.screen.Outlet;
import llmswarm.cli.screen.Window;
import llmswarm.model.hub.HubText;
import llmswarm.model.hub.Progress;
import llmswarm.model.hub.Pull;

/**
 * Shows a pull: one line that is drawn over itself on a terminal, else a line every few seconds, without escape codes.
 */
final class PullLines implements Pull.Watcher, AutoCloseable {
    private static final long BETWEEN = Duration.ofSeconds(5).toNanos();
    private static final int USUAL = 80;

    private final Outlet err;
    private final boolean live;
    private final IntSupplier columns;
    private final LongSupplier clock;
    private boolean drawn;
    private long next;

    /**
     * @param live    whether {@code err} is a terminal that can wipe a line
     * @param columns of the terminal now
     * @param clock   in nanoseconds
     */
    PullLines(Outlet err, boolean live, IntSupplier columns, LongSupplier clock) {
        this.err = err;
        this.live = live;
        this.columns = columns;
        this.clock = clock;
        next = clock.getAsLong() + BETWEEN;
    }

    /** What fits that desk's standard error. */
    static PullLines at(Desk desk) {
        var term = desk.env().getOrDefault("TERM", "dumb");
        var live = !term.isBlank() && !term.startsWith("dumb") && desk.err().isStandardError() && Window.isTerminal();
        return new PullLines(desk.err(), live, () -> live ? Window.size().getColumns() : USUAL, System::nanoTime);
    }

    @Override
    public void progress(Progress progress) {
        if (live) {
            err.wipe();
            err.print(err.visible(line(progress, columns.getAsInt() - 1)));
            drawn = true;
        } else if (clock.getAsLong() - next >= 0) {
            next = clock.getAsLong() + BETWEEN;
            err.println(line(progress, USUAL));
        }
    }

    @Override
    public void say(String line) {
        close();
        err.println(Cell.line(line));
    }

    /** Wipes what is drawn. */
    @Override
    public void close() {
        if (drawn) err.wipe();
        drawn = false;
    }

    /** The most that the width takes: without the file's name, then without the rate. */
    static String line(Progress p, int width) {
        var amount = "%d%% %s of %s".formatted(p.percent(), HubText.bytes(p.done()), HubText.bytes(p.total()));
        var rate = p.perSecond() > 0 ? " " + HubText.bytes((long) p.perSecond()) + "/s" : "";
        var left = p.left().map(time -> " " + Amounts.clock(time.toSeconds())).orElse("");
        var said = left.isEmpty() ? "" : left + " left";
        var lines = List.of("%s (%d of %d) ".formatted(Cell.line(p.file()), p.number(), p.files()) + amount + rate
                + said, amount + rate + said, amount + rate + left, amount + left);
        return lines.stream().filter(line -> Cell.width(line) <= width).findFirst()
                .orElseGet(() -> Cell.cut(amount, width, ""));
    }
}
