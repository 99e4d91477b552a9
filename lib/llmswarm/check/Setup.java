package llmswarm.check;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.config.stack.Check;
import llmswarm.config.stack.SharedSetup;
import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;
import sandbox.Sandbox;
import sandbox.process.CommandResult;
import sandbox.process.Limits;

/**
 * Runs a stack's setup: commands that fetch and build what all attempts share. They see the network, and else no more
 * than any check; so only a trusted pack's may run. Every command finds the home empty, what one puts there the next
 * does not see.
 */
public final class Setup {
    /** Of each command: a quarter of an hour, since they wait for the network, and 8 GB written to 500,000 files. */
    public static final Limits LIMITS = new Limits(Duration.ofMinutes(15), Limits.DEFAULT.outputBytes(),
            Limits.DEFAULT.printedBytes(), Limits.DEFAULT.memoryBytes(), Limits.DEFAULT.processes(), 8L << 30, 500_000);

    private static final Sandbox.Access ONLINE = new Sandbox.Access(true, Map.of());

    private final Sandbox sandbox;
    private final Limits limits;

    public Setup(Sandbox sandbox) {
        this(sandbox, LIMITS);
    }

    /** @param limits of each single command */
    public Setup(Sandbox sandbox, Limits limits) {
        this.sandbox = sandbox;
        this.limits = limits;
    }

    /** What came of it. */
    public sealed interface Result {
        /** @param shared for {@link Sandbox.Access}: every folder that was asked for, by its place */
        record Ready(Map<String, Path> shared) implements Result {
            public Ready {
                shared = Map.copyOf(shared);
            }
        }

        /**
         * @param failure with the command and what it said last; no model can mend it
         * @param broken  the same where a command ended with another exit code than 0, for whoever changed a file on
         *                which it depends
         */
        record Failed(Failure.Environment failure, Optional<Failure.Broken> broken) implements Result {
        }
    }

    /**
     * Runs the commands one after the other until one fails.
     *
     * @param folder      holds what the commands start from; must stay as long as its folders are shared
     * @param variables   values for {@code {{name}}} in the commands
     * @param environment what the commands are given of this program's environment
     * @throws InterruptedException when the calling thread was interrupted; no process is left then
     */
    public Result run(SharedSetup setup, Path folder, Map<String, String> variables, Map<String, String> environment)
            throws InterruptedException {
        var around = new Conditions(List.of(), environment, Optional.empty());
        for (var command : setup.commands()) {
            var words = VariableWords.filled("Setup", command, variables);
            var result = sandbox.run(around.around(words), folder, limits, ONLINE);
            var failure = failure(words, result);
            if (failure.isPresent()) {
                var broken = Optional.of(new Failure.Broken("setup", words, result.exit(), result.tail(),
                        Check.Side.CODE)).filter(b -> result.trouble().isEmpty());
                return new Result.Failed(new Failure.Environment(failure.get()), broken);
            }
        }
        var found = new LinkedHashMap<String, Path>();
        for (var name : setup.shared()) {
            try {
                var place = SafePath.of(name, List.of(name)).in(folder);
                if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                    return unusable("Setup left no folder '%s', which 'shared' of the stack names.".formatted(name));
                }
                found.put(name, place);
            } catch (UnsafePath unsafe) {
                return unusable("What setup left cannot be shared: %s; 'shared' of the stack must name folders."
                        .formatted(unsafe.getMessage()));
            }
        }
        return new Result.Ready(found);
    }

    private static Result unusable(String sentence) {
        return new Result.Failed(new Failure.Environment(sentence), Optional.empty());
    }

    /** Which programs the commands need and the sandbox cannot start; see {@link CheckRunner#missing}. */
    public List<MissingProgram> missing(List<List<String>> commands) {
        return CheckRunner.missing(commands.stream().map(words -> new CheckRunner.Command("", words)).toList(),
                sandbox);
    }

    private static Optional<String> failure(List<String> words, CommandResult result) {
        var command = String.join(" ", words);
        if (result.trouble().isPresent()) {
            return Optional.of("Setup command '%s' has no result: %s.%s".formatted(command, result.trouble().get(),
                    after(result.tail())));
        }
        return result.exit() == 0 ? Optional.empty()
                : Optional.of("Setup command '%s' failed (exit code %d).%s".formatted(command, result.exit(),
                after(result.tail())));
    }

    private static String after(String tail) {
        return tail.isEmpty() ? "" : "\n" + tail;
    }
}
