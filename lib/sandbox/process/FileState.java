package sandbox.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * A file as Linux tells of it (statx(2)). Java does not say what a file takes of its disk, which can be far beyond its
 * size: room that a program had kept for it, and that of the names which a folder once held.
 *
 * @param bytes   its size in whole blocks, or what it takes of the disk where that is more
 * @param changed the time of the last change of any kind, which a program cannot set back
 */
record FileState(boolean isFolder, long bytes, FileTime changed) {
    private static final int AT_FDCWD = -100, FOLLOWED = 0, AT_SYMLINK_NOFOLLOW = 0x100, STATX_BASIC_STATS = 0x7ff;
    /** Places in {@code struct statx}, which all processors have in common, and its length. */
    private static final int MODE = 28, SIZE = 40, BLOCKS = 48, SECONDS = 96, NANOS = 104, LENGTH = 256;
    private static final int KIND = 0xF000, FOLDER = 0x4000;
    private static final long UNIT = 512, BLOCK = 4096;
    @SuppressWarnings("restricted")
    private static final Optional<MethodHandle> ASK = Linker.nativeLinker().defaultLookup().find("statx")
            .map(at -> Linker.nativeLinker().downcallHandle(at,
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS)));

    /** Of the file itself, also where that is a link; empty where there is none, or its name is no text. */
    static Optional<FileState> of(Path path) {
        return ask(path, AT_SYMLINK_NOFOLLOW);
    }

    /** Of what a link leads to. */
    static Optional<FileState> behind(Path link) {
        return ask(link, FOLLOWED);
    }

    private static Optional<FileState> ask(Path path, int flags) {
        if (ASK.isEmpty()) return Optional.empty();
        try (var arena = Arena.ofConfined()) {
            var told = arena.allocate(LENGTH, Long.BYTES);
            int exit = (int) ASK.get().invokeExact(AT_FDCWD, arena.allocateFrom(path.toString()), flags,
                    STATX_BASIC_STATS, told);
            if (exit != 0) return Optional.empty();
            var isFolder = (told.get(JAVA_SHORT, MODE) & KIND) == FOLDER;
            long size = isFolder ? 0 : (told.get(JAVA_LONG, SIZE) + BLOCK - 1) / BLOCK * BLOCK;
            var changed = Instant.ofEpochSecond(told.get(JAVA_LONG, SECONDS), told.get(JAVA_INT, NANOS));
            return Optional.of(new FileState(isFolder, Math.max(size, told.get(JAVA_LONG, BLOCKS) * UNIT),
                    FileTime.from(changed)));
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }
}
