package llmswarm.run.journal;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import llmswarm.guard.Stop;
import machine.OwnerOnly;

/** Reads the file of a journal or tape, and mends what a crash tore. */
final class JournalFile {
    private static final long LARGEST = 512L << 20;

    private JournalFile() {
    }

    /** All entries, a torn last line left out; each has the number of its line. */
    static List<Entry> read(Path file) {
        try {
            return entries(file);
        } catch (OutOfMemoryError full) {
            throw Stop.usage("%s: holds more than fits into memory; give the program more by -Xmx in JAVA_TOOL_OPTIONS".formatted(file));
        }
    }

    private static List<Entry> entries(Path file) {
        var lines = whole(file).lines();
        var entries = new ArrayList<Entry>();
        var run = "";
        for (int i = 0; i < lines.size(); i++) {
            try {
                var entry = lines.get(i).isBlank() ? Optional.<Entry>empty()
                        : EventJson.parse(lines.get(i), i + 1, run);
                entry.ifPresent(entries::add);
            } catch (IllegalArgumentException broken) {
                throw Stop.usage("%s:%d: this line is no event: %s".formatted(file, i + 1, broken.getMessage()),
                        broken);
            }
            if (i == 0 && !entries.isEmpty() && entries.getFirst().event() instanceof Event.RunStarted started) {
                requireKnown(file, started);
                run = started.run();
            }
        }
        return List.copyOf(entries);
    }

    private static void requireKnown(Path file, Event.RunStarted started) {
        if (started.format() <= Event.RunStarted.FORMAT) return;
        throw Stop.usage(("%s: was written by version %s in format %d, and this version reads formats up to %d; "
                + "use that version or a newer one").formatted(file, started.version(), started.format(),
                Event.RunStarted.FORMAT));
    }

    /** Cuts off what a crash tore, and ends a last line that lacks only its end; gives the number of lines. */
    static long mend(Path file) {
        var whole = whole(file);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole.bytes());
            if (whole.unended()) channel.write(ByteBuffer.wrap(new byte[] {'\n'}), whole.bytes());
            return whole.lines().size();
        } catch (IOException e) {
            throw Journal.unwritable(file.getParent(), e);
        }
    }

    /** @param unended whether the last line is whole but for its end */
    private record WholeLines(List<String> lines, long bytes, boolean unended) {
    }

    /** The lines up to the last line end, and a last one without it if it is whole, as in a tape saved by an editor. */
    private static WholeLines whole(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) throw Stop.usage("%s: is no file".formatted(file));
            if (Files.size(file) > LARGEST) throw Stop.usage("%s: larger than %d MB".formatted(file, LARGEST >> 20));
            var bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') end--;
            var lines = new ArrayList<>(new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList());
            var rest = new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8);
            if (!parses(rest)) return new WholeLines(lines, end, false);
            lines.add(rest);
            return new WholeLines(lines, bytes.length, true);
        } catch (NoSuchFileException e) {
            throw Stop.usage("%s: there is no such file".formatted(file));
        } catch (IOException e) {
            throw Stop.usage("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Takes a folder of files along, of which others may be made meanwhile; it need not be there. */
    static void moveAll(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) return;
        OwnerOnly.make(to);
        for (int left = 3; ; left--) {
            try (var files = Files.newDirectoryStream(from)) {
                for (var file : files) Files.move(file, to.resolve(file.getFileName()), REPLACE_EXISTING);
                Files.delete(from);
                return;
            } catch (NoSuchFileException | DirectoryNotEmptyException meanwhile) {
                if (left == 0) throw meanwhile;
            }
        }
    }

    private static boolean parses(String line) {
        try {
            return EventJson.parse(line, 1, "").isPresent();
        } catch (IllegalArgumentException torn) {
            return false;
        }
    }
}
