package sandbox.process;

import java.time.Duration;

/**
 * What a command may take before it is ended with all that it started. Outside a control group they are watched some
 * ten times a second, so a fast program gets somewhat further than a limit says.
 *
 * @param time         wall clock
 * @param outputBytes  of output that are kept, some from its beginning and most from its end
 * @param printedBytes of output in all
 * @param memoryBytes  of all its processes together, what lies in its temporary folders included
 * @param processes    at once
 * @param diskBytes    written to its folder and its temporary folders together
 * @param files        made in these folders; folders and links are files, too
 */
public record Limits(Duration time, int outputBytes, long printedBytes, long memoryBytes, int processes,
        long diskBytes, long files) {
    /**
     * Five minutes, 64 KB of 256 MB of output, half of the machine's memory up to 4 GB, 512 processes, 2 GB written to
     * 100,000 files.
     */
    public static final Limits DEFAULT = new Limits(Duration.ofMinutes(5), 64 << 10, 256L << 20,
            Math.min(MachineMemory.total() / 2, 4L << 30), 512, 2L << 30, 100_000);

    /** The same with another time. */
    public Limits within(Duration other) {
        return new Limits(other, outputBytes, printedBytes, memoryBytes, processes, diskBytes, files);
    }

    /** The same with other memory, as far as the machine has it. */
    public Limits holding(long most) {
        return new Limits(time, outputBytes, printedBytes, Math.min(MachineMemory.total(), most), processes, diskBytes,
                files);
    }

    /** The same with another number of files. */
    public Limits making(long most) {
        return new Limits(time, outputBytes, printedBytes, memoryBytes, processes, diskBytes, most);
    }
}
