package llmswarm.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import llmswarm.Swarm;
import llmswarm.guard.Printable;
import llmswarm.guard.WorkingFolder;
import llmswarm.run.steps.Answerer;
import llmswarm.run.journal.Entry;

/**
 * Where a command works.
 *
 * @param folder absolute
 * @param out    for results
 * @param err    for talk
 */
record Desk(Path folder, Map<String, String> env, PrintStream out, PrintStream err) {
    /** The user's own. */
    static Desk here() {
        return new Desk(WorkingFolder.path(), System.getenv(), System.out, System.err);
    }

    /** Reads all configuration, for a command that runs nothing and asks nobody; tells the faults of all files. */
    Swarm open(Flags flags) {
        var swarm = quiet(flags);
        swarm.faults().forEach(fault -> err.println("warning: " + Printable.of(fault)));
        return swarm;
    }

    /** The same without a word about faults. */
    Swarm quiet(Flags flags) {
        return open(flags, event -> { }, err::println, Answerer.NOBODY);
    }

    /** The same for one that does; see {@link Swarm.Setup}. */
    Swarm open(Flags flags, Consumer<Entry> listener, Consumer<String> notice, Answerer person) {
        return Swarm.open(setup(flags, listener, notice, person));
    }

    /** How one is opened. */
    Swarm.Setup setup(Flags flags, Consumer<Entry> listener, Consumer<String> notice, Answerer person) {
        return new Swarm.Setup(folder, env, flags.config(), flags.trust, flags.where(), listener, notice, person);
    }
}
