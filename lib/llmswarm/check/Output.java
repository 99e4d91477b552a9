package llmswarm.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.guard.Printable;

/** The last bytes a command printed, however much it prints. */
final class Output {
    static final int LINES = 60;

    private final byte[] kept;
    private long received;

    Output(int bytes) {
        kept = new byte[bytes];
    }

    /** Reads to the end of the stream; returns early when it is closed from outside. */
    void readAll(InputStream in) {
        var chunk = new byte[1 << 16];
        try {
            for (int n; (n = in.read(chunk)) >= 0; ) {
                add(chunk, n);
            }
        } catch (IOException closed) {
            // The command has ended and what it printed until then is kept.
        }
    }

    synchronized void add(byte[] bytes, int count) {
        for (int i = Math.max(0, count - kept.length); i < count; i++) {
            kept[(int) ((received + i) % kept.length)] = bytes[i];
        }
        received += count;
    }

    /** Bytes of output so far. */
    synchronized long received() {
        return received;
    }

    /** The last lines as text that cannot steer a terminal, without the line that was cut at the front. */
    String tail() {
        var lines = Printable.of(overwritten(new String(bytes(), StandardCharsets.UTF_8))).lines().toList();
        if (received > kept.length && lines.size() > 1) {
            lines = lines.subList(1, lines.size());
        }
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size())).strip();
    }

    /** What a carriage return left of each line: of a progress bar its last state. */
    private static String overwritten(String text) {
        return Stream.of(text.split("\n", -1)).map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                .map(line -> line.substring(line.lastIndexOf('\r') + 1)).collect(Collectors.joining("\n"));
    }

    private synchronized byte[] bytes() {
        if (received <= kept.length) {
            return Arrays.copyOf(kept, (int) received);
        }
        int oldest = (int) (received % kept.length);
        var ordered = new byte[kept.length];
        System.arraycopy(kept, oldest, ordered, 0, kept.length - oldest);
        System.arraycopy(kept, 0, ordered, kept.length - oldest, oldest);
        return ordered;
    }
}
