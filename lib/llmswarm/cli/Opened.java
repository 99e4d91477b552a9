package llmswarm.cli;

import java.time.InstantSource;
import java.util.function.UnaryOperator;

import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.cli.screen.LineView;
import llmswarm.cli.screen.Terminal;
import llmswarm.cli.screen.View;
import llmswarm.cli.screen.Views;
import llmswarm.run.state.RunState;

/** The swarm as one command uses it, with the view that shows what happens. */
final class Opened implements AutoCloseable {
    final RunState state;
    final View view;
    final Swarm swarm;

    private Opened(Desk desk, Flags flags, RunState state, View view, UnaryOperator<SwarmSetup> setup) {
        this.state = state;
        this.view = view;
        try {
            swarm = desk.opened(setup.apply(desk.setup(flags, view, view::say, Terminal.person(desk.err()))));
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
    static Opened with(Desk desk, Flags flags, UnaryOperator<SwarmSetup> setup) {
        var state = new RunState();
        return new Opened(desk, flags, state, Views.choose(flags.json, desk.env(), desk.out(), desk.err(), state),
                setup);
    }

    /** The same with a line an event, for what is no run. */
    static Opened inLines(Desk desk, Flags flags) {
        var state = new RunState();
        return new Opened(desk, flags, state, new LineView(state, desk.err(), InstantSource.system()).start(),
                UnaryOperator.identity());
    }

    @Override
    public void close() {
        view.close();
        swarm.close();
    }
}
