package llmswarm.model.jlama;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.guard.Stop;
import llmswarm.model.architecture.Hyperparameters;
import llmswarm.model.hub.HubText;
import llmswarm.model.hub.LocalModel;
import llmswarm.model.hub.ModelStore;

/**
 * The models that are computed in this process. Each folder is loaded once, when it is first asked, and stays until
 * close.
 */
public final class JlamaModels implements AutoCloseable {
    private static final String VECTORS = "jdk.incubator.vector";

    private final List<ModelSpec> specs;
    private final ModelStore store;
    private final Consumer<String> notice;
    private final LongSupplier memory;
    private final Map<Path, ModelFiles> files = new ConcurrentHashMap<>();
    private final Map<Path, LoadedModel> loaded = new ConcurrentHashMap<>();
    private final AtomicBoolean slowSaid = new AtomicBoolean();

    /**
     * Loads nothing.
     *
     * @param specs  all aliases; those that name the same folder share its weights
     * @param notice takes one line for a person when a model is loaded
     */
    public JlamaModels(Collection<ModelSpec> specs, ModelStore store, Consumer<String> notice) {
        this(specs, store, notice, Memory::available);
    }

    JlamaModels(Collection<ModelSpec> specs, ModelStore store, Consumer<String> notice, LongSupplier memory) {
        this.specs = specs.stream().filter(spec -> spec.provider() == Provider.JLAMA).toList();
        this.store = store;
        this.notice = notice;
        this.memory = memory;
    }

    /** The model's folder, if it is on disk. */
    public Optional<Path> folder(ModelSpec spec) {
        return store.find(spec.model()).map(folder -> folder.toAbsolutePath().normalize());
    }

    /** How many parameters the model has; empty when it is not there or its files do not tell. */
    public OptionalLong parameters(ModelSpec spec) {
        try {
            return folder(spec).map(ModelStore::describe).map(LocalModel::parameters).orElse(OptionalLong.empty());
        } catch (Stop noModel) {
            return OptionalLong.empty();
        }
    }

    /**
     * Throws {@link Stop} with the reason when the model is not there or cannot run here; reads its smaller files only.
     */
    public void check(ModelSpec spec) {
        var made = files(spec).arithmetic();
        if (spec.context() > made.context()) {
            throw Stop.usage((made.contextKey().equals(Hyperparameters.MADE_FOR)
                    ? "%s: 'context' is %d, but %s was made for %d tokens; lower it in models.yaml."
                    : "%s: 'context' is %d, but what '%5$s' of %3$s does beyond %4$d tokens cannot be computed here; lower "
                    + "'context' in models.yaml.").formatted(spec.alias(), spec.context(), spec.model(),
                    made.context(), made.contextKey()));
        }
        if (ModuleLayer.boot().findModule(VECTORS).isEmpty()) {
            throw Stop.usage("%s: local models need Java started with --add-modules=%s, as ./jbang swarm.java does."
                    .formatted(spec.alias(), VECTORS));
        }
    }

    /** The model, loaded now if it is not yet; throws {@link Stop} as {@link #check} does, and when memory is short. */
    public JlamaChatModel model(ModelSpec spec) {
        check(spec);
        return new JlamaChatModel(loaded.computeIfAbsent(files(spec).folder(), folder -> load(spec, files(spec))));
    }

    /** Gives all memory back. Nothing may be under way. */
    @Override
    public void close() {
        loaded.values().forEach(LoadedModel::close);
        loaded.clear();
    }

    private ModelFiles files(ModelSpec spec) {
        var folder = folder(spec).orElseThrow(() -> Stop.usage(absent(spec)));
        return files.computeIfAbsent(folder, there -> ModelFiles.read(spec.alias(), there));
    }

    private static String absent(ModelSpec spec) {
        return ModelStore.isRepository(spec.model())
                ? "%s: '%s' is not on disk; fetch it with: ./jbang swarm.java models pull %s".formatted(spec.alias(),
                spec.model(), spec.alias())
                : "%s: '%s' is no folder; correct 'model' in models.yaml.".formatted(spec.alias(), spec.model());
    }

    private LoadedModel load(ModelSpec spec, ModelFiles model) {
        var sharing = specs.stream().filter(other -> folder(other).equals(Optional.of(model.folder()))).toList();
        int context = Math.min(model.arithmetic().context(),
                sharing.stream().mapToInt(ModelSpec::context).max().orElse(spec.context()));
        int parallel = sharing.stream().mapToInt(ModelSpec::parallel).max().orElse(spec.parallel());
        fits(spec, model.about(), context, parallel);
        arithmetic(spec, model);
        unknown(spec, model);
        notice.accept("%s: loading %s (%s)".formatted(spec.alias(), spec.model(), HubText.bytes(model.about().bytes())));
        long start = System.nanoTime();
        var ready = read(model, context, parallel);
        notice.accept(String.format(Locale.ROOT, "%s: loaded in %.1f s", spec.alias(), (System.nanoTime() - start) / 1e9));
        return ready;
    }

    private void fits(ModelSpec spec, LocalModel about, int context, int parallel) {
        long wanted = about.memory(context, parallel);
        if (wanted > memory.getAsLong()) {
            throw Stop.usage(("%s: %s wants %s of memory and %s is free; lower 'context' or 'parallel' of %s in models.yaml, or use a "
                    + "smaller model.").formatted(spec.alias(), spec.model(), HubText.bytes(wanted),
                    HubText.bytes(memory.getAsLong()), spec.alias()));
        }
        long cache = (long) ((double) about.cacheBytes() * context * parallel);
        if (cache > Memory.buffers()) {
            throw Stop.usage("%s: a context of %d wants %s and Java may use %s; lower 'context' or 'parallel' of %s in models.yaml."
                    .formatted(spec.alias(), context, HubText.bytes(cache),
                    HubText.bytes(Math.max(0, Memory.buffers())),
                    spec.alias()));
        }
    }

    private void unknown(ModelSpec spec, ModelFiles model) {
        var keys = model.arithmetic().unknown();
        if (keys.isEmpty()) return;
        notice.accept(("%s: config.json of %s has %s, which nobody here knows; should it change what the model computes, "
                + "its answers are wrong").formatted(spec.alias(), spec.model(),
                String.join(", ", keys.stream().map("'%s'"::formatted).toList())));
    }

    private static LoadedModel read(ModelFiles model, int context, int parallel) {
        try {
            return new LoadedModel(model, context, parallel);
        } catch (UnsupportedOperationException unknown) {
            throw Stop.usage("%s: the tokenizer in %s is of a kind that is not known here ('%s'); use another model."
                    .formatted(model.alias(), model.folder(), unknown.getMessage()), unknown);
        } catch (Stop known) {
            throw known;
        } catch (RuntimeException | StackOverflowError damaged) {
            throw model.damaged(damaged);
        }
    }

    private void arithmetic(ModelSpec spec, ModelFiles model) {
        var right = Arithmetic.nativeRight(model.arithmetic());
        var asked = Arithmetic.forced();
        switch (Arithmetic.start(right)) {
            case NATIVE -> {
                if (!right) {
                    throw Stop.usage(("%s: Jlama's native library computes a model of these sizes wrongly, and it is already in use by "
                            + "another model; run with only one of the two.").formatted(spec.alias()));
                }
            }
            case JAVA -> {
                if (!Arithmetic.javaRight(model.arithmetic())) {
                    throw Stop.usage(("%s: Java computes a model of these sizes wrongly, and Jlama's native library is not in use; "
                            + "run without other local models, or use another one.").formatted(spec.alias()));
                }
                if (!right) {
                    notice.accept(("%s: Jlama's native library computes a model of these sizes wrongly; Java computes it, several "
                            + "times slower").formatted(spec.alias()));
                } else if (!asked && !slowSaid.getAndSet(true)) {
                    notice.accept("%s: Jlama's native library does not work on this machine; Java computes instead, several times slower"
                            .formatted(spec.alias()));
                }
            }
        }
    }
}
