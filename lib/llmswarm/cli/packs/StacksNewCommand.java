package llmswarm.cli.packs;

import java.util.Optional;
import java.util.concurrent.Callable;

import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import text.Printable;
import text.ShellWords;

/** {@code swarm.java stacks new NAME}. */
@Command(name = "new", mixinStandardHelpOptions = true,
        description = "Begins a pack: a small one with comments that works, or a copy of another. Writes it to stacks/ of --config DIR, else of your own configuration folder.")
public final class StacksNewCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "NAME", description = "The new pack's name.")
    private String name;
    @Option(names = "--from", paramLabel = "PACK", description = "Begin as a copy of this stack, or of the pack in this folder.")
    private String from;
    @Mixin
    private OwnFlags own;

    public StacksNewCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var config = own.config(desk, flags);
        try (var swarm = desk.quiet(flags)) {
            var place = swarm.packs().create(name, Optional.ofNullable(from), config, own.here);
            var option = config.map(folder -> " --config " + ShellWords.quoted(folder.toString())).orElse("");
            desk.err().println("""
                    Change it, above all %s, and try it after each change:

                      ./jbang swarm.java stacks check %s%s
                      ./jbang swarm.java stacks test %s%s --trust
                    """.formatted("stack.yaml", name, option, name, option));
            desk.out().println(Printable.escaped(place.toString()));
            return 0;
        }
    }
}
