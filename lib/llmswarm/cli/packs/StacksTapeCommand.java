package llmswarm.cli.packs;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import text.Printable;

/** {@code swarm.java stacks tape NAME PROJECT}. */
@Command(name = "tape", mixinStandardHelpOptions = true,
        description = "Makes the example of a pack of a project: of its last run, or of its files as if a model had answered them. What the example had is replaced.")
public final class StacksTapeCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(index = "0", paramLabel = "NAME", description = "The pack, or its folder.")
    private String name;
    @Parameters(index = "1", paramLabel = "PROJECT", description = "The project's folder; of a repository what is committed counts.")
    private Path project;
    @Option(names = "--plan", paramLabel = "FILE", description = "The plan whose tasks wrote these files; without it one task did, or the project's last run is taken.")
    private Path plan;
    @Option(names = "--spec", paramLabel = "FILE", description = "The specification, instead of the run's or of the one that the example has.")
    private Path spec;

    public StacksTapeCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        try (var swarm = desk.quiet(flags)) {
            var found = swarm.packs().find(name);
            var made = found.among().tape(found.name(), project, Optional.ofNullable(plan), Optional.ofNullable(spec));
            made.notes().forEach(note -> desk.err().println("note: " + Printable.escaped(note)));
            desk.out().println(Printable.escaped(made.place().toString()));
            return 0;
        }
    }
}
