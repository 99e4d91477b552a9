package llmswarm.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.cli.screen.Outlet;
import llmswarm.guard.Redactor;
import llmswarm.guard.WorkingFolder;
import llmswarm.run.journal.Entry;
import llmswarm.run.steps.Answerer;

/**
 * Where a command works.
 *
 * @param folder   absolute
 * @param out      for results
 * @param err      for talk
 * @param redactor what is known of secrets: more, once the configuration has named the variables that hold keys
 */
public record Desk(Path folder, Map<String, String> env, Outlet out, Outlet err, AtomicReference<Redactor> redactor) {
    /** The user's own. */
    public static Desk here() {
        var redactor = new AtomicReference<>(new Redactor(System.getenv()));
        return new Desk(WorkingFolder.path(), System.getenv(), Outlet.standardOutput(redactor::get),
                new Outlet(System.err, redactor::get), redactor);
    }

    /** The user's own in a JShell, which takes what is printed from another process. */
    public static Desk inJShell() {
        return of(WorkingFolder.path(), System.getenv(), System.out, System.err);
    }

    /** One that prints on those streams. */
    public static Desk of(Path folder, Map<String, String> env, PrintStream out, PrintStream err) {
        var redactor = new AtomicReference<>(new Redactor(env));
        return new Desk(folder, env, new Outlet(out, redactor::get), new Outlet(err, redactor::get), redactor);
    }

    /** Reads all configuration, for a command that runs nothing and asks nobody; tells the faults of all files. */
    public Swarm open(Flags flags) {
        var swarm = quiet(flags);
        swarm.faults().forEach(fault -> err.println("warning: " + fault));
        return swarm;
    }

    /** The same without a word about faults. */
    public Swarm quiet(Flags flags) {
        return open(flags, event -> { }, err::println, Answerer.NOBODY);
    }

    /** The same for one that does; see {@link SwarmSetup}. */
    public Swarm open(Flags flags, Consumer<Entry> listener, Consumer<String> notice, Answerer person) {
        return opened(setup(flags, listener, notice, person));
    }

    /** Opens it, and from now on prints nothing of what it knows to be secret. */
    public Swarm opened(SwarmSetup setup) {
        var swarm = Swarm.open(setup);
        redactor.set(swarm.redactor());
        return swarm;
    }

    /** How one is opened. */
    public SwarmSetup setup(Flags flags, Consumer<Entry> listener, Consumer<String> notice, Answerer person) {
        return new SwarmSetup(folder, env, flags.config(), flags.trust, flags.where(), listener, notice, person,
                flags.verbose);
    }
}
