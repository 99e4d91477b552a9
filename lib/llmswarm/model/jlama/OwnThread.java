package llmswarm.model.jlama;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.exception.TimeoutException;

/**
 * Work that files of a downloaded model steer, such as a template's loops: on a thread of its own, which is interrupted
 * and left behind once its time is over, since not all of that can be interrupted.
 */
final class OwnThread {
    private OwnThread() {
    }

    /**
     * What the work gives. Its exceptions and errors are thrown here.
     *
     * @throws TimeoutException when it takes longer
     */
    static <T> T within(Optional<Duration> limit, Callable<T> work) throws InterruptedException {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("prompt").start(task);
        try {
            return limit.isPresent() ? task.get(limit.get().toNanos(), TimeUnit.NANOSECONDS) : task.get();
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("the time is over");
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failed.getCause());
            }
        } finally {
            task.cancel(true);
        }
    }

    /** No exception, as template engines take those for faults of the template and go on. */
    private static final class Ended extends Error {
    }

    /** Ends the work when nobody waits for it any more. */
    static void endIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) throw new Ended();
    }

    /**
     * The text for a pattern of such a file, which may need time without end: its reader ends when its thread is
     * interrupted.
     */
    static CharSequence interruptible(CharSequence text) {
        return new Interruptible(text);
    }

    private record Interruptible(CharSequence text) implements CharSequence {
        @Override
        public char charAt(int index) {
            endIfInterrupted();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Interruptible(text.subSequence(start, end));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
