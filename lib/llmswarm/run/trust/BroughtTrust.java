package llmswarm.run.trust;

import java.util.stream.Collectors;

import llmswarm.guard.Stop;
import llmswarm.run.options.Workplace;
import llmswarm.run.steps.World;
import text.Printable;

/**
 * Agents and templates that came with a working folder choose what is said to which model: only once a person has said
 * so.
 */
public final class BroughtTrust {
    private final Workplace around;
    private final World world;

    public BroughtTrust(Workplace around, World world) {
        this.around = around;
        this.world = world;
    }

    /** Asks where nobody has said so yet for this content; throws {@link Stop} where the answer is no. */
    public void require() throws InterruptedException {
        for (var brought : around.catalog().brought()) {
            var where = Printable.escaped(brought.shown());
            var files = brought.files().stream().map(file -> "  " + Printable.escaped(file))
                    .collect(Collectors.joining("\n"));
            new TrustQuestion(around, world).require("agents and templates in " + brought.folder(), brought.digest(),
                    "The agents and templates in %s are new or have changed. They say what models are told, and which are asked:\n%s\nTrust them? [y/N]".formatted(where, files),
                    "the agents and templates in %s are not trusted; look at them and run again with --trust".formatted(where));
        }
    }
}
