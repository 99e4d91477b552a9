package llmswarm.check;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a command writes to the disk its folder lies on. The disk's free space is cheap to ask for but shrinks by the
 * writing of others, too; only when it has shrunk by half of the limit are the files counted.
 */
final class Disk {
    private static final long ROOM = 256L << 20, BLOCK = 4096;
    private static final String GONE = " (deleted)";

    private final Path folder;
    private final long worthCounting, freeAtStart;
    private final Instant start = Instant.now().minus(Duration.ofSeconds(1));
    private final Pace pace = new Pace();
    private long counted;

    /** @param limit in bytes */
    Disk(Path folder, long limit) {
        this.folder = folder;
        worthCounting = limit / 2;
        freeAtStart = free();
    }

    /** Bytes in files that were changed since the start, or are open though deleted; zero while that cannot be much. */
    long written(List<Path> processes) {
        long gone = freeAtStart - free();
        if (gone < worthCounting) return 0;
        if (pace.isDue()) {
            counted = changed() + processes.stream().mapToLong(this::deleted).sum();
            pace.done();
        }
        return Math.min(gone, counted);
    }

    /** The same after the command's end, whatever others did to the disk; what files have of holes counts too. */
    long left() {
        return changed();
    }

    /** Whether so little is free that other programs suffer; never when it was so at the start. */
    boolean isFull() {
        return freeAtStart > 2 * ROOM && free() < ROOM;
    }

    /** The sentence's end for {@link #isFull}. */
    static String full() {
        return "it left less than %d MB of the disk".formatted(ROOM >> 20);
    }

    private long free() {
        long free = folder.toFile().getUsableSpace();
        return free > 0 || Files.isDirectory(folder) ? free : Long.MAX_VALUE;
    }

    private long changed() {
        var sum = new AtomicLong();
        var from = FileTime.from(start);
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    // The time of the last change of any kind cannot be set back by a program.
                    if (((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).compareTo(from) >= 0) {
                        sum.addAndGet((attributes.size() + BLOCK - 1) / BLOCK * BLOCK);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException goneOrClosed) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException cutShort) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException gone) {
            // A file vanished between two looks at it; the next count sees the rest.
        }
        return sum.get();
    }

    private long deleted(Path process) {
        long sum = 0;
        try (var open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : open) {
                var target = Files.readSymbolicLink(file).toString();
                if (target.startsWith(folder.toString()) && target.endsWith(GONE)) sum += Files.size(file);
            }
        } catch (IOException | DirectoryIteratorException gone) {
            // The process has ended, and its files with it.
        }
        return sum;
    }
}
