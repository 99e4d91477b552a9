package llmswarm.cli.screen;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import llmswarm.guard.Visible;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.state.RunState;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;

//DEPS org.jline:jline-terminal:3.30.6
/**
 * A live picture of the task graph at the end of the terminal. Lines worth keeping are printed above it. The terminal's
 * modes and its cursor are never changed and no key is read, so nothing needs to be restored, however the program ends.
 */
final class LivePicture implements View {
    private static final long REDRAW_MILLIS = 100, REPAINT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RunState run;
    private final Terminal terminal;
    private final Supplier<Size> window;
    private final StateSigns signs;
    private final Function<String, Visible> visible;
    private final InstantSource clock;
    private final PastLines past = new PastLines();
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("view").factory());
    /** Lines that wait for the end of a question. */
    private final List<String> held = new ArrayList<>();
    private Display display;
    private Size size;
    private List<AttributedString> drawn = List.of();
    private long repaintedAt = System.nanoTime();
    private boolean changed = true, closed;

    /**
     * A view that has not begun to draw by itself.
     *
     * @param window  asked before each drawing
     * @param visible makes text fit to be printed, see {@link Outlet#visible}
     */
    LivePicture(RunState run, Terminal terminal, Supplier<Size> window, StateSigns signs, InstantSource clock,
            Function<String, Visible> visible) {
        this.run = run;
        this.clock = clock;
        this.terminal = terminal;
        this.window = window;
        this.signs = signs;
        this.visible = visible;
        size = window.get();
        erase();
    }

    /**
     * What draws on a stream as a terminal of that type does; it reads no key and changes no mode. Empty for a type
     * that is unknown here or cannot do all that the picture needs.
     */
    static Optional<Terminal> terminal(String type, PrintStream stream) {
        try {
            InfoCmp.getInfoCmp(type);
            Terminal terminal = new DumbTerminal("view", type, InputStream.nullInputStream(), stream, stream.charset());
            return Stream.of(Capability.carriage_return, Capability.parm_up_cursor, Capability.clr_eos)
                    .allMatch(needed -> terminal.getStringCapability(needed) != null) ? Optional.of(terminal)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** From now on the view redraws by itself: at most ten times a second, at least once. */
    LivePicture start() {
        ticks.scheduleWithFixedDelay(this::tick, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    @Override
    public synchronized void accept(Entry entry) {
        run.accept(entry);
        changed = true;
        var lines = folded(past.lines(entry, run));
        if (!keep(entry.event())) return;
        switch (entry.event()) {
            case Event.Asked e -> printNow(lines);
            case Event.Answered e -> {
                printNow(lines);
                release();
            }
            default -> print(lines);
        }
    }

    private List<String> folded(List<String> lines) {
        return lines.stream().flatMap(line -> Cell.fold(line, size.getColumns() - 1).stream()).toList();
    }

    /** What happened while somebody was typing a reply. */
    private void release() {
        var lines = List.copyOf(held);
        held.clear();
        printNow(lines);
    }

    /** What the picture itself does not tell, or not for long. */
    private static boolean keep(Event event) {
        return switch (event) {
            case Event.TaskEnded e -> e.state() == Event.State.FAILED;
            case Event.Checked e -> !e.passed();
            case Momentary.Retold(var checked) -> !checked.passed();
            default -> true;
        };
    }

    @Override
    public synchronized void say(String line) {
        print(folded(Cell.lines(visible.apply(line).text())));
    }

    private void print(List<String> lines) {
        if (closed || run.questions().isEmpty()) printNow(lines);
        else held.addAll(lines);
    }

    private void printNow(List<String> lines) {
        if (closed || lines.isEmpty()) return;
        erase();
        lines.stream().map(visible).forEach(this::write);
        terminal.flush();
        changed = true;
    }

    private void write(Visible line) {
        terminal.writer().println(line.text());
    }

    /** A line of the picture as it may be printed; nearly always it is that already. */
    private AttributedString shown(AttributedString line) {
        var text = visible.apply(line.toString()).text();
        return text.contentEquals(line) ? line : new AttributedString(text).columnSubSequence(0, size.getColumns() - 1);
    }

    private synchronized void tick() {
        if (!closed && (changed || System.nanoTime() - repaintedAt >= REPAINT_NANOS
                || !window.get().equals(size))) draw();
    }

    /** Draws the picture as the run is now; none while a question is open, so that the reply can be typed. */
    synchronized void draw() {
        var now = window.get();
        if (!now.equals(size) || System.nanoTime() - repaintedAt >= REPAINT_NANOS) {
            size = now;
            erase();
        }
        changed = false;
        drawn = !run.questions().isEmpty() ? List.of()
                : PictureLines.lines(run, signs, size.getColumns() - 1, size.getRows() - 1, clock.instant()).stream()
                .map(this::shown).toList();
        if (drawn.isEmpty()) return;
        var lines = new ArrayList<AttributedString>();
        drawn.forEach(line -> lines.add(AttributedString.join(AttributedString.EMPTY, line, AttributedString.NEWLINE)));
        lines.add(AttributedString.EMPTY);
        terminal.puts(Capability.carriage_return);
        display.update(lines, size.cursorPos(drawn.size(), 0));
    }

    /**
     * Takes the picture off the screen. Done once a second too, since JLine's display only draws what differs, and
     * a key that was typed or a new size has moved the rest.
     */
    private void erase() {
        if (!drawn.isEmpty()) {
            var height = drawn.stream().mapToInt(line -> 1 + Math.max(0, line.columnLength() - 1) / size.getColumns())
                    .sum();
            terminal.puts(Capability.carriage_return);
            terminal.puts(Capability.parm_up_cursor, height);
            terminal.puts(Capability.clr_eos);
        }
        drawn = List.of();
        repaintedAt = System.nanoTime();
        display = new Display(terminal, false);
        display.resize(size.getRows(), size.getColumns());
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        ticks.shutdownNow();
        // Behind a question stands the prompt, and what was typed so far.
        if (!run.questions().isEmpty()) {
            terminal.writer().println();
            terminal.flush();
        }
        release();
        draw();
        closed = true;
    }
}
