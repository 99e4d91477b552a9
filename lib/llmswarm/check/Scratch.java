package llmswarm.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** The temporary folders that a contained command sees in the places of others; they lie in memory. */
final class Scratch {
    /** For a command that has none. */
    static final Scratch NONE = new Scratch(List.of());

    private static final Path PROC = Path.of("/proc");

    private final List<Path> folders;

    Scratch(List<Path> folders) {
        this.folders = folders;
    }

    /** Bytes that lie in them, as the first of these processes that is behind the walls sees them. */
    long used(LongStream pids) {
        if (folders.isEmpty()) return 0;
        return pids.mapToObj(pid -> PROC.resolve(Long.toString(pid)).resolve("root")).map(this::used).filter(OptionalLong::isPresent)
                .findFirst().orElse(OptionalLong.empty()).orElse(0);
    }

    private OptionalLong used(Path root) {
        var counted = new HashSet<Object>();
        long sum = folders.stream().mapToLong(folder -> {
            var inside = root.resolve(folder.toString().substring(1));
            var device = device(inside);
            // Before the walls stand, and where nothing covers it, the folder is this machine's own.
            if (device.isEmpty() || device.equals(device(folder)) || !counted.add(device.get())) return 0;
            var store = inside.toFile();
            return store.getTotalSpace() - store.getFreeSpace();
        }).sum();
        return counted.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    private static Optional<Object> device(Path folder) {
        try {
            return Optional.of(Files.getAttribute(folder, "unix:dev"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
