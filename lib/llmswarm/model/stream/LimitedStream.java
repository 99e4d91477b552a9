package llmswarm.model.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** What a server sends, counted before anything reads it. A {@link TooMuch} ends it at its limits. */
public final class LimitedStream extends InputStream {
    /** A limit was passed; the message says which, to follow "the server sent". */
    @SuppressWarnings("serial")
    public static final class TooMuch extends IOException {
        TooMuch(String what) {
            super(what);
        }
    }

    private final InputStream in;
    private final StreamLimits limits;
    private final Runnable arrived;
    private long bytes;
    private long lines;
    private int line;
    private byte last;

    /** @param arrived is called whenever something has */
    public LimitedStream(InputStream in, StreamLimits limits, Runnable arrived) {
        this.in = in;
        this.limits = limits;
        this.arrived = arrived;
    }

    /** A line of more than so many bytes, a text or an answer. */
    public static TooMuch tooLong(String what, long most) {
        return new TooMuch("%s of more than %d MB".formatted(what, most >> 20));
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = in.read(into, from, length);
        if (count > 0) count(into, from, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void count(byte[] piece, int from, int count) throws TooMuch {
        arrived.run();
        bytes += count;
        if (bytes > limits.bytes()) throw new TooMuch("more than %d MB".formatted(limits.bytes() >> 20));
        for (int i = from; i < from + count; i++) {
            var end = piece[i] == '\n' || piece[i] == '\r';
            if (end && !(piece[i] == '\n' && last == '\r')) lines++;
            line = end ? 0 : line + 1;
            last = piece[i];
            if (line > limits.held()) throw tooLong("a line", limits.held());
        }
        if (lines > limits.lines()) throw new TooMuch(String.format(Locale.ROOT, "more than %.1f million lines",
                limits.lines() / 1e6));
    }
}
