package llmswarm.cli.screen;

import java.util.function.Consumer;

import llmswarm.run.journal.Entry;

/** Shows a run while it happens. All methods may be called from any thread; what they print never interleaves. */
public interface View extends Consumer<Entry>, AutoCloseable {
    @Override
    void accept(Entry entry);

    /** Prints a line for the person at the terminal; above the live picture, where there is one. */
    void say(String line);

    /** Ends the showing; nothing is printed afterwards. */
    @Override
    void close();
}
