package llmswarm.cli;

import java.io.PrintStream;
import java.util.function.Function;

import llmswarm.run.journal.Event;

/** The journal's events, one a line, on standard output; talk stays on standard error. */
final class JsonView implements View {
    private final Board board;
    private final Function<Event, String> json;
    private final PrintStream out, err;
    private boolean closed;

    JsonView(Board board, Function<Event, String> json, PrintStream out, PrintStream err) {
        this.board = board;
        this.json = json;
        this.out = out;
        this.err = err;
    }

    @Override
    public synchronized void accept(Event event) {
        board.accept(event);
        if (closed || !(event instanceof Event.Kept)) return;
        out.print(escaped(json.apply(event)) + "\n");
        out.flush();
    }

    /** JSON allows control characters above ASCII inside its strings; a terminal obeys some of them. */
    private static String escaped(String line) {
        var escaped = new StringBuilder(line.length());
        line.chars().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) escaped.append("\\u%04x".formatted(c));
            else escaped.append((char) c);
        });
        return escaped.toString();
    }

    @Override
    public synchronized void say(String line) {
        if (!closed) Cell.lines(line).forEach(err::println);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
