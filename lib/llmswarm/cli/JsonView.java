package llmswarm.cli;

import java.util.function.Function;

import llmswarm.run.Event;

/** The journal's events, one a line, on standard output; talk stays on standard error. */
final class JsonView implements View {
    private final Board board;
    private final Function<Event, String> json;
    private final Outlet out, err;
    private boolean closed;

    JsonView(Board board, Function<Event, String> json, Outlet out, Outlet err) {
        this.board = board;
        this.json = json;
        this.out = out;
        this.err = err;
    }

    @Override
    public synchronized void accept(Event event) {
        board.accept(event);
        if (closed || !(event instanceof Event.Kept)) return;
        out.json(json.apply(event));
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
