package llmswarm.cli;

import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.cli.findings.ModelRow;
import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.Cell;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.model.Endpoint;
import llmswarm.model.SpeedCheck;
import llmswarm.model.habits.KeptHabits;
import llmswarm.model.hub.LocalModel;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Speeds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java models check ALIAS}. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Asks a model for a few tokens and tells how fast it is, and the minutes to expect for a small project.")
public final class ModelsCheckCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "ALIAS", description = "An alias of models.yaml.")
    private String alias;

    ModelsCheckCommand(Desk desk) {
        this.desk = desk;
    }

    /** What was found. */
    private record Found(ModelSpec spec, double loadSeconds, SpeedCheck check) {
    }

    @Override
    public Integer call() {
        return Interrupts.during(desk, () -> {
            try (var swarm = desk.open(flags)) {
                var spec = Optional.ofNullable(swarm.models().get(alias)).orElseThrow(() -> Stop.usage(
                        "There is no model '%s' in models.yaml; write one of %s.".formatted(alias,
                        String.join(", ", swarm.models().keySet()))));
                KeptHabits.of(desk.env()).forget(spec);
                var found = check(swarm.endpoint(spec), spec);
                remember(found);
                tell(found);
                return 0;
            }
        });
    }

    private Found check(Endpoint endpoint, ModelSpec spec) throws InterruptedException {
        desk.err().println("%s: asking %s for a few tokens".formatted(spec.alias(), Cell.line(spec.model())));
        var start = System.nanoTime();
        // a server has its model loaded, and every call may cost money
        if (spec.provider() == ModelSpec.Provider.JLAMA) SpeedCheck.warmUp(endpoint);
        var loaded = System.nanoTime();
        return new Found(spec, (loaded - start) / 1e9, SpeedCheck.of(endpoint, System::nanoTime));
    }

    private void remember(Found found) {
        var spec = found.spec();
        var model = spec.provider() == ModelSpec.Provider.JLAMA
                ? ModelStore.of(desk.env(), desk.folder()).find(spec.model()).map(ModelStore::describe)
                : Optional.<LocalModel>empty();
        Speeds.of(desk.env(), Machine.here()).put(ModelRow.identity(spec, model), spec.model(), found.check().speed());
    }

    private void tell(Found found) {
        var speed = found.check().speed();
        if (flags.json) {
            desk.out().json(new JsonMapper().createObjectNode().put("name", alias).put("model", found.spec().model())
                    .put("load-seconds", found.loadSeconds()).put("prompt-tokens-per-second", speed.promptPerSecond())
                    .put("output-tokens-per-second", speed.outputPerSecond())
                    .put("project-seconds", speed.projectSeconds()).toString());
            return;
        }
        if (found.spec().provider() == ModelSpec.Provider.JLAMA) {
            desk.out().println("loaded and warmed up in " + Amounts.seconds(found.loadSeconds()));
        }
        desk.out().println(found.check().measured());
        desk.out().println(speed.formula());
    }
}
