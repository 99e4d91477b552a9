package sandbox.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a command writes to the disk its folder lies on. The disk's free space and free places for files are cheap to
 * ask for but shrink by the writing of others, too; counting files is slow, so it is done rarely while these say that
 * it is little.
 */
final class Disk {
    private static final long ROOM = 256L << 20;
    private static final long SHARE = 10;
    private static final long LEAST = Duration.ofMillis(250).toNanos(), MOST = Duration.ofSeconds(5).toNanos();
    private static final String GONE = " (deleted)";
    private static final int MOST_SOCKETS = 500, MOST_TOLD = 1024;
    private static final Pattern PASSED = Pattern.compile("(?m)^scm_fds:\\s+[1-9]");

    private final Path folder;
    private final Limits limits;
    private final long freeAtStart, inodesAtStart;
    private final FileTime start = FileTime.from(Instant.now().minus(Duration.ofSeconds(1)));
    private Growth.Counted counted = Growth.Counted.NOTHING;
    private long next = System.nanoTime() + LEAST, madeThen;
    /** Whether files were on their way between processes when it was counted last. */
    private boolean passing;
    /** Whether there may be deleted files that nobody can look at: on their way, or hidden by their own program. */
    private boolean hidden;

    Disk(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
        freeAtStart = free();
        inodesAtStart = inodes();
    }

    /** What was made or changed since the start, or is open though deleted; no bytes while these cannot be much. */
    Growth.Counted written(List<Path> processes) {
        long gone = freeAtStart - free(), made = Math.max(0, inodesAtStart - inodes());
        var much = gone >= limits.diskBytes() / 2 || made >= limits.files() / 2;
        if (System.nanoTime() - next >= 0 || made - madeThen > limits.files() / 8) {
            madeThen = made;
            count(processes, much);
        }
        // What cannot be looked at is as much as the disk has lost.
        long bytes = counted.whole() && !hidden ? Math.min(gone, counted.bytes()) : gone;
        long files = counted.whole() ? counted.files() : Math.max(made, counted.files());
        return new Growth.Counted(much ? bytes : 0, files, counted.whole());
    }

    private void count(List<Path> processes, boolean much) {
        long begun = System.nanoTime();
        counted = Growth.of(folder, start, limits);
        if (much) {
            for (var process : processes) counted = withDeleted(counted, process);
            // Programs pass files to each other in a moment; where they stay on their way, nobody can look at them.
            var before = passing;
            passing = processes.stream().anyMatch(Disk::passesFiles);
            hidden = before && passing || processes.stream().anyMatch(Disk::isClosed);
        }
        long now = System.nanoTime();
        next = now + Math.clamp((now - begun) * SHARE, LEAST, much ? LEAST : MOST);
    }

    /** The same after the command's end, whatever others did to the disk; what files have of holes counts too. */
    Growth.Counted left() {
        return Growth.of(folder, start, limits);
    }

    /** Whether the disk has lost more than the command may take of it. */
    boolean hasShrunk() {
        return freeAtStart - free() > limits.diskBytes();
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

    private long inodes() {
        return Inodes.of(folder).map(Inodes::free).orElse(0L);
    }

    private Growth.Counted withDeleted(Growth.Counted counted, Path process) {
        long bytes = counted.bytes(), files = counted.files();
        try (var open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : open) {
                long size = sizeOfDeleted(file);
                if (size < 0) continue;
                files++;
                bytes += size;
            }
        } catch (IOException | DirectoryIteratorException gone) {
            // The process has ended, and its files with it.
        }
        return new Growth.Counted(bytes, files, counted.whole());
    }

    /**
     * Whether an open socket holds files that were sent and not yet taken (proc(5), fdinfo; unix(7), SCM_RIGHTS), or
     * there are too many to look at.
     */
    private static boolean passesFiles(Path process) {
        int looked = 0;
        try (var open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var file : open) {
                if (!isSocket(file)) continue;
                if (looked++ == MOST_SOCKETS || PASSED.matcher(told(process, file)).find()) return true;
            }
        } catch (IOException | DirectoryIteratorException gone) {
            // The process has ended, and what it sent is another's.
        }
        return false;
    }

    /** Whether a program keeps others from looking at what it has open (prctl(2), PR_SET_DUMPABLE). */
    private static boolean isClosed(Path process) {
        try (var open = Files.newDirectoryStream(process.resolve("fd"))) {
            return false;
        } catch (AccessDeniedException closed) {
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isSocket(Path open) {
        try {
            return Files.readSymbolicLink(open).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }

    private static String told(Path process, Path open) {
        try (var in = Files.newInputStream(process.resolve("fdinfo").resolve(open.getFileName()))) {
            return new String(in.readNBytes(MOST_TOLD), StandardCharsets.ISO_8859_1);
        } catch (IOException closed) {
            return "";
        }
    }

    /** Negative for every other open file, and for one that was closed meanwhile. */
    private long sizeOfDeleted(Path open) {
        try {
            var target = Files.readSymbolicLink(open).toString();
            if (!target.startsWith(folder.toString()) || !target.endsWith(GONE)) return -1;
            return FileState.behind(open).map(FileState::bytes).orElse(-1L);
        } catch (IOException closed) {
            return -1;
        }
    }
}
