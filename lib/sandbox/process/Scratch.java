package sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The temporary folders that a contained command sees in the places of others; they lie in memory. */
public record Scratch(List<Path> folders) {
    /** For a command that has none. */
    public static final Scratch NONE = new Scratch(List.of());

    /** Bytes that lie in them. */
    long used(List<Path> roots) {
        return roots.stream().mapToLong(this::used).sum();
    }

    private long used(Path root) {
        // While the walls are put up, and where nothing covers it, a folder lies on a disk of this machine's own.
        var counted = new HashSet<Object>();
        device(Path.of("/")).ifPresent(counted::add);
        folders.forEach(folder -> device(folder).ifPresent(counted::add));
        return folders.stream().mapToLong(folder -> {
            var inside = root.resolve(folder.toString().substring(1));
            var device = device(inside);
            if (device.isEmpty() || !counted.add(device.get())) return 0;
            // In this order: both are zero from the moment on at which the walls are gone, and a full folder is none.
            long free = inside.toFile().getFreeSpace();
            long used = Math.max(0, inside.toFile().getTotalSpace() - free);
            return device(inside).equals(device) ? used : 0;
        }).sum();
    }

    private static Optional<Object> device(Path folder) {
        try {
            return Optional.of(Files.getAttribute(folder, "unix:dev"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
