package llmswarm.cli;

import java.util.concurrent.Callable;

import llmswarm.cli.findings.ModelRow;
import llmswarm.cli.screen.Cell;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Speeds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code swarm.java models list}. */
@Command(name = "list", mixinStandardHelpOptions = true,
        description = "Lists what each model alias means: on disk or not, its size, and whether this machine's memory can hold it.")
public final class ModelsListCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;

    ModelsListCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return list(flags, desk);
    }

    /** An alias a line; with {@code --json} an object a line. */
    static int list(Flags flags, Desk desk) {
        var machine = Machine.here();
        var speeds = Speeds.of(desk.env(), machine);
        var store = ModelStore.of(desk.env(), desk.folder());
        try (var swarm = desk.open(flags)) {
            swarm.shadowed(what -> what.startsWith("model ")).forEach(desk.err()::println);
            var models = swarm.models().values();
            int width = models.stream().mapToInt(spec -> spec.alias().length()).max().orElse(0);
            for (var spec : models) {
                var row = ModelRow.of(spec, store, machine, speeds, desk.env());
                if (flags.json) desk.out().json(row.json());
                else desk.out().println(Cell.left(spec.alias(), width + 2, "") + row.text());
            }
            return 0;
        }
    }
}
