package llmswarm.run.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;

/**
 * The run itself: an append-only file of events, one JSON object a line. What was appended is on disk when
 * {@link #append} returns. A last line that was torn by a crash is dropped when reading and cut off before appending.
 */
public final class Journal implements AutoCloseable {
    /** The file's name inside a run's folder. */
    public static final String FILE = "journal.jsonl";
    private static final long LARGEST = 512L << 20;

    public static final String LOCK = "journal.lock";

    private final Consumer<Event> listener;
    private final Redactor redactor;
    private Path folder;
    private FileOutputStream file;
    private FileChannel lock;
    private long seq;

    private Journal(Path folder, Consumer<Event> listener, Redactor redactor) {
        this.folder = folder;
        this.listener = listener;
        this.redactor = redactor;
        lock();
    }

    /** Starts a journal in a new folder. */
    public static Journal create(Path folder, Consumer<Event> listener, Redactor redactor) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        var journal = new Journal(folder, listener, redactor);
        journal.open();
        return journal;
    }

    /** Goes on with a journal: cuts off what a crash tore, so that {@link #read} then gives all that is in it. */
    public static Journal reopen(Path folder, Consumer<Event> listener, Redactor redactor) {
        var journal = new Journal(folder, listener, redactor);
        try {
            var whole = wholeLines(folder.resolve(FILE));
            mend(folder, whole);
            journal.seq = whole.lines().size();
            journal.open();
            return journal;
        } catch (Stop unreadable) {
            journal.close();
            throw unreadable;
        }
    }

    /** All events of a journal or tape, a torn last line left out. */
    public static List<Event.Kept> read(Path file) {
        var lines = wholeLines(file).lines();
        var events = new ArrayList<Event.Kept>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                if (!lines.get(i).isBlank()) EventJson.parse(lines.get(i)).ifPresent(events::add);
            } catch (IllegalArgumentException broken) {
                throw Stop.usage("%s:%d: this line is no event: %s".formatted(file, i + 1, broken.getMessage()), broken);
            }
        }
        return List.copyOf(events);
    }

    /** Writes the event to disk, then shows it. */
    public void append(Event.Kept event) {
        var clean = redacted(event);
        write(clean);
        listener.accept(clean);
    }

    /** The event without secrets: what is kept and shown of it. */
    public <E extends Event> E redacted(E event) {
        return EventJson.redacted(event, redactor);
    }

    /** Shows something that is not kept, or that is in the journal already. */
    public void show(Event event) {
        listener.accept(event);
    }

    private synchronized void write(Event.Kept event) {
        var line = EventJson.line(++seq, Instant.now().truncatedTo(ChronoUnit.MILLIS), event) + "\n";
        try {
            file.write(line.getBytes(StandardCharsets.UTF_8));
            file.getFD().sync();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Takes the journal along to another folder, such as the project's once its name is known; where it cannot go, it stays. */
    public synchronized void moveTo(Path target) {
        var old = folder;
        close();
        try {
            Files.createDirectories(target);
            Files.move(old.resolve(FILE), target.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
            folder = target;
            Files.delete(old.resolve(LOCK));
            Files.delete(old);
        } catch (IOException e) {
            throw unwritable(target, e);
        } finally {
            lock();
            open();
        }
    }

    public synchronized Path folder() {
        return folder;
    }

    @Override
    public synchronized void close() {
        try {
            if (file != null) file.close();
            lock.close();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** A stream, not a channel: a channel is closed under everyone when an interrupted thread writes to it. */
    private void open() {
        try {
            file = new FileOutputStream(folder.resolve(FILE).toFile(), true);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** On a file of its own: the system drops a lock when its process closes any stream on the locked file. */
    private void lock() {
        try {
            lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() == null) throw busy();
        } catch (OverlappingFileLockException e) {
            throw busy();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private Stop busy() {
        return Stop.usage("another run is writing to %s; wait for it or stop it first".formatted(folder.resolve(FILE)));
    }

    private static void mend(Path folder, Whole whole) {
        try (var channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.WRITE)) {
            channel.truncate(whole.bytes());
            if (whole.unended()) channel.write(ByteBuffer.wrap(new byte[] {'\n'}), whole.bytes());
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** @param unended whether the last line is whole but for its end */
    private record Whole(List<String> lines, long bytes, boolean unended) {
    }

    /** The lines up to the last line end, and a last one without it if it is whole, as in a tape saved by an editor. */
    private static Whole wholeLines(Path file) {
        try {
            if (Files.size(file) > LARGEST) throw Stop.usage("%s: larger than %d MB".formatted(file, LARGEST >> 20));
            var bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') end--;
            var lines = new ArrayList<>(new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList());
            var rest = new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8);
            if (!parses(rest)) return new Whole(lines, end, false);
            lines.add(rest);
            return new Whole(lines, bytes.length, true);
        } catch (NoSuchFileException e) {
            throw Stop.usage("%s: there is no such file".formatted(file));
        } catch (IOException e) {
            throw Stop.usage("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean parses(String line) {
        try {
            return EventJson.parse(line).isPresent();
        } catch (IllegalArgumentException torn) {
            return false;
        }
    }

    private static Stop unwritable(Path folder, IOException e) {
        return Stop.usage("the journal in %s cannot be written: %s".formatted(folder, e.getMessage()), e);
    }
}
