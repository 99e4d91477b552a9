package llmswarm.cli.shell;

import java.nio.file.InvalidPathException;
import java.util.concurrent.Callable;

import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;

/** What a command would have ended with: its message says what is wrong and what to do. */
public final class Failed extends RuntimeException {
    private final int exit;

    private Failed(String sentence, int exit) {
        // Where it was thrown tells nothing to who typed a line.
        super(Shell.session().visible(sentence), null, false, false);
        this.exit = exit;
    }

    /** The exit code that goes with it, as the README lists them. */
    public int exit() {
        return exit;
    }

    /** Does the work; what a person can mend is thrown as this exception. */
    static <T> T told(Callable<T> work) {
        try {
            return work.call();
        } catch (Stop stop) {
            throw new Failed(stop.getMessage(), stop.exit());
        } catch (ModelFailed failed) {
            throw new Failed(failed.getMessage(), Stop.UNFINISHED);
        } catch (InvalidPathException name) {
            throw new Failed("The name '%s' cannot be that of a file.".formatted(name.getInput()), Stop.USAGE);
        } catch (InterruptedException interrupted) {
            throw new Failed("interrupted", Stop.INTERRUPTED);
        } catch (RuntimeException fault) {
            throw fault;
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        }
    }
}
