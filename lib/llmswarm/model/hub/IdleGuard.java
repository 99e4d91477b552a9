package llmswarm.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream on which nothing has arrived for too long, so that reading it fails; the JDK's client waits for ever. */
final class IdleGuard implements AutoCloseable {
    private final Thread watch;
    private volatile long last = System.nanoTime();

    IdleGuard(InputStream stream, Duration idle) {
        watch = Thread.ofVirtual().name("idle guard").start(() -> watch(stream, idle));
    }

    /** Something has arrived. */
    void alive() {
        last = System.nanoTime();
    }

    @Override
    public void close() {
        watch.interrupt();
    }

    private void watch(InputStream stream, Duration idle) {
        try {
            for (var left = idle; left.isPositive(); left = idle.minusNanos(System.nanoTime() - last)) Thread.sleep(left);
            stream.close();
        } catch (InterruptedException | IOException over) {
            // the stream ended before the guard did
        }
    }
}
