package llmswarm.model.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;

/**
 * The local model that does everything under {@code --local}.
 *
 * @param speed as {@code models check} measured it on this machine
 */
public record LocalChoice(ModelSpec spec, LocalModel model, Optional<Speed> speed) {
    /**
     * The largest Jlama model on disk that can run here and fits the machine's memory; of equal ones the first. Throws
     * {@link Stop} with the command that fetches one when there is none.
     *
     * @param check throws {@link Stop} with the reason when a model that is on disk cannot run here
     */
    public static LocalChoice of(Collection<ModelSpec> models, ModelStore store, Consumer<ModelSpec> check,
            Machine machine, Speeds speeds) {
        var local = models.stream().filter(spec -> spec.provider() == ModelSpec.Provider.JLAMA).toList();
        var onDisk = new ArrayList<LocalChoice>();
        var unfit = new ArrayList<Stop>();
        for (var spec : local) {
            try {
                var model = store.find(spec.model()).map(ModelStore::describe);
                if (model.isEmpty()) continue;
                check.accept(spec);
                onDisk.add(new LocalChoice(spec, model.get(), speeds.of(model.get().digest())));
            } catch (Stop why) {
                unfit.add(why);
            }
        }
        if (onDisk.isEmpty() && !unfit.isEmpty()) throw unfit.getFirst();
        return onDisk.stream().filter(choice -> machine.fits(choice.memory()))
                .min(Comparator.comparingLong((LocalChoice choice) -> choice.model.bytes()).reversed())
                .orElseThrow(() -> none(local, onDisk, machine));
    }

    /** Bytes of memory it wants with all its instances at work. */
    public long memory() {
        return model.memory(spec.context(), spec.parallel());
    }

    /** One line for a person: model, size, and the minutes to expect. */
    public String sentence() {
        var size = model.parameters().isPresent() ? HubText.parameters(model.parameters().getAsLong()) + " parameters, "
                : "";
        var time = speed.map(measured -> "about " + measured.project())
                .orElse("not measured yet: run ./jbang swarm.java models check " + spec.alias());
        return "local: %s (%s, %s%s on disk) for everything; %s".formatted(spec.alias(), spec.model(), size,
                HubText.bytes(model.bytes()), time);
    }

    private static Stop none(List<ModelSpec> local, List<LocalChoice> onDisk, Machine machine) {
        if (local.isEmpty()) return Stop.usage("models.yaml has no local model; add an alias with 'provider: jlama'.");
        if (onDisk.isEmpty()) {
            var first = local.getFirst();
            return Stop.usage(ModelStore.isRepository(first.model())
                    ? "No local model is on disk; fetch one with: ./jbang swarm.java models pull %s (%s)".formatted(first.alias(), first.model())
                    : "No local model is on disk; '%s' of %s is no folder.".formatted(first.model(), first.alias()));
        }
        var wants = onDisk.stream()
                .map(choice -> "%s wants %s".formatted(choice.spec.alias(), HubText.bytes(choice.memory()))).toList();
        return Stop.usage(("No local model fits the %s of memory of this machine: %s; lower its 'context' or 'parallel' in "
                + "models.yaml, or add a smaller one.").formatted(HubText.bytes(machine.memory()),
                String.join(", ", wants)));
    }
}
