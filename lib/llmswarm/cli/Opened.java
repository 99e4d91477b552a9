package llmswarm.cli;

import java.time.InstantSource;
import java.util.function.UnaryOperator;

import llmswarm.Swarm;
import llmswarm.run.journal.RunState;

/** The swarm as one command uses it, with the view that shows what happens. */
final class Opened implements AutoCloseable {
    final RunState state;
    final View view;
    final Swarm swarm;

    private Opened(Flags flags, RunState state, View view, UnaryOperator<Swarm.Setup> setup) {
        this.state = state;
        this.view = view;
        try {
            swarm = Swarm.open(setup.apply(Desk.here().setup(flags, view, view::say, Terminal.person())));
        } catch (RuntimeException e) {
            view.close();
            throw e;
        }
    }

    /**
     * Reads all configuration and starts the view.
     *
     * @param setup changes what the flags say
     */
    static Opened with(Flags flags, UnaryOperator<Swarm.Setup> setup) {
        var state = new RunState();
        return new Opened(flags, state, Views.choose(flags.json, System.getenv(), System.out, System.err, state), setup);
    }

    /** The same with a line an event, for what is no run. */
    static Opened inLines(Flags flags) {
        var state = new RunState();
        return new Opened(flags, state, new LineView(state, System.err, InstantSource.system()).start(), UnaryOperator.identity());
    }

    @Override
    public void close() {
        view.close();
        swarm.close();
    }
}
