package sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import machine.Removal;
import sandbox.process.CommandResult;
import sandbox.process.Limits;
import sandbox.view.Surroundings;

/**
 * Whether programs of the PATH start behind walls. One whose own files know of something that is not shown there is
 * asked for its version: when it answers in none of the usual ways, that is what it is missing.
 */
final class ProgramTrial {
    private static final Limits LIMITS = Limits.DEFAULT.within(Duration.ofSeconds(10));
    private static final String ASKING =
            "for how in %s; do \"$1\" $how && exit 0; done; exit 1".formatted(String.join(" ", Program.VERSION_WORDS));

    private final Running running;
    private final Surroundings seen;
    private final Map<String, Optional<String>> known = new ConcurrentHashMap<>();

    /** Runs a command behind walls and explains nothing of what came of it. */
    interface Running {
        CommandResult run(List<String> command, Path folder, Limits limits) throws InterruptedException;
    }

    ProgramTrial(Running running, Surroundings seen) {
        this.running = running;
        this.seen = seen;
    }

    /** Why a program of that name does not start, and what to do; empty where it does, or nothing of that is known. */
    Optional<String> lack(String program) throws InterruptedException {
        var before = known.get(program);
        if (before != null) return before;
        var found = of(program).flatMap(Lack::suspected);
        var lack = found.isEmpty() || answers(program) ? Optional.<String>empty() : found;
        known.put(program, lack);
        return lack;
    }

    /** The result as it is, or with what to do as its trouble, where a program that it starts lacks something. */
    CommandResult explained(List<String> command, CommandResult result) throws InterruptedException {
        if (result.exit() == 0) return result;
        var programs = Program.called(command);
        var why = of(programs.getFirst()).flatMap(lack -> lack.behind(result));
        if (result.trouble().isEmpty()) {
            for (var program : programs) if (why.isEmpty()) why = lack(program);
        }
        return why.map(trouble -> new CommandResult(-1, result.seconds(), result.output(), Optional.of(trouble)))
                .orElse(result);
    }

    private Optional<Lack> of(String program) {
        return Program.find(program, seen.path()).map(place -> new Lack(program, place, seen));
    }

    private boolean answers(String program) throws InterruptedException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("swarm-version");
            var result = running.run(List.of("sh", "-c", ASKING, "sh", program), folder, LIMITS);
            // One that goes on until it is ended has started.
            return result.exit() == 0 || result.trouble().isPresent();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } finally {
            if (folder != null) Removal.of(folder);
        }
    }
}
