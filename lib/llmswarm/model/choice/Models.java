package llmswarm.model.choice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.config.layer.Layer;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import llmswarm.model.Endpoint;
import llmswarm.model.FaultText;
import llmswarm.model.Gate;
import llmswarm.model.JlamaEndpoint;
import llmswarm.model.LocalServer;
import llmswarm.model.OpenAiEndpoint;
import llmswarm.model.Settings;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.jlama.JlamaModels;
import llmswarm.model.rate.ModelQueue;
import llmswarm.model.rate.Parked;
import machine.Proxies;

/** The models that the aliases of models.yaml mean: which of them can be used now, and how to ask them. */
public final class Models implements AutoCloseable {

    private static final long SMALL = 4_000_000_000L;
    /** A server that is not there is left alone for so many first waits. */
    private static final int FIRST_TRIES = 10;

    private final Map<String, ModelSpec> specs;
    private final Map<String, String> env;
    private final Consumer<String> notice;
    private final Settings settings;
    private final Proxies proxies;
    private final Redactor redactor;
    private final JlamaModels local;
    private final Map<String, ModelQueue> queues = new ConcurrentHashMap<>();
    private final Map<List<String>, Gate> gates = new ConcurrentHashMap<>();
    private final Map<String, OpenAiEndpoint> endpoints = new ConcurrentHashMap<>();
    private final Map<String, JlamaEndpoint> localEndpoints = new ConcurrentHashMap<>();
    private final List<Consumer<Parked>> runs = new CopyOnWriteArrayList<>();
    private final Set<String> replaced = ConcurrentHashMap.newKeySet();

    /**
     * Connects to nothing yet.
     *
     * @param specs  by alias
     * @param env    where keys are looked up
     * @param notice takes one line for a person at each retry and each replacement
     */
    public Models(Map<String, ModelSpec> specs, Map<String, String> env, Consumer<String> notice, Settings settings) {
        this.specs = Map.copyOf(specs);
        this.env = Map.copyOf(env);
        this.notice = notice;
        this.settings = settings;
        this.proxies = new Proxies(env);
        this.redactor = new Redactor(env, specs.values().stream().flatMap(spec -> spec.apiKeyEnv().stream()).toList());
        this.local = new JlamaModels(specs.values(), ModelStore.of(env), notice);
    }

    /**
     * The model behind an alias, or the nearest of its replacements ({@code absent}) that can be used; that one is used
     * instead is said once. Throws {@link Stop} with what can be done when there is none, and when a local model is
     * there but cannot run: that is told, as another model in its place may cost money and sends code out.
     */
    public ModelSpec usable(String alias) {
        var obstacles = new LinkedHashMap<String, Obstacle>();
        for (var next = Optional.of(alias); next.isPresent() && !obstacles.containsKey(next.get());) {
            var spec = spec(next.get());
            var obstacle = obstacle(spec);
            if (obstacle.isEmpty()) {
                permitted(spec);
                if (spec.provider() == Provider.JLAMA) local.check(spec);
                if (!obstacles.isEmpty()) sayReplaced(alias, obstacles.get(alias), spec);
                return spec;
            }
            obstacles.put(spec.alias(), obstacle.get());
            next = spec.absent();
            next.map(this::spec).ifPresent(other -> permitted(spec, other));
        }
        throw nothingUsable(alias, List.copyOf(obstacles.values()));
    }

    /**
     * Whether the model does better with shorter prompts and one file a call: as models.yaml says, else when its files
     * show that it has up to four billion parameters. A server's model is taken for large.
     */
    public boolean small(ModelSpec spec) {
        return spec.small().orElseGet(() -> parameters(spec).orElse(Long.MAX_VALUE) <= SMALL);
    }

    /** Parameters of a local model, where its files tell. */
    public OptionalLong parameters(ModelSpec spec) {
        return spec.provider() == Provider.JLAMA ? local.parameters(spec) : OptionalLong.empty();
    }

    /**
     * How to ask that model; the same object for the same alias. Its bound on parallel calls is kept by {@link #queue}.
     * Throws {@link Stop} when the key it wants is not set or must not be sent to its address, where only local ones
     * are allowed and it is not, and for a local model that cannot run. A local model is loaded when it is first asked,
     * and stays loaded.
     */
    public Endpoint endpoint(ModelSpec spec) {
        return switch (spec.provider()) {
            case OPENAI -> {
                forbidden(spec).ifPresent(obstacle -> {
                    throw nothingUsable(spec.alias(), List.of(obstacle));
                });
                yield endpoints.computeIfAbsent(spec.alias(), alias ->
                        new OpenAiEndpoint(spec, key(spec), redactor, notice, settings, proxies, gate(spec),
                                parked -> runs.forEach(run -> run.accept(parked))));
            }
            case JLAMA -> {
                local.check(spec);
                yield localEndpoints.computeIfAbsent(spec.alias(), alias -> new JlamaEndpoint(spec, local));
            }
        };
    }

    /**
     * A run begins: what an earlier one gave up is tried again, and a server that is not up yet is waited for, until
     * the run is closed.
     *
     * @param follower told of each wait for a server
     */
    public Running run(Consumer<Parked> follower) {
        runs.add(follower);
        anew();
        return () -> runs.remove(follower);
    }

    /** A run that has not ended. */
    public interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /** Who asks from now on tries again what was given up. */
    public void anew() {
        gates.values().forEach(gate -> gate.breaker().anew());
    }

    /** Where calls of that model wait for their turn: whoever asks has one, so that not too many ask. */
    public ModelQueue queue(ModelSpec spec) {
        return queues.computeIfAbsent(spec.alias(), alias -> new ModelQueue(spec.parallel()));
    }

    /** Ends every call under way, and gives the memory of local models back. */
    @Override
    public void close() {
        endpoints.values().forEach(OpenAiEndpoint::close);
        localEndpoints.values().forEach(JlamaEndpoint::close);
        local.close();
    }

    /** Aliases of one model at one server, by the same key, wait together. */
    private Gate gate(ModelSpec spec) {
        return gates.computeIfAbsent(List.of(FaultText.address(spec).toString(), spec.apiKeyEnv().orElse(""), spec.model()),
                same -> new Gate(settings.firstWait().multipliedBy(FIRST_TRIES),
                        () -> !runs.isEmpty() && !settings.outage().isZero()));
    }

    private ModelSpec spec(String alias) {
        return Optional.ofNullable(specs.get(alias))
                .orElseThrow(() -> Stop.usage("models.yaml has no model '%s'.".formatted(alias)));
    }

    private Optional<Obstacle> obstacle(ModelSpec spec) {
        return switch (spec.provider()) {
            case OPENAI -> forbidden(spec).or(() -> spec.apiKeyEnv()
                    .filter(name -> env.getOrDefault(name, "").isBlank())
                    .map(name -> new Obstacle.NoKey(spec, name)));
            case JLAMA -> local.folder(spec).isPresent() ? Optional.empty() : Optional.of(new Obstacle.Absent(spec));
        };
    }

    /** Also a server nearby where a proxy, which may be anywhere, would be told all that it is asked. */
    private Optional<Obstacle> forbidden(ModelSpec server) {
        var address = FaultText.address(server);
        var proxy = proxies.to(address).filter(_ -> ModelSpec.isNearby(address));
        return settings.localOnly() && (proxy.isPresent() || !ModelSpec.isNearby(address))
                ? Optional.of(new Obstacle.Cloud(server, proxy)) : Optional.empty();
    }

    private Stop nothingUsable(String alias, List<Obstacle> obstacles) {
        return NothingUsable.stop(alias, obstacles, LocalServer.running(settings.servers()));
    }

    private Optional<String> key(ModelSpec spec) {
        permitted(spec);
        return spec.apiKeyEnv().map(name -> {
            var key = env.getOrDefault(name, "").strip();
            if (key.isEmpty()) throw Stop.usage("%s is not set; %s needs it.".formatted(name, spec.alias()));
            if (!key.matches("[!-~]+")) throw Stop.usage("%s holds characters that no key has; set it again.".formatted(name));
            return key;
        });
    }

    /**
     * A file that came with a project must send neither the user's specification nor the user's key to an address of
     * its own choice; one that the user named with --config only the key is asked about.
     */
    private void permitted(ModelSpec spec) {
        var asked = switch (spec.layer().kind()) {
            case PROJECT -> true;
            case OPTION -> spec.apiKeyEnv().isPresent();
            case USER, HOME, BUNDLED -> false;
        };
        if (!asked || settings.keyAllowed().test(spec)) return;
        var what = spec.apiKeyEnv().map(name -> "the key in " + name).orElse("your specification");
        var then = spec.escalate().map(" and what it cannot do to the model '%s'"::formatted).orElse("");
        var where = spec.provider() == Provider.JLAMA ? "'%s' on this machine".formatted(spec.model())
                : FaultText.address(spec).toString();
        throw untrusted(spec, what, where + then);
    }

    /** Nor may such a file choose another of the user's own models for what the user asks of one. */
    private void permitted(ModelSpec spec, ModelSpec instead) {
        var chosen = spec.layer().kind() == Layer.Origin.PROJECT && instead.layer().kind() != Layer.Origin.PROJECT;
        if (chosen && !settings.keyAllowed().test(spec)) {
            throw untrusted(spec, "what is asked of '%s'".formatted(spec.alias()),
                    "the model '%s'".formatted(instead.alias()));
        }
    }

    private static Stop untrusted(ModelSpec spec, String what, String where) {
        return Stop.untrusted("%s wants %s sent to %s; look at it and run again with --trust."
                .formatted(spec.layer().shown("models.yaml"), what, where));
    }

    private void sayReplaced(String alias, Obstacle obstacle, ModelSpec by) {
        if (replaced.add(alias)) {
            notice.accept("%s: %s; using %s (%s) instead.".formatted(alias, obstacle.brief(), by.alias(), by.model()));
        }
    }
}
