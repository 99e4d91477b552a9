package llmswarm.serve;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import llmswarm.run.journal.EventJson;
import llmswarm.run.journal.Journal;

/**
 * Reads the lines of a journal that another process writes, each once and whole, however far the file is by then and
 * wherever it is moved. What stands behind the last line end is a line that is being written, or that a crash tore.
 */
final class Tail {
    private static final int CHUNK = 256 << 10;

    /** Where the run lies now. */
    interface Place {
        Path run();
    }

    /** Takes a line with its number. */
    interface Reader {
        void line(long number, String line) throws IOException;
    }

    private final Place place;
    private final long after;
    private Path run;
    private long position, number;

    /** @param after number of the last line that the reader knows */
    Tail(Place place, long after) {
        this.place = place;
        this.after = after;
        this.run = place.run();
    }

    /** Where the run lay when it was read last. */
    Path run() {
        return run;
    }

    /** Hands on what is new; gives whether there was anything. */
    boolean read(Reader reader) throws IOException {
        try {
            return read(run.resolve(Journal.FILE), reader);
        } catch (NoSuchFileException | FileNotFoundException moved) {
            run = place.run();
            return read(run.resolve(Journal.FILE), reader);
        }
    }

    private boolean read(Path path, Reader reader) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            for (int size = CHUNK; ; size *= 2) {
                long left = file.length() - position;
                if (left <= 0) return false;
                var chunk = new byte[(int) Math.min(size, left)];
                file.seek(position);
                file.readFully(chunk);
                int end = chunk.length;
                while (end > 0 && chunk[end - 1] != '\n') end--;
                // A torn line is cut off before the run goes on: what stands behind the last end is read again.
                if (end == 0 && chunk.length < size) return false;
                if (end == 0) continue;
                position += end;
                for (var line : new String(chunk, 0, end - 1, StandardCharsets.UTF_8).split("\n", -1)) {
                    line(line, reader);
                }
                return true;
            }
        }
    }

    private void line(String line, Reader reader) throws IOException {
        number++;
        if (line.isBlank()) return;
        // Journals of before say neither run nor number.
        var told = line.contains("\"seq\":") ? line : inFull(line);
        if (number > after && !told.isEmpty()) reader.line(number, told);
    }

    private String inFull(String line) {
        try {
            var entry = EventJson.parse(line, number, run.getFileName().toString());
            return entry.map(one -> one.line()).orElse("");
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }
}
