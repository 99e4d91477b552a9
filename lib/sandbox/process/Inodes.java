package sandbox.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How many files a file system can hold and how many more it has room for, as Linux counts them (statvfs(3)); Java
 * asks for bytes only.
 */
record Inodes(long all, long free) {
    /** The places of the two numbers in Linux's {@code struct statvfs}, whose numbers have eight bytes each. */
    private static final long ALL = 40, FREE = 48, SIZE = 256;
    @SuppressWarnings("restricted")
    private static final Optional<MethodHandle> ASK = System.getProperty("os.name").equals("Linux")
            ? Linker.nativeLinker().defaultLookup().find("statvfs").map(at -> Linker.nativeLinker().downcallHandle(at,
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)))
            : Optional.empty();

    /** Of the file system that the path lies on; empty where the system does not tell or the file system not count. */
    static Optional<Inodes> of(Path path) {
        if (ASK.isEmpty()) return Optional.empty();
        try (var arena = Arena.ofConfined()) {
            var told = arena.allocate(SIZE, Long.BYTES);
            int exit = (int) ASK.get().invokeExact(arena.allocateFrom(path.toString()), told);
            var inodes = new Inodes(told.get(JAVA_LONG, ALL), told.get(JAVA_LONG, FREE));
            return exit == 0 && inodes.all > 0 ? Optional.of(inodes) : Optional.empty();
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }

    long used() {
        return all - free;
    }
}
