package llmswarm.serve;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.regex.Pattern;

import llmswarm.run.steps.Inbox;

/**
 * Reads what a run tells those who look on while it works, such as the tokens of an answer. What was before they did is
 * gone.
 */
final class Onlooker {
    private static final long AGAIN = 2_000_000_000L;
    private static final int CHUNK = 256 << 10;
    private static final Pattern NUMBER = Pattern.compile("\"seq\":(\\d{1,15})");

    /** A line, which belongs behind that one of the journal and before the next. */
    record Shown(long behind, String line) {
    }

    private final ArrayDeque<Shown> shown = new ArrayDeque<>();
    private long position = -1, told = System.nanoTime() - AGAIN;

    /** The next line that belongs before that one of the journal; null where there is none. */
    String next(long before) {
        return shown.isEmpty() || shown.peek().behind >= before ? null : shown.poll().line;
    }

    /** Reads what is new. The journal is read after it: there stands all that this belongs behind. */
    void read(Tail tail) throws IOException {
        var inbox = Inbox.of(tail.run());
        if (!inbox.live()) return;
        look(inbox);
        try (var file = new RandomAccessFile(inbox.shown().toFile(), "r")) {
            long length = file.length();
            if (position > length) position = 0;
            if (position == length) return;
            var chunk = new byte[(int) Math.min(CHUNK, length - position)];
            file.seek(position);
            file.readFully(chunk);
            int end = chunk.length;
            while (end > 0 && chunk[end - 1] != '\n') end--;
            if (end == 0) return;
            position += end;
            for (var line : new String(chunk, 0, end - 1, StandardCharsets.UTF_8).split("\n")) {
                var number = NUMBER.matcher(line);
                if (number.find()) shown.add(new Shown(Long.parseLong(number.group(1)), line));
            }
        } catch (FileNotFoundException nothing) {
            // Nobody has shown anything yet.
        }
    }

    private void look(Inbox inbox) {
        if (position < 0) position = inbox.shown().toFile().length();
        if (System.nanoTime() - told < AGAIN) return;
        told = System.nanoTime();
        try {
            inbox.watch();
        } catch (IOException gone) {
            // Then there is nothing to see.
        }
    }
}
