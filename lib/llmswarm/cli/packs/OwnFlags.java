package llmswarm.cli.packs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import llmswarm.Swarm;
import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.screen.Terminal;
import picocli.CommandLine.Option;

/** Where a command writes packs. */
public final class OwnFlags {
    @Option(names = "--here", description = "In .swarm/stacks of the working folder, to go along with a project.")
    boolean here;

    /** What --config names, which may be a folder that holds nothing yet: it is no layer then, but may become one. */
    Optional<Path> config(Desk desk, Flags flags) {
        var config = flags.config();
        if (config.filter(folder -> !Files.isDirectory(desk.folder().resolve(folder).resolve("stacks"))).isPresent()) flags.config = null;
        return config;
    }

    /** The swarm, with a person to agree where there is one. */
    Swarm open(Desk desk, Flags flags) {
        return desk.open(flags, entry -> { }, desk.err()::println, Terminal.person(desk.err()));
    }
}
