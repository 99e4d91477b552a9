package llmswarm.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import llmswarm.config.stack.Check;
import llmswarm.config.stack.Glob;
import llmswarm.config.stack.Stack;
import sandbox.Program;
import sandbox.Sandbox;
import sandbox.process.CommandResult;
import sandbox.process.Limits;

/**
 * Runs the checks of a stack in a sandbox. All of them run, also after one has failed, so that one answer can mend all.
 */
public final class CheckRunner {
    /** What a shell answers for a program that is not there. */
    private static final int NO_SUCH_PROGRAM = 127;

    private final Sandbox sandbox;
    private final Limits limits;

    public CheckRunner(Sandbox sandbox) {
        this(sandbox, Limits.DEFAULT);
    }

    /** Keeps to the limits of the stack. */
    public CheckRunner(Sandbox sandbox, Stack stack) {
        this(sandbox, stack.setup().files().map(Limits.DEFAULT::making).orElse(Limits.DEFAULT));
    }

    /** @param limits of each single command */
    public CheckRunner(Sandbox sandbox, Limits limits) {
        this.sandbox = sandbox;
        this.limits = limits;
    }

    /**
     * One command of a check, its variables replaced.
     *
     * @param says    what its failure means
     * @param after   names of the checks whose commands it waits for
     * @param needs   those of them without which it tells nothing: it is not run where one of them did not pass
     * @param reads   globs of the files its result depends on; all, when empty
     * @param timeout where the usual limit is not right
     * @param memory  in bytes, likewise
     * @param around  what it finds around it
     * @param file    the one that it is about; empty for all
     */
    public record Command(String check, List<String> words, Check.Side says, List<String> after, List<String> needs,
                          List<String> reads, Optional<Duration> timeout, Optional<Long> memory, Conditions around,
                          Optional<String> file) {
        public Command {
            words = List.copyOf(words);
            after = List.copyOf(after);
            needs = List.copyOf(needs);
            reads = List.copyOf(reads);
        }

        /** A check of a pack before its variables are known. */
        public static Command of(Check check) {
            return new Command(check.name(), check.run(), check.kind(), List.of(), List.of(), List.of(),
                    Optional.empty(), Optional.empty(),
                    new Conditions(check.services(), check.environment(), check.folder()), Optional.empty());
        }

        /** The same with another limit of time. */
        public Command within(Duration time) {
            return new Command(check, words, says, after, needs, reads, Optional.of(time), memory, around,
                    file);
        }

        /** A command with the usual of everything, that waits for nothing. */
        public Command(String check, List<String> words) {
            this(check, words, Check.Side.CODE, List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(),
                    Conditions.NONE, Optional.empty());
        }
    }

    /** The paths among these that a command's result depends on. */
    public static Predicate<String> reading(Command command) {
        return command.reads().isEmpty() ? path -> true : matching(command.reads());
    }

    /** The paths that one of these patterns matches; a pattern for a folder matches what is in it. */
    public static Predicate<String> matching(List<String> patterns) {
        var globs = patterns.stream().map(p -> Glob.of(p.endsWith("/") ? p + "**" : p)).toList();
        return path -> globs.stream().anyMatch(glob -> glob.matches(path));
    }

    /**
     * Runs one command in the folder; commands may run at the same time, also in one folder.
     *
     * @throws InterruptedException when the calling thread was interrupted; no process is left then
     */
    public Outcome run(Command command, Path folder, Sandbox.Access access) throws InterruptedException {
        var timed = command.timeout().map(limits::within).orElse(limits);
        var allowed = command.memory().map(timed::holding).orElse(timed);
        var unmade = unmade(command, folder, access).or(() -> absent(command));
        var result = unmade.isPresent() ? unmade.get()
                : sandbox.run(command.around().around(command.words()), folder, allowed, access);
        return new Outcome(command.check(), command.words(), result, failure(command, result));
    }

    /**
     * What one command showed.
     *
     * @param check   the check's name
     * @param command with its variables replaced
     * @param failure empty when it ended with exit code 0
     */
    public record Outcome(String check, List<String> command, CommandResult result, Optional<Failure> failure) {
        public Outcome {
            command = List.copyOf(command);
        }
    }

    /**
     * Which programs the checks need and the sandbox cannot start; only a program that
     * may be missing a part of itself is run. A word with a slash is a file of the project, and one with a variable is
     * not known yet: neither is looked for.
     */
    public List<MissingProgram> missing(List<Command> commands) {
        return missing(commands, sandbox);
    }

    /** A command without a check's name is the setup's. */
    static List<MissingProgram> missing(List<Command> commands, Sandbox sandbox) {
        var users = new LinkedHashMap<String, SequencedSet<String>>();
        for (var command : commands) {
            var user = command.check().isEmpty() ? "setup" : "check '%s'".formatted(command.check());
            var needed = Stream.concat(Stream.of(Program.word(command.words())), command.around().programs().stream())
                    .filter(word -> sandbox.program(word).isEmpty());
            var there = Program.called(command.words()).stream().filter(word -> sandbox.program(word).isPresent());
            Stream.concat(needed, there).filter(word -> !word.contains("/") && !word.contains("{{"))
                    .forEach(word -> users.computeIfAbsent(word, w -> new LinkedHashSet<>()).add(user));
        }
        return users.entrySet().stream().flatMap(e -> missing(e.getKey(), "%s %s '%s', which ".formatted(
                String.join(" and ", e.getValue()), e.getValue().size() == 1 ? "needs" : "need", e.getKey()), sandbox)
                .stream()).toList();
    }

    private static Optional<MissingProgram> missing(String program, String needed, Sandbox sandbox) {
        if (sandbox.program(program).isEmpty()) return Optional.of(new MissingProgram(List.of(program),
                needed + "is not on the PATH", MissingProgram.INSTALL));
        return sandbox.lack(program).map(why -> new MissingProgram(List.of(program),
                needed + "does not start in the sandbox: " + why, ""));
    }

    /**
     * That a test's own program is not there says something of the files, not of the machine: a task or an earlier
     * check has to make it.
     */
    private static Optional<CommandResult> unmade(Command command, Path folder, Sandbox.Access access) {
        var word = Program.named(command.words()).filter(w -> w.contains("/") && !w.startsWith("/")
                && !w.startsWith(PackTools.PLACE));
        if (command.says() != Check.Side.TEST || word.isEmpty()) return Optional.empty();
        var file = command.around().folder().map(folder::resolve).orElse(folder).resolve(word.get()).normalize();
        if (Files.exists(file) || access.shared().keySet().stream()
                .anyMatch(at -> file.startsWith(folder.resolve(at)))) return Optional.empty();
        return Optional.of(new CommandResult(NO_SUCH_PROGRAM, 0,
                "'%s' does not exist: no task and no earlier check made it".formatted(word.get()),
                Optional.empty()));
    }

    /** Where a shell starts the command, it would tell of a missing program as of a failure. */
    private Optional<CommandResult> absent(Command command) {
        var word = Program.word(command.words());
        boolean there = command.around().equals(Conditions.NONE) || word.contains("/")
                || sandbox.program(word).isPresent() || command.around().has(word);
        return there ? Optional.empty() : Optional.of(new CommandResult(NO_SUCH_PROGRAM, 0, "",
                Optional.of("'%s' was not found on the PATH; install it and resume the run".formatted(word))));
    }

    private static Optional<Failure> failure(Command command, CommandResult result) {
        if (result.trouble().isPresent()) {
            return Optional.of(new Failure.Environment("Check '%s' has no result: %s.".formatted(command.check(),
                    result.trouble().get())));
        }
        if (result.exit() == ServiceScript.EXIT && result.tail().startsWith(ServiceScript.FAILED)
                && !command.around().services().isEmpty()) {
            return Optional.of(new Failure.Environment("Check '%s' has no result: the %s".formatted(command.check(),
                    result.tail())));
        }
        return result.exit() == 0 ? Optional.empty()
                : Optional.of(new Failure.Broken(command.check(), command.words(), result.exit(), result.tail(),
                command.says()));
    }
}
