package sandbox.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import text.Bounds;

/** Watches what a running command takes, so that a runaway program does not end with the machine. */
final class Watch {
    private static final int BY_SIGNAL = 128, KILLED = BY_SIGNAL + 9, FILE_TOO_LARGE = BY_SIGNAL + 25;
    private static final long LEAST = 64L << 20;

    private final Limits limits;
    private final ProcessTree tree;
    private final Output output;
    private final Scratch scratch;
    private final Disk disk;
    private final Pace pace = new Pace();
    private final long reserve;

    /** @param written the folder whose disk is watched */
    Watch(Limits limits, ProcessTree tree, Output output, Scratch scratch, Path written) {
        this.limits = limits;
        this.tree = tree;
        this.output = output;
        this.scratch = scratch;
        disk = new Disk(written, limits);
        var wish = Math.max(LEAST, MachineMemory.total() / 32);
        reserve = MachineMemory.available() > 2 * wish ? wish : 0;
    }

    /** The first limit that is exceeded now, as the end of a sentence. */
    Optional<String> excess() {
        if (output.received() > limits.printedBytes()) {
            return Optional.of("it printed more than %s".formatted(Bounds.size(limits.printedBytes())));
        }
        var processes = tree.processes();
        if (processes.size() > limits.processes()) {
            return Optional.of("it started more than %d processes".formatted(limits.processes()));
        }
        if (!pace.isDue()) return Optional.empty();
        try {
            return look(processes);
        } finally {
            pace.done();
        }
    }

    private Optional<String> look(List<Path> processes) {
        long inMemory = scratch.used(tree.roots());
        var onDisk = disk.written(processes);
        if (MemoryMounts.files(tree.roots()) + onDisk.files() > limits.files()) {
            return madeTooMany();
        }
        if (inMemory + onDisk.bytes() > limits.diskBytes()) {
            return wroteTooMuch();
        }
        if (ProcessTree.bytes(processes) + inMemory > limits.memoryBytes() && ProcessTree.exactBytes(processes)
                + inMemory > limits.memoryBytes()) {
            return Optional.of("it took more than %s of memory".formatted(Bounds.size(limits.memoryBytes())));
        }
        if (MachineMemory.available() < reserve) {
            return Optional.of("it left less than %s of the machine's memory".formatted(Bounds.size(reserve)));
        }
        return disk.isFull() ? Optional.of(Disk.full()) : Optional.empty();
    }

    /** Which limit the command met that the system itself keeps, given how it ended. */
    Optional<String> after(int exit) {
        if (exit == KILLED) {
            return Optional.of("it was killed, as the system does when memory runs out");
        }
        if (exit == FILE_TOO_LARGE) {
            return wroteTooMuch();
        }
        // Room for much more than that is taken in a moment, where nothing is written to it.
        if (exit == 0 && !disk.hasShrunk()) return Optional.empty();
        var left = disk.left();
        if (left.bytes() > limits.diskBytes()) return wroteTooMuch();
        return left.files() > limits.files() ? madeTooMany() : Optional.empty();
    }

    private Optional<String> madeTooMany() {
        return Optional.of("it made more than %s files, which is 'files' under 'limits' of the stack".formatted(Bounds.count(limits.files())));
    }

    private Optional<String> wroteTooMuch() {
        return Optional.of("it wrote more than %s".formatted(Bounds.size(limits.diskBytes())));
    }
}
