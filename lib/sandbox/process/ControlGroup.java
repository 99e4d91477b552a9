package sandbox.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A control group of the kernel (cgroups(7)) for one command, where this user may make one. What is watched from
 * outside is bounded by it from inside, also for root, whose processes no other limit counts.
 */
public final class ControlGroup implements AutoCloseable {
    private static final Path MOUNTS = Path.of("/sys/fs/cgroup");
    private static final String NAME = "swarm-check-";
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** The kernel counts threads; and the watch, which tells why, must be the first to see an excess. */
    public static final int THREADS = 4;
    private static final String SCRIPT = "echo $$ > \"$1\" || :; shift; exec \"$@\"";

    private final Path folder;

    private ControlGroup(Path folder) {
        this.folder = folder;
    }

    /** A new one; empty where there can be none. */
    public static Optional<ControlGroup> make(Limits limits) {
        return parent().flatMap(parent -> in(parent, limits));
    }

    /** Where one can be made: the group this program is in, or the one above it. */
    static Optional<Path> parent() {
        try {
            return Files.readAllLines(Path.of("/proc/self/cgroup")).stream().map(line -> line.split(":", 3))
                    .flatMap(fields -> candidates(fields[1], fields[2])).filter(Files::isWritable).findFirst();
        } catch (IOException noneAtAll) {
            return Optional.empty();
        }
    }

    /**
     * In the second version of control groups one that counts has no processes of its own, so the parent must do it.
     */
    private static Stream<Path> candidates(String controllers, String path) {
        var own = MOUNTS.resolve(controllers).resolve(path.substring(1)).normalize();
        // Seen from a container, the group may lie outside of what is mounted.
        if (!own.startsWith(MOUNTS)) return Stream.empty();
        if (List.of(controllers.split(",")).contains("pids")) return Stream.of(own);
        if (!controllers.isEmpty()) return Stream.empty();
        return Stream.of(own, own.getParent()).filter(ControlGroup::counts);
    }

    private static boolean counts(Path group) {
        try {
            return List.of(Files.readString(group.resolve("cgroup.subtree_control")).strip().split(" "))
                    .contains("pids");
        } catch (IOException other) {
            return false;
        }
    }

    private static Optional<ControlGroup> in(Path parent, Limits limits) {
        var group = new ControlGroup(parent.resolve(NAME + ProcessHandle.current().pid() + "-" + UUID.randomUUID()));
        try {
            removeAbandoned(parent);
            Files.createDirectory(group.folder);
            Files.writeString(group.folder.resolve("pids.max"), Long.toString((long) limits.processes() * THREADS));
            var memory = group.folder.resolve("memory.max");
            if (Files.exists(memory)) Files.writeString(memory, Long.toString(limits.memoryBytes() / 4 * 5));
            return Optional.of(group);
        } catch (IOException | DirectoryIteratorException | NumberFormatException refused) {
            group.close();
            return Optional.empty();
        }
    }

    /** Those of programs that were killed; the kernel lets no group be removed that has processes. */
    private static void removeAbandoned(Path parent) throws IOException {
        try (var all = Files.newDirectoryStream(parent, NAME + "*")) {
            for (var group : all) {
                var owner = group.getFileName().toString().substring(NAME.length()).split("-")[0];
                if (ProcessHandle.of(Long.parseLong(owner)).isEmpty()) remove(group);
            }
        }
    }

    /** Words to put before a command, so that it and all that it starts belong to the group. */
    public List<String> words() {
        return List.of("/bin/sh", "-c", SCRIPT, "sh", members().toString());
    }

    /** The file by which a process joins it: by writing its number, or 0 for itself. */
    public Path members() {
        return folder.resolve("cgroup.procs");
    }

    /** Removes it as soon as the kernel has forgotten its last process. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!remove(folder) && System.nanoTime() < deadline) LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }

    private static boolean remove(Path group) {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException busy) {
            return false;
        }
    }
}
