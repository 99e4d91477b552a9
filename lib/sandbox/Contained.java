package sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import sandbox.process.Attended;
import sandbox.process.CommandResult;
import sandbox.process.ControlGroup;
import sandbox.process.Limits;
import sandbox.process.Scratch;
import sandbox.syscalls.Airlock;
import sandbox.view.RootFolder;
import sandbox.view.Surroundings;

/** Runs commands behind a wall, which does not work at every place and leaves traces in some. */
final class Contained implements Sandbox {
    private final Wall wall;
    private final Surroundings seen;
    private final RootFolder root;
    private final Optional<Airlock> airlock;
    private final Places places = new Places(true);
    private final ProgramTrial programs;

    Contained(Wall wall, Surroundings seen, Optional<Airlock> airlock) {
        this.wall = wall;
        this.seen = seen;
        this.airlock = airlock;
        root = RootFolder.of(seen);
        programs = new ProgramTrial((words, folder, limits) -> unexplained(words, folder, limits, Access.NONE), seen);
    }

    /** A program that contains others. */
    interface Wall {
        String name();

        /** The whole command line, which joins a control group where there is one. */
        List<String> words(ContainedCommand work, Optional<ControlGroup> group);
    }

    @Override
    public String name() {
        return wall.name();
    }

    @Override
    public Optional<Path> program(String wanted) {
        return Program.find(wanted, seen.path());
    }

    @Override
    public Optional<String> lack(String name) {
        try {
            return programs.lack(name);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public CommandResult run(List<String> command, Path folder, Limits limits, Access access)
            throws InterruptedException {
        return programs.explained(command, unexplained(command, folder, limits, access));
    }

    private CommandResult unexplained(List<String> command, Path folder, Limits limits, Access access)
            throws InterruptedException {
        Path real;
        try {
            real = folder.toRealPath();
        } catch (IOException absent) {
            return refused("the folder %s does not exist".formatted(folder));
        }
        if (seen.isHolding(real) || airlock.filter(kept -> kept.isBelow(real)).isPresent()) {
            return refused("the folder %s cannot be made writable alone, since it holds folders that are kept from checks".formatted(real));
        }
        var left = Optional.<String>empty();
        CommandResult result;
        try {
            var found = places.enter(real, access.shared());
            try {
                result = run(new ContainedCommand(command, real, limits, access.network() ? seen.online() : seen,
                        found.kept(), found.shared(), access.network(), root, airlock));
            } finally {
                left = places.leave(real);
            }
        } catch (Places.Unprepared refused) {
            return refused(refused.getMessage());
        }
        return left.isEmpty() || result.trouble().isPresent() ? result
                : new CommandResult(-1, result.seconds(), result.output(), left);
    }

    private CommandResult run(ContainedCommand work) throws InterruptedException {
        var program = work.command().getFirst();
        var missing = Program.missing(work, seen.path());
        if (missing.isPresent()) return refused(missing.get());
        return understood(new Attended(program, group -> wall.words(work, group), Path.of("/"), work.folder(),
                work.seen().environment(), Optional.empty(), new Scratch(work.seen().scratch()), work.limits()).run());
    }

    static CommandResult refused(String trouble) {
        return new CommandResult(-1, 0, "", Optional.of(trouble));
    }

    private static CommandResult understood(Attended.Ended ended) {
        var result = ended.result();
        if (result.exit() <= 0) return result;
        return Airlock.complaint(ended.apart()).map("the sandbox could not start it: "::concat)
                .map(trouble -> new CommandResult(-1, result.seconds(), result.output(), Optional.of(trouble)))
                .orElse(result);
    }
}
