package llmswarm.cli;

import java.util.function.Consumer;

import llmswarm.run.journal.Event;

/** Shows a run while it happens. All methods may be called from any thread; what they print never interleaves. */
public interface View extends Consumer<Event>, AutoCloseable {
    @Override
    void accept(Event event);

    /** Prints a line for the person at the terminal; above the live picture, where there is one. */
    void say(String line);

    /** Ends the showing; nothing is printed afterwards. */
    @Override
    void close();
}
