package llmswarm.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import llmswarm.guard.Stop;

/** Turns Ctrl-C and SIGTERM into an interruption of the work, and gives it a moment to bring its journal to an end. */
public final class Interrupts {
    private static final long MOMENT = 1_700;

    private Interrupts() {
    }

    /** Does the work; when the program is told to end meanwhile, says what the work has to say about that. */
    public static int during(Desk desk, Callable<Integer> work) {
        var worker = Thread.currentThread();
        var ended = new CountDownLatch(1);
        var hook = new Thread(() -> {
            worker.interrupt();
            await(ended);
        }, "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.call();
        } catch (Stop stop) {
            if (stop.exit() != Stop.INTERRUPTED) throw stop;
            stop.lines().forEach(desk.err()::println);
            return stop.exit();
        } catch (InterruptedException interrupted) {
            return Stop.INTERRUPTED;
        } catch (RuntimeException fault) {
            throw fault;
        } catch (Exception fault) {
            throw new IllegalStateException(fault);
        } finally {
            ended.countDown();
            removed(hook);
        }
    }

    private static void removed(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook is running: that is why we are here.
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await(MOMENT, TimeUnit.MILLISECONDS);
        } catch (InterruptedException twice) {
            Thread.currentThread().interrupt();
        }
    }
}
