package machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders that nobody but their owner gets into: a program there that gives away its owner's rights cannot be started
 * by others.
 */
public final class OwnerOnly {
    private static final FileAttribute<Set<PosixFilePermission>> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnly() {
    }

    /**
     * Makes the folder and those above it that are absent, closed from the first moment on; only where files have
     * owners.
     */
    public static void make(Path folder) throws IOException {
        Files.createDirectories(folder, hasOwners(folder) ? new FileAttribute<?>[] {MODE} : new FileAttribute<?>[0]);
    }

    /** Closes a folder that is there, such as one that was unpacked or copied. */
    public static void close(Path folder) throws IOException {
        if (hasOwners(folder)) Files.setPosixFilePermissions(folder, MODE.value());
    }

    private static boolean hasOwners(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
