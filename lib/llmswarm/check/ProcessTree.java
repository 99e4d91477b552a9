package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A started process and all that it started, as far as they can be found from outside. */
final class ProcessTree {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Path PROC = Path.of("/proc");

    private final ProcessHandle root;
    private final Optional<String> mark;
    private final Set<ProcessHandle> seen = new HashSet<>();

    /**
     * @param mark a {@code NAME=value} that only this tree has in its environment; finds those that left their parents, where
     *             nothing else holds the tree together
     */
    ProcessTree(ProcessHandle root, Optional<String> mark) {
        this.root = root;
        this.mark = mark;
    }

    /** How many processes live, and the bytes of memory they fill: at most, since what they share is counted for each. */
    record Load(long processes, long bytes) {
    }

    /** Looks at the tree, and remembers its processes for the end. */
    synchronized Load look() {
        seen.removeIf(p -> !isLive(p));
        root.descendants().forEach(seen::add);
        marked().forEach(seen::add);
        return new Load(seen.size(), seen.stream().mapToLong(p -> kilobytes(p.pid(), "status", "RssAnon:", "RssShmem:")).sum() << 10);
    }

    /** As {@link Load#bytes}, but what several processes share is counted once; slow, so only to be sure. */
    synchronized long exactBytes() {
        return seen.stream().mapToLong(p -> {
            long exact = kilobytes(p.pid(), "smaps_rollup", "Pss_Anon:", "Pss_Shmem:");
            return exact > 0 ? exact : kilobytes(p.pid(), "status", "RssAnon:", "RssShmem:");
        }).sum() << 10;
    }

    /** The processes of the last look. */
    synchronized LongStream pids() {
        return List.copyOf(seen).stream().mapToLong(ProcessHandle::pid);
    }

    /** Ends all of them without asking; returns when none is left, after some seconds at the latest. */
    synchronized void end() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        if (mark.isPresent()) stopAll(deadline);
        for (var alive = alive(); !alive.isEmpty() && System.nanoTime() < deadline; alive = alive()) {
            alive.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** Nothing but their mark holds them together, so they are stopped before they are ended: none outruns the end. */
    private void stopAll(long deadline) {
        if (root.isAlive()) Signals.killGroup(root.pid());
        var stopped = new HashSet<ProcessHandle>();
        for (var found = alive(); !stopped.containsAll(found) && System.nanoTime() < deadline; found = alive()) {
            found.stream().filter(stopped::add).forEach(p -> Signals.stop(p.pid()));
        }
    }

    /** Parents first, as they have the lower numbers: none lives to see its children end and to say so. */
    private Set<ProcessHandle> alive() {
        var family = root.isAlive() ? Stream.concat(Stream.of(root), root.descendants()) : Stream.<ProcessHandle>empty();
        return Stream.of(family, seen.stream(), marked()).flatMap(s -> s).filter(ProcessTree::isLive).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<ProcessHandle> marked() {
        return mark.stream().flatMap(m -> ProcessHandle.allProcesses().filter(p -> hasInEnvironment(p.pid(), m)));
    }

    /** A process that has ended but was never waited for still counts as alive for Java; some containers never wait. */
    private static boolean isLive(ProcessHandle process) {
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

    private static boolean hasInEnvironment(long pid, String mark) {
        try {
            var variables = Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(variables.split("\0")).anyMatch(mark::equals);
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    private static long kilobytes(long pid, String file, String... fields) {
        try (var lines = Files.lines(PROC.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> Stream.of(fields).anyMatch(line::startsWith)).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }
}
