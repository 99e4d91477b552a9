package llmswarm.guard;

import java.util.List;

/**
 * Ends a command with sentences for the person who must act and with an exit code. Everything a user can cause is told
 * this way; any other exception is a fault of the program.
 */
public final class Stop extends RuntimeException {
    /** Exit codes as the README lists them. */
    public static final int INTERNAL = 1, USAGE = 2, UNFINISHED = 3, UNTRUSTED = 4, BUDGET = 5, INTERRUPTED = 130;

    private final int exit;
    private final List<String> lines;
    private final boolean endsRun;
    private final boolean leaves;

    private Stop(int exit, List<String> lines, Throwable cause) {
        this(exit, lines, cause, false, exit == BUDGET);
    }

    private Stop(int exit, List<String> lines, Throwable cause, boolean endsRun, boolean leaves) {
        super(String.join("\n", lines), cause);
        this.exit = exit;
        this.lines = List.copyOf(lines);
        this.endsRun = endsRun;
        this.leaves = leaves;
    }

    /** Wrong usage or configuration: exit code 2. */
    public static Stop usage(String sentence) {
        return new Stop(USAGE, List.of(sentence), null);
    }

    /** Several faults of the configuration, all told at once: exit code 2. */
    public static Stop usage(List<String> sentences) {
        return new Stop(USAGE, sentences, null);
    }

    /** As {@link #usage(String)}, keeping the cause for {@code --verbose}. */
    public static Stop usage(String sentence, Throwable cause) {
        return new Stop(USAGE, List.of(sentence), cause);
    }

    /** The run ended, but not everything is done and checked: exit code 3. */
    public static Stop unfinished(String sentence) {
        return new Stop(UNFINISHED, List.of(sentence), null);
    }

    /** The same where no other task could go on either. */
    public static Stop endOfRun(String sentence) {
        return new Stop(UNFINISHED, List.of(sentence), null, true, true);
    }

    /** A budget has no room for what was to be done: exit code 5. */
    public static Stop budget(String sentence) {
        return new Stop(BUDGET, List.of(sentence), null);
    }

    /** What was to be done has to wait for a later part of the run: exit code 3. */
    public static Stop later(String sentence) {
        return new Stop(UNFINISHED, List.of(sentence), null, false, true);
    }

    /** Something would have to be trusted first: exit code 4. */
    public static Stop untrusted(String sentence) {
        return new Stop(UNTRUSTED, List.of(sentence), null);
    }

    /** A person ended it: exit code 130. */
    public static Stop interrupted(String sentence) {
        return new Stop(INTERRUPTED, List.of(sentence), null, true, true);
    }

    /** Work that an interrupt ends. */
    @FunctionalInterface
    public interface Work<T> {
        T done() throws InterruptedException;
    }

    /** The work's result; a {@link #interrupted} where it was interrupted, as the thread stays then. */
    public static <T> T whenInterrupted(Work<T> work) {
        try {
            return work.done();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw interrupted("Interrupted.");
        }
    }

    public int exit() {
        return exit;
    }

    /** Whether it ends the whole run, and not only the task that met it. */
    public boolean endsRun() {
        return endsRun;
    }

    /** Whether what met it is only left for later, and not judged. */
    public boolean leaves() {
        return leaves;
    }

    /** One sentence a fault, each with its place and remedy. */
    public List<String> lines() {
        return lines;
    }
}
