package llmswarm.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs commands of packs and of generated programs: the only room that starts processes, apart from git's. */
public interface Sandbox {
    /**
     * Runs a command with the folder as its working directory; the folder is writable (but not its .git and .swarm), all
     * else read-only, the home empty, no network, an environment by allow-list, own processes that end with it.
     *
     * @throws InterruptedException when the calling thread was interrupted; the process tree has ended by then
     */
    Result run(List<String> command, Path folder, Limits limits) throws InterruptedException;

    /** How it contains: {@code bubblewrap}, {@code unshare} or {@code off}. */
    String name();

    /** Wall clock, and bytes of output that are kept (the last ones). */
    record Limits(Duration time, int outputBytes) {
        public static final Limits DEFAULT = new Limits(Duration.ofMinutes(5), 64 * 1024);
    }

    /**
     * How a command ended.
     *
     * @param exit    its exit code; -1 when it could not be started or was ended at a limit
     * @param tail    the last lines of its standard output and error together, without control characters
     * @param trouble why it could not run or was ended: a missing tool, the time limit
     */
    record Result(int exit, double seconds, String tail, Optional<String> trouble) {
    }
}
