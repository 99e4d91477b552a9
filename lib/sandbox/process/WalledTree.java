package sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The processes behind walls. They have numbers of their own, and the kernel ends all of them with the first. */
final class WalledTree implements ProcessTree {
    /** The number that the first process has behind them. */
    private static final String FIRST = "1";

    private final ProcessHandle outer;
    private Optional<ProcessHandle> first = Optional.empty();

    /** @param outer raises the walls, and starts the first process behind them as its only child */
    WalledTree(ProcessHandle outer) {
        this.outer = outer;
    }

    /** Asks the kernel's list behind the walls, which is short however much runs on this machine. */
    @Override
    public List<Path> processes() {
        return roots().stream().map(root -> root.resolve("proc"))
                .flatMap(proc -> Stream.ofNullable(proc.toFile().list()).flatMap(Stream::of)
                .filter(name -> Character.isDigit(name.charAt(0)) && !name.equals(FIRST)).map(proc::resolve)).toList();
    }

    @Override
    public List<Path> roots() {
        return first().map(process -> PROC.resolve(process.pid() + "/root")).filter(WalledTree::isWalled).stream()
                .toList();
    }

    private static boolean isWalled(Path root) {
        try {
            return !Files.getAttribute(root.resolve("proc"), "unix:dev").equals(Files.getAttribute(PROC, "unix:dev"));
        } catch (IOException notYet) {
            return false;
        }
    }

    private synchronized Optional<ProcessHandle> first() {
        if (first.isEmpty()) first = outer.children().findFirst();
        return first;
    }

    @Override
    public void end() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var last = Stream.concat(Stream.of(outer), first().stream()).toList();
        // Under a flood it takes the first process a while to run and to die, so its group is ended with it at once.
        last.stream().filter(ProcessHandle::isAlive).forEach(process -> Signals.killGroup(process.pid()));
        last.forEach(ProcessHandle::destroyForcibly);
        while (last.stream().anyMatch(ProcessTree::isLive) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }
}
