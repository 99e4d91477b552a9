package llmswarm.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs commands of packs and of generated programs: the only room that starts processes, apart from git's. One sandbox may
 * be used by many threads at once, also in one folder.
 */
public interface Sandbox {
    /**
     * Runs a command with the folder as its working directory; the folder is writable (but not its .git and .swarm), programs
     * and what they need can be read, all else is not there; an environment by allow-list, own processes that end with it.
     *
     * @throws InterruptedException when the calling thread was interrupted; the process tree has ended by then
     */
    Result run(List<String> command, Path folder, Limits limits, Access access) throws InterruptedException;

    /** The same with nothing besides the folder: no network, nothing shared. */
    default Result run(List<String> command, Path folder, Limits limits) throws InterruptedException {
        return run(command, folder, limits, Access.NONE);
    }

    /** The program that a command's first word starts when it is a bare name; empty when there is none. */
    Optional<Path> program(String name);

    /** How it contains: {@code bubblewrap}, {@code unshare} or {@code off}. */
    String name();

    /**
     * What a command may have besides its folder.
     *
     * @param network whether it sees the network as this machine does; {@code off} never takes it away
     * @param shared  existing folders, seen read-only, by their places relative to the command's folder; {@code off} shows
     *                them by links, which hinder no writing
     */
    record Access(boolean network, Map<String, Path> shared) {
        public static final Access NONE = new Access(false, Map.of());

        public Access {
            shared = Map.copyOf(new TreeMap<>(shared));
        }

        /** No network, these folders. */
        public static Access to(Map<String, Path> shared) {
            return new Access(false, shared);
        }
    }

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
    record Limits(Duration time, int outputBytes, long printedBytes, long memoryBytes, int processes, long diskBytes, long files) {
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

        /** The same with another number of files. */
        public Limits making(long most) {
            return new Limits(time, outputBytes, printedBytes, memoryBytes, processes, diskBytes, most);
        }
    }

    /**
     * How a command ended.
     *
     * @param exit    its exit code; -1 when it could not be started or was ended at a limit
     * @param tail    the first and the last lines of its standard output and error together, without control characters
     * @param trouble why it could not run or was ended: a missing tool, a limit
     */
    record Result(int exit, double seconds, String tail, Optional<String> trouble) {
    }
}
