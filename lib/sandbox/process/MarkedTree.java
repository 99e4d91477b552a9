package sandbox.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Processes without walls, which may leave their parents; what they have in common is a mark in their environment. */
final class MarkedTree implements ProcessTree {
    private final ProcessHandle root;
    private final String mark;
    private final Set<ProcessHandle> seen = new HashSet<>();

    /**
     * @param root leads a process group of its own, where the machine has the tool for it
     * @param mark a {@code NAME=value} that only this tree has in its environment
     */
    MarkedTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = mark;
    }

    @Override
    public synchronized List<Path> processes() {
        seen.removeIf(p -> !ProcessTree.isLive(p));
        Stream.of(Stream.of(root), root.descendants(), marked()).flatMap(s -> s).filter(ProcessHandle::isAlive)
                .forEach(seen::add);
        return seen.stream().map(p -> PROC.resolve(Long.toString(p.pid()))).toList();
    }

    @Override
    public List<Path> roots() {
        return List.of();
    }

    /** All are stopped before they are ended: none outruns the end. */
    @Override
    public synchronized void end() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        if (root.isAlive()) Signals.killGroup(root.pid());
        var stopped = new HashSet<ProcessHandle>();
        for (var found = alive(); !stopped.containsAll(found) && System.nanoTime() < deadline; found = alive()) {
            found.stream().filter(stopped::add).forEach(p -> Signals.stop(p.pid()));
        }
        for (var found = alive(); !found.isEmpty() && System.nanoTime() < deadline; found = alive()) {
            found.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** Parents first, as they have the lower numbers: none lives to see its children end and to say so. */
    private Set<ProcessHandle> alive() {
        var family = root.isAlive() ? Stream.concat(Stream.of(root), root.descendants())
                : Stream.<ProcessHandle>empty();
        return Stream.of(family, seen.stream(), marked()).flatMap(s -> s).filter(ProcessTree::isLive)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<ProcessHandle> marked() {
        return ProcessHandle.allProcesses().filter(p -> hasInEnvironment(p.pid()));
    }

    private boolean hasInEnvironment(long pid) {
        try {
            var variables = Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(variables.split("\0")).anyMatch(mark::equals);
        } catch (IOException goneOrForeign) {
            return false;
        }
    }
}
