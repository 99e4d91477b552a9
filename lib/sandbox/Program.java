package sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import machine.CurrentUser;
import machine.SearchPath;
import sandbox.process.ControlGroup;
import sandbox.process.HardLimit;
import sandbox.process.Limits;
import sandbox.syscalls.KernelCall;
import sandbox.syscalls.StartupCalls;

/** Finds programs before they are started, without a shell, so that a missing one is told in a sentence. */
public final class Program {
    /** What gives a variable its value before a command. */
    public static final String SETTING = "[A-Za-z_]\\w*=.*";

    /** How programs are usually asked for their version, each a word of its own. */
    public static final List<String> VERSION_WORDS = List.of("--version", "version", "-version", "-v");
    private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:ba|da|k|z)?sh"), WORD =
            Pattern.compile("[\\w.+-]+");

    /** Of choom(1) and proc(5). */
    private static final String FIRST_ENDED = "1000";
    /** With a core of no bytes the kernel still starts this machine's own handler of crashes, as root (core(5)). */
    private static final long CORE = 1;

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
    static Optional<String> missing(ContainedCommand work, List<Path> path) {
        var word = word(work.command());
        var file = work.folder().resolve(word).normalize();
        var there = work.shared().entrySet().stream().filter(shared -> file.startsWith(shared.getKey()))
                .map(shared -> shared.getValue().resolve(shared.getKey().relativize(file))).findFirst();
        return startable(word, there.orElse(work.folder().resolve(word)), path);
    }

    /** The first word, or the bare name that env starts: env itself would only say it in passing. */
    public static String word(List<String> command) {
        return named(command).filter(word -> !word.contains("/")).orElse(command.getFirst());
    }

    /** The programs that a command may call: its {@link #word}, and where that is a shell, all words of its script. */
    public static SequencedSet<String> called(List<String> command) {
        var called = new LinkedHashSet<>(List.of(word(command)));
        if (SHELL.matcher(called.getFirst()).matches()) command.stream().skip(1)
                .flatMap(word -> WORD.matcher(word).results()).forEach(word -> called.add(word.group()));
        return called;
    }

    /** The first word, behind env the first that is no setting; empty where only env itself can tell. */
    public static Optional<String> named(List<String> command) {
        if (command.isEmpty() || !command.getFirst().matches("(.*/)?env")) return command.stream().findFirst();
        for (var word : command.subList(1, command.size())) {
            if (word.startsWith("PATH=")) return Optional.empty();
            var passed = word.matches(SETTING) || word.equals("-i");
            if (!passed) return Optional.of(word).filter(program -> !program.startsWith("-"));
        }
        return Optional.empty();
    }

    private static Optional<String> startable(String word, Path file, List<Path> path) {
        if (!word.contains("/")) {
            return find(word, path).isPresent() ? Optional.empty()
                    : Optional.of("'%s' was not found on the PATH; install it and resume the run".formatted(word));
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("the program '%s' does not exist".formatted(word));
        }
        return canRun(file) ? Optional.empty() : Optional.of("the file '%s' is not executable".formatted(word));
    }

    /**
     * Words to put before a command: its control group, a session of its own, so that Ctrl-C at the terminal reaches
     * this program only, the first place among what the kernel ends when memory runs out, no core dumps and a largest
     * size of files; as far as the machine has the tools for it.
     */
    static List<String> detached(List<Path> path, Limits limits, Optional<ControlGroup> group) {
        var words = new ArrayList<>(group.map(ControlGroup::words).orElse(List.of()));
        find("setsid", path).ifPresent(setsid -> words.add(setsid.toString()));
        find("choom", path).ifPresent(choom -> words.addAll(List.of(choom.toString(), "-n", FIRST_ENDED, "--")));
        find("prlimit", path).ifPresent(prlimit -> words.addAll(List.of(prlimit.toString(), HardLimit.CORE.option(CORE),
                HardLimit.FILE_SIZE.option(largest(limits)))));
        return words;
    }

    /** The same by the calls that those tools make; to start the tools takes a fifth of the whole wall's time. */
    static void detach(StartupCalls calls, Limits limits, Optional<ControlGroup> group) {
        group.ifPresent(own -> calls.write("", own.members().toString(), "0"));
        calls.call("have a session of its own", KernelCall.SETSID, 0);
        calls.write("", "/proc/self/oom_score_adj", FIRST_ENDED);
        calls.limit("have no core dumps", HardLimit.CORE.number, HardLimit.CORE.within(CORE));
        calls.limit("bound the size of files", HardLimit.FILE_SIZE.number,
                HardLimit.FILE_SIZE.within(largest(limits)));
    }

    /** Somewhat beyond the limit, so that the excess is seen before the program meets it. */
    private static long largest(Limits limits) {
        return limits.diskBytes() + limits.diskBytes() / 4;
    }

    /**
     * Words to put before a command behind walls, where newer kernels count its user's processes apart from all others:
     * they bound how far a flood of processes gets before it is seen. For root the kernel does not count.
     */
    static List<String> counted(List<Path> path, Limits limits) {
        return isCounted() ? find("prlimit", path).map(prlimit -> List.of(prlimit.toString(),
                HardLimit.PROCESSES.option(most(limits)), "--")).orElse(List.of()) : List.of();
    }

    /** The same by a call. */
    static void count(StartupCalls calls, Limits limits) {
        if (isCounted()) calls.limit("bound the number of processes", HardLimit.PROCESSES.number,
                HardLimit.PROCESSES.within(most(limits)));
    }

    private static boolean isCounted() {
        return CurrentUser.id() != 0 && countsApart(System.getProperty("os.version"));
    }

    private static long most(Limits limits) {
        return (long) limits.processes() * ControlGroup.THREADS;
    }

    /** Linux does so from 5.14 on; older ones would count what the user's desktop runs, too. */
    static boolean countsApart(String kernel) {
        var numbers = Stream.of(kernel.split("\\D+")).filter(n -> !n.isEmpty()).limit(2).map(Integer::parseInt)
                .toList();
        return numbers.size() == 2 && (numbers.getFirst() > 5 || numbers.getFirst() == 5 && numbers.getLast() >= 14);
    }

    private static boolean canRun(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
