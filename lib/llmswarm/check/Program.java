package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

import llmswarm.guard.SearchPath;
import llmswarm.plan.CheckLint;

/** Finds programs before they are started, without a shell, so that a missing one is told in a sentence. */
final class Program {
    private static final String REMEDY = "install it, then run again (./jbang swarm.java doctor shows what is there)";

    private Program() {
    }

    /** The first executable file of that name in the folders. */
    static Optional<Path> find(String name, List<Path> path) {
        return new SearchPath(path).find(name);
    }

    /** Why a command's program cannot be started; a word with a slash is a file, relative to the folder. */
    static Optional<String> missing(List<String> command, Path folder, List<Path> path) {
        var word = word(command);
        return startable(word, folder.resolve(word), path);
    }

    /** The same for a command that sees other folders inside its own. */
    static Optional<String> missing(Work work, List<Path> path) {
        var word = word(work.command());
        var file = work.folder().resolve(word).normalize();
        var there = work.shared().entrySet().stream().filter(shared -> file.startsWith(shared.getKey()))
                .map(shared -> shared.getValue().resolve(shared.getKey().relativize(file))).findFirst();
        return startable(word, there.orElse(work.folder().resolve(word)), path);
    }

    /** The first word, or the bare name that env starts: env itself would only say it in passing. */
    private static String word(List<String> command) {
        return CheckLint.program(command).filter(word -> !word.contains("/")).orElse(command.getFirst());
    }

    private static Optional<String> startable(String word, Path file, List<Path> path) {
        if (!word.contains("/")) {
            return find(word, path).isPresent() ? Optional.empty() : Optional.of("'%s' was not found on the PATH; install it and resume the run".formatted(word));
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("the program '%s' does not exist".formatted(word));
        }
        return canRun(file) ? Optional.empty() : Optional.of("the file '%s' is not executable".formatted(word));
    }

    /** See {@link CheckRunner#missing}; a command without a check's name is the setup's. */
    static List<String> missing(List<CheckRunner.Command> commands, Sandbox sandbox) {
        var users = new LinkedHashMap<String, SequencedSet<String>>();
        for (var command : commands) {
            var word = word(command.words());
            if (word.contains("/") || word.contains("{{") || sandbox.program(word).isPresent()) continue;
            users.computeIfAbsent(word, w -> new LinkedHashSet<>()).add(command.check().isEmpty() ? "setup" : "check '%s'".formatted(command.check()));
        }
        return users.entrySet().stream().map(e -> "%s %s '%s', which is not on the PATH; %s".formatted(String.join(" and ", e.getValue()),
                e.getValue().size() == 1 ? "needs" : "need", e.getKey(), REMEDY)).toList();
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
