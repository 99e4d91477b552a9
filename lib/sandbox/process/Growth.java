package sandbox.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts what was made or changed below a folder since a moment. It stops at the limits and after two seconds, holds
 * one folder open at a time and goes no deeper than a few hundred folders: a program may shape its folder against
 * whoever counts.
 */
final class Growth {
    private static final int DEEPEST = 200;
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

    private final FileTime since;
    private final Limits limits;
    private final long deadline = System.nanoTime() + PATIENCE;
    private final Deque<Level> levels = new ArrayDeque<>();
    private long bytes, files;
    private boolean whole = true;

    /**
     * What was counted.
     *
     * @param files folders and links are files, too
     * @param whole whether all could be looked at; if not, there may be more
     */
    record Counted(long bytes, long files, boolean whole) {
        static final Counted NOTHING = new Counted(0, 0, true);

        boolean exceeds(Limits limits) {
            return bytes > limits.diskBytes() || files > limits.files();
        }
    }

    /** A folder, and the folders in it that are to be counted yet. */
    private record Level(Path folder, Deque<Path> below) {
    }

    private Growth(FileTime since, Limits limits) {
        this.since = since;
        this.limits = limits;
    }

    /** Counts below the folder, whose own content nobody else changes. */
    static Counted of(Path folder, FileTime since, Limits limits) {
        var growth = new Growth(since, limits);
        growth.list(folder);
        growth.countAll();
        return growth.counted();
    }

    private Counted counted() {
        return new Counted(bytes, files, whole);
    }

    private void countAll() {
        while (!levels.isEmpty() && !counted().exceeds(limits)) {
            var next = levels.peek().below.poll();
            if (next == null) levels.pop();
            else if (levels.size() > DEEPEST || System.nanoTime() > deadline) whole = false;
            else list(levels.peek().folder.resolve(next));
        }
    }

    private void list(Path folder) {
        var level = new Level(folder, new ArrayDeque<>());
        levels.push(level);
        // What has become a pipe since it was looked at would hold whoever opens it; as a folder it cannot be opened.
        try (var listed = Files.newDirectoryStream(folder.resolve("."))) {
            for (var path : listed) {
                if (counted().exceeds(limits)) return;
                look(path, level);
            }
        } catch (DirectoryIteratorException | IOException closed) {
            whole &= closed instanceof NoSuchFileException || closed instanceof NotDirectoryException;
        }
    }

    private void look(Path path, Level level) throws IOException {
        var state = FileState.of(path);
        if (state.isEmpty()) {
            // It was removed between two looks at it, or nobody can tell how large it is.
            whole &= Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
        }
        var isFolder = state.map(FileState::isFolder).orElseGet(() ->
                Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
        if (isFolder) level.below.add(path.getFileName());
        if (state.isEmpty() || state.get().changed().compareTo(since) < 0) return;
        files++;
        bytes += state.get().bytes();
    }
}
