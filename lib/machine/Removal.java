package machine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Deletes a folder that a program may have filled to be in the way: deeper than any path reaches, with folders
 * closed to everybody, with names that are no text. Links are deleted, never followed.
 *
 * <p>A folder inside a folder is moved up to the top and emptied there, by open folders instead of paths: whatever
 * the depth, three folders are open at most and every name stays short.
 */
public final class Removal {
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");
    /** What is skipped since the folder changes while it is listed is met again in the next pass. */
    private static final int PASSES = 16;

    private final Path top;
    private final String moved = ".gone-" + UUID.randomUUID() + "-";
    private final Deque<Path> waiting = new ArrayDeque<>();
    private long moves;
    private int passes;
    private boolean changed;
    private IOException refused;

    private Removal(Path top) {
        this.top = top;
    }

    /** Deletes what is at the place, if anything; the answer ends a sentence: why the system kept some of it. */
    public static Optional<String> of(Path place) {
        try {
            if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) new Removal(place).run();
            else Files.deleteIfExists(place);
            return Optional.empty();
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of(Reason.of(failed));
        }
    }

    private void run() throws IOException {
        if (Files.getFileStore(top).supportsFileAttributeView(PosixFileAttributeView.class)) {
            open(top, Files.readAttributes(top, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        }
        do {
            changed = false;
            pass();
        } while (changed && ++passes < PASSES);
        try {
            Files.delete(top);
        } catch (DirectoryNotEmptyException kept) {
            throw refused == null ? kept : refused;
        }
    }

    private void pass() throws IOException {
        try (var listed = Files.newDirectoryStream(top)) {
            if (!(listed instanceof SecureDirectoryStream<Path> all)) {
                plainly(listed);
                return;
            }
            for (var entry : all) {
                delete(all, entry.getFileName());
                while (!waiting.isEmpty()) delete(all, waiting.pop());
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
    }

    /** Deletes a file, or a folder of the top. */
    private void delete(SecureDirectoryStream<Path> all, Path name) {
        try {
            var attributes = look(all, name);
            if (!attributes.isDirectory()) {
                all.deleteFile(name);
            } else if (!isDeleted(all, name)) {
                open(top.resolve(name), attributes);
                empty(all, name);
                all.deleteDirectory(name);
            }
            changed = true;
        } catch (NoSuchFileException met) {
            changed = true;
        } catch (IOException kept) {
            if (!(kept instanceof DirectoryNotEmptyException)) refused = kept;
        }
    }

    /** Deletes the files of a folder, and moves its folders up beside it. */
    private void empty(SecureDirectoryStream<Path> all, Path folder) throws IOException {
        try (var listed = all.newDirectoryStream(folder, LinkOption.NOFOLLOW_LINKS)) {
            for (var entry : listed) {
                var name = entry.getFileName();
                try {
                    inside(all, listed, name, folder);
                    changed = true;
                } catch (IOException kept) {
                    refused = kept;
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
    }

    private void inside(SecureDirectoryStream<Path> all, SecureDirectoryStream<Path> listed, Path name, Path folder)
            throws IOException {
        var attributes = look(listed, name);
        if (!attributes.isDirectory()) {
            listed.deleteFile(name);
        } else if (!isDeleted(listed, name)) {
            // Only a folder that may be written can be moved: its entry for the parent changes.
            open(top.resolve(folder).resolve(name), attributes);
            var above = Path.of(moved + moves++);
            listed.move(name, all, above);
            waiting.push(above);
        }
    }

    /** Where the system cannot work by open folders. */
    private static void plainly(DirectoryStream<Path> listed) throws IOException {
        for (var entry : listed) {
            try (var below = Files.walk(entry)) {
                for (var path : below.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
            }
        }
    }

    private static boolean isDeleted(SecureDirectoryStream<Path> in, Path folder) throws IOException {
        try {
            in.deleteDirectory(folder);
            return true;
        } catch (DirectoryNotEmptyException filled) {
            return false;
        }
    }

    private static PosixFileAttributes look(SecureDirectoryStream<Path> in, Path name) throws IOException {
        return in.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
    }

    /** By its path, which is short here: a folder that may not be read cannot be opened to be changed. */
    private static void open(Path folder, PosixFileAttributes attributes) throws IOException {
        if (!attributes.permissions().containsAll(OPEN)) Files.setPosixFilePermissions(folder, OPEN);
    }
}
