package sandbox.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import machine.ProcessStart;
import text.Bounds;

/**
 * A process that is watched until it ends: at a limit, at an interruption and at the program's own end its whole tree
 * is ended.
 *
 * @param program     the name used in sentences
 * @param words       what is started, as a member of a control group where there is one
 * @param folder      where it is started
 * @param written     the folder whose disk is watched
 * @param environment all of its variables
 * @param mark        see {@link MarkedTree}; empty behind walls
 * @param scratch     its temporary folders
 */
public record Attended(String program, Function<Optional<ControlGroup>, List<String>> words, Path folder, Path written,
                Map<String, String> environment, Optional<String> mark, Scratch scratch, Limits limits) {
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int BY_SIGNAL = 128;
    private static final int APART = 4096;
    private static final Path NOTHING = Path.of("/dev/null");

    /**
     * What came of it.
     *
     * @param apart what was said on standard error by whatever raises the walls, which a command behind them does not
     *              have; without walls the command has it, and this is empty
     */
    public record Ended(CommandResult result, String apart) {
    }

    /**
     * Runs it to its end.
     *
     * @throws InterruptedException when the calling thread was interrupted; the tree has ended by then
     */
    public Ended run() throws InterruptedException {
        var task = new FutureTask<>(this::attend);
        // The kernel ends a --die-with-parent process with the thread that started it: no pooled carrier may be that
        // thread.
        var thread = Thread.ofPlatform().daemon().name("check-" + program).start(task);
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            awaitEnd(thread);
            throw interrupted;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UncheckedIOException unwritten) throw unwritten;
            throw new IllegalStateException(failed.getCause());
        }
    }

    private static void awaitEnd(Thread thread) {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                // The tree must have ended before the caller goes on, and ending it takes two seconds at most.
            }
        }
    }

    private Ended attend() throws InterruptedException {
        var group = ControlGroup.make(limits);
        try {
            return attend(words.apply(group));
        } finally {
            group.ifPresent(ControlGroup::close);
        }
    }

    private Ended attend(List<String> all) throws InterruptedException {
        long start = System.nanoTime();
        Process process;
        try {
            process = start(all);
        } catch (IOException cause) {
            var trouble = "'%s' could not be started: %s".formatted(program, cause.getMessage());
            return new Ended(new CommandResult(-1, 0, "", Optional.of(trouble)), "");
        }
        Signals.prepare();
        Output output = new Output(limits.outputBytes()), apart = new Output(APART);
        var readers = List.of(reader(output, process.getInputStream()), reader(apart, process.getErrorStream()));
        ProcessTree tree = mark.isPresent() ? new MarkedTree(process.toHandle(), mark.get())
                : new WalledTree(process.toHandle());
        var hook = new Thread(tree::end);
        var watch = new Watch(limits, tree, output, scratch, written);
        Optional<String> excess;
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            excess = attend(process, watch, start);
        } catch (IllegalStateException ending) {
            throw new InterruptedException("the program is ending");
        } finally {
            tree.end();
            release(hook);
        }
        for (var reader : readers) reader.join(Duration.ofSeconds(1));
        if (excess.isEmpty() && process.exitValue() > BY_SIGNAL) awaitInterruption();
        var trouble = excess.or(() -> watch.after(process.exitValue()).map("was ended: "::concat))
                .map(why -> "'%s' %s".formatted(program, why));
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Ended(new CommandResult(trouble.isPresent() ? -1 : process.exitValue(), seconds, output.text(),
                trouble), apart.text());
    }

    private Thread reader(Output output, InputStream from) {
        return Thread.ofPlatform().daemon().name("output-" + program).start(() -> output.readAll(from));
    }

    /**
     * Ctrl-C at a terminal reaches the command as well as us, and our own end ends it: when an interruption is on its
     * way to this thread, how the command ended is no verdict.
     */
    private static void awaitInterruption() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(500);
    }

    private Process start(List<String> all) throws IOException {
        var builder = new ProcessBuilder(all).directory(folder.toFile()).redirectErrorStream(mark.isPresent())
                .redirectInput(ProcessBuilder.Redirect.from(NOTHING.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return ProcessStart.of(builder);
    }

    /** Waits for the end; the answer is why it had to be ended, if so. */
    private Optional<String> attend(Process process, Watch watch, long start) throws InterruptedException {
        while (!process.waitFor(POLL.toNanos(), TimeUnit.NANOSECONDS)) {
            if (System.nanoTime() - start >= limits.time().toNanos()) {
                return Optional.of("was ended at the time limit of " + Bounds.text(limits.time()));
            }
            var excess = watch.excess();
            if (excess.isPresent()) return excess.map("was ended: "::concat);
        }
        return Optional.empty();
    }

    private static void release(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook runs already.
        }
    }
}
