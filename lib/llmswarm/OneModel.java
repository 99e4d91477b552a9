package llmswarm;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import llmswarm.config.Catalog;
import llmswarm.config.ModelSpec;
import llmswarm.model.hub.LocalChoice;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Speeds;
import llmswarm.model.jlama.JlamaModels;

/** The one local model that does everything under {@code --local}. */
final class OneModel {
    private OneModel() {
    }

    /** Every alias with the largest local model that fits this machine; which one it is, is told. */
    static Map<String, ModelSpec> everywhere(Catalog catalog, Map<String, String> env, Consumer<String> notice) {
        catalog.requireModels();
        var machine = Machine.here();
        var store = ModelStore.of(env);
        var all = catalog.models().values();
        var choice = LocalChoice.of(all, store, new JlamaModels(all, store, notice)::check, machine,
                Speeds.of(env, machine));
        notice.accept(choice.sentence());
        return catalog.models().keySet().stream()
                .collect(Collectors.toMap(Function.identity(), alias -> choice.spec()));
    }
}
