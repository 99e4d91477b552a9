package llmswarm.cli.packs;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.Interrupts;
import llmswarm.pack.Packs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import text.Printable;

/** {@code swarm.java stacks add SOURCE}. */
@Command(name = "add", mixinStandardHelpOptions = true,
        description = "Fetches a pack, shows what it would run, and puts it into stacks/ of --config DIR, else of your own configuration folder, once you agree.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:it is there", "2:it cannot be taken", "4:you did not agree"})
public final class StacksAddCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "SOURCE", description = "A folder, a .zip or .tar.gz file, or the address of one or of a git repository, with #TAG or #COMMIT; or a name that 'stacks search' finds.")
    private String source;
    @Option(names = "--as", paramLabel = "NAME", description = "The name it gets here. Default: its own.")
    private String as;
    @Option(names = "--pack", paramLabel = "FOLDER", description = "Which pack, where the source holds several.")
    private String pack;
    @Mixin
    private OwnFlags own;
    @Option(names = "--catalog", paramLabel = "ADDRESS", description = "A catalog besides those of catalogs.yaml in your configuration folder.")
    private List<String> catalogs = List.of();

    public StacksAddCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return Interrupts.during(desk, () -> {
            var config = own.config(desk, flags);
            try (var swarm = own.open(desk, flags)) {
                var wish = new Packs.Wish(Optional.ofNullable(as), Optional.ofNullable(pack), Optional.empty());
                var place = swarm.packs().add(source, wish, config, own.here, catalogs);
                desk.err().println("Added and trusted as it is; ./jbang swarm.java stacks show %s tells what it says.".formatted(
                        place.getFileName()));
                desk.out().println(Printable.escaped(place.toString()));
                return 0;
            }
        });
    }
}
