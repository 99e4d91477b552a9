package sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import sandbox.process.CommandResult;
import sandbox.process.Limits;

/**
 * Runs commands of packs and of generated programs: the only room that starts processes, apart from git's. One sandbox
 * may be used by many threads at once, also in one folder.
 */
public interface Sandbox {
    /**
     * Runs a command with the folder as its working directory; the folder is writable (but not its .git and .swarm),
     * programs and what they need can be read, all else is not there; an environment by allow-list, own processes that
     * end with it.
     *
     * @throws InterruptedException when the calling thread was interrupted; the process tree has ended by then
     */
    CommandResult run(List<String> command, Path folder, Limits limits, Access access) throws InterruptedException;

    /** The same with nothing besides the folder: no network, nothing shared. */
    default CommandResult run(List<String> command, Path folder, Limits limits) throws InterruptedException {
        return run(command, folder, limits, Access.NONE);
    }

    /** The program that a command's first word starts when it is a bare name; empty when there is none. */
    Optional<Path> program(String name);

    /**
     * Why a program of that name, which is there, does not start in this sandbox, as a sentence with what to do; empty
     * where it does, or nothing is known of that. One that may lack something is started, to tell its version.
     */
    default Optional<String> lack(String name) {
        return Optional.empty();
    }

    /** How it contains: {@code bubblewrap}, {@code unshare} or {@code off}. */
    String name();

    /**
     * What a command may have besides its folder.
     *
     * @param network whether it sees the network as this machine does; {@code off} never takes it away
     * @param shared  existing folders, seen read-only, by their places relative to the command's folder; {@code off}
     *                shows them by links, which hinder no writing
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
}
