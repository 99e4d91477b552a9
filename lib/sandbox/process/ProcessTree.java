package sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A started process and all that it started, as far as they can be found from outside. */
sealed interface ProcessTree permits WalledTree, MarkedTree {
    Path PROC = Path.of("/proc");
    Duration PATIENCE = Duration.ofSeconds(5);
    /** What the kernel takes for the addresses of a process; reading pages that were never written fills it. */
    String TABLES = "VmPTE:";

    /**
     * The folders in which the kernel tells of its processes (proc(5)), but for the first one behind walls, which is
     * theirs: no command can make it take anything.
     */
    List<Path> processes();

    /** The folder under which its processes see {@code /}; empty as long as that is this machine's own. */
    List<Path> roots();

    /** Ends all of them without asking; returns when none is left, after some seconds at the latest. */
    void end();

    /** Bytes of memory they fill, at most: what they share is counted for each. */
    static long bytes(List<Path> processes) {
        return processes.stream()
                .mapToLong(process -> kilobytes(process.resolve("status"), "RssAnon:", "RssShmem:", TABLES))
                .sum() << 10;
    }

    /** The same, but what they share is counted once; slow, so only to be sure. */
    static long exactBytes(List<Path> processes) {
        return processes.stream()
                .mapToLong(process -> kilobytes(process.resolve("smaps_rollup"), "Pss_Anon:", "Pss_Shmem:")
                + kilobytes(process.resolve("status"), TABLES)).sum() << 10;
    }

    private static long kilobytes(Path file, String... fields) {
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> Stream.of(fields).anyMatch(line::startsWith))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /** A process that has ended but was never waited for still counts as alive for Java; some containers never wait. */
    static boolean isLive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            var stat = Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            return !"ZX".contains(stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1));
        } catch (IOException noSuchFile) {
            return process.isAlive();
        }
    }
}
