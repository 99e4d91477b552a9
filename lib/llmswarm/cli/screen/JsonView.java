package llmswarm.cli.screen;

import llmswarm.run.journal.Entry;
import llmswarm.run.state.RunState;

/** The journal's own lines on standard output, on a resume from the first; talk stays on standard error. */
final class JsonView implements View {
    private final RunState run;
    private final Outlet out, err;
    private boolean closed;

    JsonView(RunState run, Outlet out, Outlet err) {
        this.run = run;
        this.out = out;
        this.err = err;
    }

    @Override
    public synchronized void accept(Entry entry) {
        run.accept(entry);
        if (closed || !entry.kept()) return;
        out.json(entry.line());
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
