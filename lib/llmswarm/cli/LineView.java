package llmswarm.cli;

import java.io.PrintStream;

import llmswarm.run.Event;

/** One plain line for each thing worth telling: for pipes, logs and terminals that cannot draw. No escape codes, ever. */
final class LineView implements View {
    private final Board board;
    private final PrintStream err;
    private boolean closed;

    LineView(Board board, PrintStream err) {
        this.board = board;
        this.err = err;
    }

    @Override
    public synchronized void accept(Event event) {
        board.accept(event);
        Talk.lines(event, board).forEach(this::say);
    }

    @Override
    public synchronized void say(String line) {
        if (!closed) err.println(String.join(System.lineSeparator(), Cell.lines(line)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        err.flush();
    }
}
