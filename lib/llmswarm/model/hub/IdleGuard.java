package llmswarm.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closes a stream that has brought next to nothing for too long, so that reading it fails; the JDK's client waits for
 * ever. A byte now and then does not keep it open: at a kilobyte a second a model takes weeks, and another try may find
 * a faster way.
 */
final class IdleGuard implements AutoCloseable {
    private final Thread watch;
    private final AtomicLong received = new AtomicLong();

    /** @param idle is looked at as a whole; a byte for each of its milliseconds is enough */
    IdleGuard(InputStream stream, Duration idle) {
        watch = Thread.ofVirtual().name("idle guard").start(() -> watch(stream, idle));
    }

    /** Something has arrived. */
    void received(int bytes) {
        received.addAndGet(bytes);
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    private void watch(InputStream stream, Duration idle) {
        try {
            do Thread.sleep(idle); while (received.getAndSet(0) >= idle.toMillis());
            stream.close();
        } catch (InterruptedException | IOException over) {
            // the stream ended before the guard did
        }
    }
}
