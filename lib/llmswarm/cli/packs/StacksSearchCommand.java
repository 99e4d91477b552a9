package llmswarm.cli.packs;

import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.Interrupts;
import llmswarm.cli.screen.Cell;
import llmswarm.pack.fetch.PackCatalogs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import text.ShellWords;

/** {@code swarm.java stacks search WORD}. */
@Command(name = "search", mixinStandardHelpOptions = true,
        description = "Finds packs in catalogs: those that catalogs.yaml of your configuration folder lists.")
public final class StacksSearchCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "WORD", description = "In the name or the description.")
    private String word;
    @Option(names = "--catalog", paramLabel = "ADDRESS", description = "A catalog besides those of catalogs.yaml in your configuration folder.")
    private List<String> catalogs = List.of();

    public StacksSearchCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return Interrupts.during(desk, () -> {
            try (var swarm = desk.quiet(flags)) {
                var found = swarm.packs().search(word, catalogs);
                for (var listed : found) {
                    if (flags.json) desk.out().json(json(listed));
                    else desk.out().println("%s  %s\n    ./jbang swarm.java stacks add %s".formatted(listed.name(),
                            Cell.joined(listed.description()), ShellWords.quoted(listed.source())));
                }
                if (found.isEmpty()) desk.err().println("No catalog lists a pack with '%s'.".formatted(word));
                return 0;
            }
        });
    }

    private static String json(PackCatalogs.Listed listed) {
        var json = new JsonMapper().createObjectNode().put("name", listed.name())
                .put("description", listed.description()).put("source", listed.source())
                .put("catalog", listed.catalog());
        listed.digest().ifPresent(digest -> json.put("digest", digest));
        return json.toString();
    }
}
