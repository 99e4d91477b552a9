package llmswarm.model.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells once, when it is closed, how many bytes were read. */
final class CountedStream extends FilterInputStream {
    private final LongConsumer closed;
    private long bytes;
    private boolean told;

    CountedStream(InputStream in, LongConsumer closed) {
        super(in);
        this.closed = closed;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        if (one >= 0) bytes++;
        return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = in.read(into, from, length);
        if (count > 0) bytes += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
        synchronized (this) {
            if (told) return;
            told = true;
        }
        closed.accept(bytes);
    }
}
