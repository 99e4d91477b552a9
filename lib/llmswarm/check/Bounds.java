package llmswarm.check;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a check may take of the machine besides time, so that a runaway program does not end with the machine.
 *
 * @param processes at once
 * @param bytes     of memory, of all its processes together
 * @param disk      the folder whose disk must keep some room
 * @param room      bytes that must stay free there
 */
record Bounds(long processes, long bytes, Path disk, long room) {
    static final long FILE = 4L << 30;
    private static final long PROCESSES = 1000, ROOM = 256L << 20;

    /** Three quarters of the machine's memory, and 256 MB of the folder's disk (nothing where less is free at the start). */
    static Bounds of(Path folder) {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Bounds(PROCESSES, machine.getTotalMemorySize() / 4 * 3, folder, free(folder) > 2 * ROOM ? ROOM : 0);
    }

    /** What is exceeded, as the end of a sentence. */
    Optional<String> excess(ProcessTree.Load load) {
        if (load.processes() > processes) {
            return Optional.of("it started more than %d processes".formatted(processes));
        }
        if (load.bytes() > bytes) {
            return Optional.of("it took more than %d MB of memory".formatted(bytes >> 20));
        }
        return free(disk) < room ? Optional.of("it left less than %d MB of the disk".formatted(room >> 20)) : Optional.empty();
    }

    /** A duration as people write it. */
    static String text(Duration time) {
        return time.toSecondsPart() == 0 && time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toMillis() / 1000.0 + " s";
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
