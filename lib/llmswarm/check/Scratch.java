package llmswarm.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The temporary folders that a contained command sees in the places of others; they lie in memory. */
record Scratch(List<Path> folders) {
    /** For a command that has none. */
    static final Scratch NONE = new Scratch(List.of());

    /** Bytes that lie in them. */
    long used(List<Path> roots) {
        return roots.stream().mapToLong(this::used).sum();
    }

    private long used(Path root) {
        var counted = new HashSet<Object>();
        return folders.stream().mapToLong(folder -> {
            var inside = root.resolve(folder.toString().substring(1));
            var device = device(inside);
            // Before the walls stand, and where nothing covers it, the folder is this machine's own.
            if (device.isEmpty() || device.equals(device(folder)) || !counted.add(device.get())) return 0;
            var store = inside.toFile();
            // In this order: of a folder that is gone meanwhile both are zero, and it must not seem full.
            long free = store.getFreeSpace();
            return Math.max(0, store.getTotalSpace() - free);
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
