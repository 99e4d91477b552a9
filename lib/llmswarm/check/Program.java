package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs before they are started, without a shell, so that a missing one is told in a sentence. */
final class Program {
    private Program() {
    }

    /** The first executable file of that name in the folders. */
    static Optional<Path> find(String name, List<Path> path) {
        return path.stream().map(folder -> folder.resolve(name)).filter(Program::canRun).findFirst();
    }

    /** Why a command's first word cannot be started; a word with a slash is a file, relative to the folder. */
    static Optional<String> missing(String word, Path folder, List<Path> path) {
        if (!word.contains("/")) {
            return find(word, path).isPresent() ? Optional.empty() : Optional.of("'%s' was not found on the PATH; install it and resume the run".formatted(word));
        }
        var file = folder.resolve(word);
        if (!Files.isRegularFile(file)) {
            return Optional.of("the program '%s' does not exist".formatted(word));
        }
        return canRun(file) ? Optional.empty() : Optional.of("the file '%s' is not executable".formatted(word));
    }

    /**
     * Words to put before a command: a session of its own, so that Ctrl-C at the terminal reaches this program only, the
     * first place among what the kernel ends when memory runs out, no core dumps and a largest size of files; as far as
     * the machine has the tools for it.
     */
    static List<String> detached(List<Path> path, Sandbox.Limits limits) {
        var words = new ArrayList<String>();
        find("setsid", path).ifPresent(setsid -> words.add(setsid.toString()));
        find("choom", path).ifPresent(choom -> words.addAll(List.of(choom.toString(), "-n", "1000", "--")));
        // Somewhat beyond the limit, so that the excess is seen before the program meets it.
        long largest = limits.diskBytes() + limits.diskBytes() / 4;
        find("prlimit", path).ifPresent(prlimit -> words.addAll(List.of(prlimit.toString(), "--core=0", "--fsize=" + largest)));
        return words;
    }

    /**
     * Words to put before a command behind walls, where newer kernels count its user's processes apart from all others: they
     * bound how far a flood of processes gets before it is seen. For root the kernel does not count.
     */
    static List<String> counted(List<Path> path, Sandbox.Limits limits) {
        if (user() == 0 || !countsApart(System.getProperty("os.version"))) return List.of();
        var most = "--nproc=" + (long) limits.processes() * ControlGroup.THREADS;
        return find("prlimit", path).map(prlimit -> List.of(prlimit.toString(), most, "--")).orElse(List.of());
    }

    /** Linux does so from 5.14 on; older ones would count what the user's desktop runs, too. */
    static boolean countsApart(String kernel) {
        var numbers = Stream.of(kernel.split("\\D+")).filter(n -> !n.isEmpty()).limit(2).map(Integer::parseInt).toList();
        return numbers.size() == 2 && (numbers.getFirst() > 5 || numbers.getFirst() == 5 && numbers.getLast() >= 14);
    }

    /** The number of the user this program runs as. */
    static int user() {
        return id("unix:uid");
    }

    /** The number of that user's group. */
    static int group() {
        return id("unix:gid");
    }

    private static int id(String which) {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), which);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static boolean canRun(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
