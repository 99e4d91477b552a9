package llmswarm.cli.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.Cell;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.KeptHabits;
import llmswarm.model.hub.HubText;
import llmswarm.model.hub.LocalChoice;
import llmswarm.model.hub.LocalModel;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Speed;
import llmswarm.model.hub.Speeds;

/**
 * What an alias means on this machine.
 *
 * @param keySet whether the variable that holds its key is set
 * @param model  what lies on disk; empty for a server's model, and for a local one that is not there
 * @param learnt what earlier runs learnt of its server
 * @param fault  why what lies on disk is no model
 */
public record ModelRow(ModelSpec spec, boolean keySet, List<Habit> learnt, Optional<LocalModel> model,
        Optional<String> fault, Optional<Speed> speed, Machine machine) {
    public static ModelRow of(ModelSpec spec, ModelStore store, Machine machine, Speeds speeds,
            Map<String, String> env) {
        var keySet = spec.apiKeyEnv().map(name -> !env.getOrDefault(name, "").isBlank()).orElse(false);
        var learnt = local(spec) ? List.<Habit>of() : KeptHabits.of(env).of(spec);
        try {
            var model = local(spec) ? store.find(spec.model()).map(ModelStore::describe) : Optional.<LocalModel>empty();
            var speed = local(spec) && model.isEmpty() ? Optional.<Speed>empty() : speeds.of(identity(spec, model));
            return new ModelRow(spec, keySet, learnt, model, Optional.empty(), speed, machine);
        } catch (Stop noModel) {
            return new ModelRow(spec, keySet, learnt, Optional.empty(), Optional.of(noModel.getMessage()),
                    Optional.empty(), machine);
        }
    }

    /** What its speed is remembered by: its files' digest, else its server and name. */
    public static String identity(ModelSpec spec, Optional<LocalModel> model) {
        return model.map(LocalModel::digest).orElseGet(() ->
                Digest.of(List.of(spec.baseUrl().map(Object::toString).orElse(""), spec.model())));
    }

    /** One line. */
    public String text() {
        var parts = new ArrayList<String>();
        parts.add(spec.provider().name().toLowerCase(Locale.ROOT) + " " + spec.model()
                + spec.baseUrl().map(url -> " at " + url).orElse(""));
        spec.apiKeyEnv().ifPresent(name -> parts.add("key in %s (%s)".formatted(name, keySet ? "set" : "not set")));
        if (local(spec)) parts.add(disk());
        parts.add("context " + Amounts.tokens(spec.context()) + model.map(LocalModel::context)
                .filter(most -> most > 0 && most < spec.context())
                .map(most -> " (made for %s)".formatted(Amounts.tokens(most))).orElse(""));
        model.ifPresent(local -> parts.add(memory()));
        speed.ifPresent(measured -> parts.add(HubText.rate(measured.outputPerSecond()) + " tokens/s"));
        parts.add(spec.parallel() + " at once");
        spec.absent().ifPresent(other -> parts.add("else " + other));
        if (!learnt.isEmpty()) {
            parts.add("asked with " + learnt.stream().map(Habit::brief).collect(Collectors.joining(", ")) + ", as learnt before");
        }
        return Cell.joined(String.join(", ", parts));
    }

    /** The same as an object, with the names of models.yaml where it has one. */
    public String json() {
        var row = new JsonMapper().createObjectNode().put("name", spec.alias())
                .put("provider", spec.provider().name().toLowerCase(Locale.ROOT))
                .put("model", spec.model());
        spec.baseUrl().ifPresent(url -> row.put("base-url", url.toString()));
        spec.apiKeyEnv().ifPresent(name -> row.put("api-key-env", name).put("key-set", keySet));
        row.put("context", spec.context()).put("parallel", spec.parallel());
        spec.absent().ifPresent(other -> row.put("absent", other));
        spec.escalate().ifPresent(other -> row.put("escalate", other));
        if (!learnt.isEmpty()) learnt.stream().map(Habit::brief).forEach(row.putArray("learnt")::add);
        if (local(spec)) row.put("on-disk", model.isPresent());
        fault.ifPresent(why -> row.put("fault", why));
        model.ifPresent(local -> addFiles(row, local));
        speed.ifPresent(measured -> row.put("prompt-tokens-per-second", measured.promptPerSecond())
                .put("output-tokens-per-second", measured.outputPerSecond()));
        return row.toString();
    }

    private void addFiles(ObjectNode row, LocalModel local) {
        row.put("folder", local.folder().toString()).put("bytes", local.bytes())
                .put("architecture", local.architecture());
        local.parameters().ifPresent(count -> row.put("parameters", count));
        local.quantisation().ifPresent(type -> row.put("quantisation", type));
        row.put("model-context", local.context()).put("memory", wanted()).put("machine-memory", machine.memory())
                .put("fits", machine.fits(wanted()));
    }

    private String disk() {
        if (fault.isPresent()) return fault.get().replaceAll("\\.$", "");
        if (model.isEmpty() && !ModelStore.isRepository(spec.model())) return "no such folder";
        if (model.isEmpty()) return "not on disk: ./jbang swarm.java models pull " + spec.alias();
        var local = model.get();
        var size = HubText.bytes(local.bytes()) + " on disk";
        if (local.parameters().isEmpty()) return size;
        return "%s, %s parameters in %s".formatted(size, HubText.parameters(local.parameters().getAsLong()),
                local.quantisation().orElse("?"));
    }

    private String memory() {
        return machine.fits(wanted())
                ? "wants %s of %s memory".formatted(HubText.bytes(wanted()), HubText.bytes(machine.memory()))
                : "wants %s, too much for the %s of memory here".formatted(HubText.bytes(wanted()),
                HubText.bytes(machine.memory()));
    }

    private long wanted() {
        return new LocalChoice(spec, model.orElseThrow(), speed).memory();
    }

    private static boolean local(ModelSpec spec) {
        return spec.provider() == ModelSpec.Provider.JLAMA;
    }
}
