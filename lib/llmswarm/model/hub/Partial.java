package llmswarm.model.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;

import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;

/** The folder in which a model's files wait until all of them are whole; it outlives a pull that is cut off. */
final class Partial {
    private static final String LOCK = ".lock", PART = ".part-";

    private final String repository;
    private final Path root;
    private final Path folder;

    Partial(ModelStore store, String repository) {
        this.repository = repository;
        root = store.root();
        folder = store.partial(repository);
    }

    /** Work that no other pull of the same model must disturb. */
    @FunctionalInterface
    interface Locked<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Does it, or throws {@link Stop} when another process is at it. */
    <T> T locked(Locked<T> work) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!isMine(lock)) throw Stop.usage("Another pull of %s is under way; wait for its end.".formatted(repository));
            try {
                return work.run();
            } finally {
                Files.deleteIfExists(folder.resolve(LOCK));
                tidy();
            }
        }
    }

    /** Bytes that are here, whole or not. */
    long bytes() {
        return ModelStore.size(folder);
    }

    /** Deletes what belongs to no file as the hub lists it now, and beginnings that no digest ties to their file. */
    void keepOnly(List<HubFile> files) throws IOException {
        var names = new HashSet<>(List.of(LOCK));
        for (var file : files) {
            names.add(file.path().toString());
            if (file.digest().isPresent()) names.add(part(file).getFileName().toString());
        }
        try (var all = Files.list(folder)) {
            for (var one : all.toList()) if (!names.contains(one.getFileName().toString())) Files.delete(one);
        }
    }

    boolean isWhole(HubFile file) throws IOException, InterruptedException {
        return file.isWhole(whole(file));
    }

    /** Bytes of the file that are here. */
    long begun(HubFile file) throws IOException {
        return Files.exists(part(file)) ? Files.size(part(file)) : 0;
    }

    /** Where the file grows. */
    Path part(HubFile file) {
        return folder.resolve(PART + file.digest().map(HubFile.Identity::hex).orElse(file.path().toString()));
    }

    /** Checks the part that has grown: it becomes the file, or is deleted. */
    boolean finish(HubFile file) throws IOException, InterruptedException {
        var part = part(file);
        if (file.isWhole(part)) {
            Files.move(part, whole(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        }
        Files.delete(part);
        return false;
    }

    /** All files are whole: the folder becomes the model's. */
    void moveTo(Path place) throws IOException {
        Files.deleteIfExists(folder.resolve(LOCK));
        Files.createDirectories(place.getParent());
        Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        try (var all = Files.list(folder)) {
            for (var one : all.toList()) Files.delete(one);
        }
    }

    private Path whole(HubFile file) throws IOException {
        try {
            return file.path().in(folder);
        } catch (UnsafePath unsafe) {
            throw new IOException(unsafe.getMessage(), unsafe);
        }
    }

    private static boolean isMine(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }

    /** Leaves no empty folder behind. */
    private void tidy() throws IOException {
        try {
            for (var empty = folder; !empty.equals(root); empty = empty.getParent()) Files.deleteIfExists(empty);
        } catch (DirectoryNotEmptyException inUse) {
            // something is kept for the next pull
        }
    }
}
