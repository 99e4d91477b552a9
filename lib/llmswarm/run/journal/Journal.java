package llmswarm.run.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import machine.OwnerOnly;

/**
 * The run itself: an append-only file of events, one JSON object a line. What was appended is on disk when
 * {@link #append} returns. A last line that was torn by a crash is dropped when reading and cut off before appending.
 */
public final class Journal implements AutoCloseable {
    /** The file's name inside a run's folder. */
    public static final String FILE = "journal.jsonl";

    public static final String LOCK = "journal.lock";

    private final Redactor redactor;
    private final List<Consumer<Entry>> readers = new ArrayList<>();
    private Path folder;
    private FileOutputStream file;
    private FileChannel lock;
    private long seq;

    private Journal(Path folder, Redactor redactor) {
        this.folder = folder;
        this.redactor = redactor;
        lock();
    }

    /** Starts a journal in a new folder, whose name is the run's id. */
    public static Journal create(Path folder, Redactor redactor) {
        try {
            OwnerOnly.make(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
        var journal = new Journal(folder, redactor);
        journal.open();
        return journal;
    }

    /**
     * Writes the journal of a run that begins with such a past, in a new folder whose name is the run's id. The entries
     * are numbered anew and keep their times.
     */
    public static void begin(Path folder, List<Entry> past) {
        var run = folder.getFileName().toString();
        var lines = new ArrayList<String>();
        for (var entry : past) lines.add(new Entry(run, lines.size() + 1, entry.at(), entry.event()).line());
        try {
            OwnerOnly.make(folder);
            Files.write(folder.resolve(FILE), lines, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Goes on with a journal: cuts off what a crash tore, so that {@link #read} then gives all that is in it. */
    public static Journal reopen(Path folder, Redactor redactor) {
        var journal = new Journal(folder, redactor);
        try {
            close(folder);
            journal.seq = JournalFile.mend(folder.resolve(FILE));
            journal.open();
            return journal;
        } catch (Stop unreadable) {
            journal.close();
            throw unreadable;
        }
    }

    /** All entries of a journal or tape, a torn last line left out; each has the number of its line. */
    public static List<Entry> read(Path file) {
        return JournalFile.read(file);
    }

    /** Writes the event to disk without secrets, then tells the readers; gives what was written. */
    public synchronized <E extends Event.Kept> E append(E event) {
        return append(event, number -> { });
    }

    /** The same, and before anybody can read it, its number is told. */
    public synchronized <E extends Event.Kept> E append(E event, LongConsumer numbered) {
        var clean = EventJson.redacted(event, redactor);
        var entry = new Entry(run(), ++seq, now(), clean);
        numbered.accept(seq);
        write(entry);
        readers.forEach(reader -> reader.accept(entry));
        return clean;
    }

    /** Tells the readers what is not kept. */
    public synchronized void show(Momentary event) {
        var entry = new Entry(run(), seq, now(), event);
        readers.forEach(reader -> reader.accept(entry));
    }

    /**
     * Tells a reader the past behind a line, led by {@link Momentary.Past} where there is any, and from then on all
     * that happens, in the order of the journal. The journal waits for its readers: one that may take long puts what it
     * gets into a queue of its own.
     *
     * @param after number of the last line that the reader knows; 0 for none
     * @return ends it
     */
    public synchronized AutoCloseable follow(long after, Consumer<Entry> reader) {
        var past = seq <= after ? List.<Entry>of() : read(folder.resolve(FILE)).stream()
                .filter(entry -> entry.seq() > after).toList();
        if (!past.isEmpty()) reader.accept(new Entry(run(), after, now(), new Momentary.Past(past.getLast().seq())));
        past.forEach(reader);
        readers.add(reader);
        return () -> unfollow(reader);
    }

    private synchronized void unfollow(Consumer<Entry> reader) {
        readers.remove(reader);
    }

    /** All that was appended so far. */
    public synchronized List<Entry> entries() {
        return read(folder.resolve(FILE));
    }

    private String run() {
        return folder.getFileName().toString();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void write(Entry entry) {
        try {
            file.write((entry.line() + "\n").getBytes(StandardCharsets.UTF_8));
            file.getFD().sync();
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /**
     * Takes the journal along to another folder, such as the project's once its name is known; where it cannot go, it
     * stays.
     */
    public synchronized void moveTo(Path target) {
        var old = folder;
        close();
        try {
            OwnerOnly.make(target);
            Files.move(old.resolve(FILE), target.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
            folder = target;
            JournalFile.moveAll(old.resolve(RunFolder.INBOX), target.resolve(RunFolder.INBOX));
            Files.delete(old.resolve(LOCK));
            Files.delete(old);
        } catch (IOException e) {
            throw unwritable(target, e);
        } finally {
            lock();
            open();
        }
    }

    /**
     * What a check of a privileged user leaves in a folder that was unpacked or copied is nobody else's to start,
     * either.
     */
    private static void close(Path folder) {
        try {
            OwnerOnly.close(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
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

    static Stop unwritable(Path folder, IOException e) {
        return Stop.usage("the journal in %s cannot be written: %s".formatted(folder, e.getMessage()), e);
    }
}
