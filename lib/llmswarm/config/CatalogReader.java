package llmswarm.config;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import llmswarm.config.layer.Layer;
import llmswarm.config.layer.LayerFiles;
import llmswarm.config.layer.PackFolder;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Named;
import llmswarm.config.yaml.Place;
import llmswarm.config.yaml.Source;

/** Reads the layers one on top of the other; of two files of the same name the first layer's is read. */
final class CatalogReader {
    /** The files that say what aliases mean, and what calls may take. */
    static final String MODELS = "models.yaml", BUDGET = "budget.yaml";
    /** What nothing can be paid for without. */
    static final Set<String> VITAL = Set.of(Faults.subject("file", MODELS), Faults.subject("file", BUDGET));

    final Map<String, AgentReader> agents = new TreeMap<>();
    final Map<String, Source> templates = new TreeMap<>();
    final Map<String, Pack> packs = new TreeMap<>();
    /** All packs, also one that could not be read. */
    final Set<String> packNames = new TreeSet<>();
    final Map<String, ModelSpec> models = new LinkedHashMap<>();
    final Map<String, Mention> absent = new LinkedHashMap<>();
    final List<Mention> escalate = new ArrayList<>();
    final List<Mention> cheaper = new ArrayList<>();
    Budgets budgets = Budgets.NONE;
    /** The variables that hold keys, also of models that another layer hides. */
    final Set<String> keyVariables = new TreeSet<>();
    /** Agents whose file could not be read: named so that nobody is told they do not exist. */
    final Set<String> agentNames = new TreeSet<>();
    /** Agents and templates that came with a working folder. */
    final List<Brought.One> brought = new ArrayList<>();
    boolean modelsReadable = true;
    final List<Shadow> shadows = new ArrayList<>();

    /** A file or model, such as {@code model 'coder'}, that is in both layers. */
    record Shadow(String what, String hider, String hidden) {
    }

    private final List<LayerFiles> layers;
    private final Faults faults;

    CatalogReader(List<Layer> layers, Faults faults) {
        this.layers = layers.stream().map(layer -> new LayerFiles(layer, faults)).toList();
        this.faults = faults;
    }

    /** The packs in these folders, in their order: a stack's own, then its bases, or those of each of its parts. */
    List<Pack> packs(List<Layer> folders) {
        return folders.stream().flatMap(folder -> packs.values().stream()
                .filter(pack -> pack.folder().equals(folder))).toList();
    }

    List<Layer> layers() {
        return layers.stream().map(LayerFiles::layer).toList();
    }

    /** @param single a pack's own folder, which lies in no layer */
    CatalogReader read(Optional<Layer> single) {
        readModels();
        readBudgets();
        files(PackFolder.AGENT, (layer, name) -> {
            agentNames.add(name);
            layer.of("agent", name).text(PackFolder.AGENT.path(name))
                    .flatMap(source -> AgentReader.read(source, name, faults.of("agent", name)))
                .ifPresent(agent -> {
                    agents.put(name, agent);
                    brought(layer.layer(), PackFolder.AGENT.path(name), Optional.of(agent.agent().model()),
                            agent.agent().digest());
                });
        });
        files(PackFolder.TEMPLATE, (layer, name) -> layer.of("template", name).text(PackFolder.TEMPLATE.path(name))
            .ifPresent(source -> {
                templates.put(name, source);
                brought(layer.layer(), PackFolder.TEMPLATE.path(name), Optional.empty(), source.digest());
            }));
        readPacks(single);
        return this;
    }

    private void brought(Layer layer, String path, Optional<String> model, String digest) {
        if (layer.kind() == Layer.Origin.PROJECT) brought.add(new Brought.One(layer, path, model, digest));
    }

    private void readModels() {
        var owners = new LinkedHashMap<String, Layer>();
        for (var layer : layers) {
            layer.of("file", MODELS).text(MODELS).ifPresent(source -> {
                var read = ModelsReader.read(source, layer.layer(), faults.of("file", MODELS));
                modelsReadable &= read.readable();
                escalate.addAll(read.escalate());
                read.absent().forEach(absent::putIfAbsent);
                read.models().forEach((alias, model) -> {
                    model.apiKeyEnv().ifPresent(keyVariables::add);
                    models.putIfAbsent(alias, model);
                    shadow(owners, alias, "model '%s'".formatted(alias), layer.layer());
                });
            });
        }
    }

    /** The first layer's file holds; one that came with a project only makes it less. */
    private void readBudgets() {
        var project = Budgets.NONE;
        for (var layer : layers) {
            var wrong = faults.of("file", BUDGET);
            var read = layer.of("file", BUDGET).text(BUDGET)
                    .flatMap(source -> BudgetReader.read(source, layer.layer(), wrong));
            if (read.isEmpty()) continue;
            if (layer.layer().kind() == Layer.Origin.PROJECT) {
                project = read.get().budgets();
                continue;
            }
            read.get().cheaper().ifPresent(cheaper::add);
            budgets = read.get().budgets();
            break;
        }
        budgets = budgets.tightened(project);
    }

    private void files(PackFolder shape, BiConsumer<LayerFiles, String> reader) {
        var owners = new LinkedHashMap<String, Layer>();
        for (var layer : layers) {
            for (var file : layer.names(shape.folder, false)) {
                var path = shape.folder + "/" + file;
                var name = shape.name(path);
                if (name.isEmpty()) strange(layer.layer(), path, shape);
                else if (allowed(shape, name.get(), layer.layer().shown(path))
                    && shadow(owners, name.get(), path, layer.layer())) reader.accept(layer, name.get());
            }
        }
    }

    private boolean allowed(PackFolder shape, String name, String file) {
        return Named.allowed(shape == PackFolder.TEMPLATE
                ? name.replaceFirst("\\.system$", "").replaceFirst("(\\.small)?(\\.change)?$", "") : name, file, faults);
    }

    private void strange(Layer layer, String path, PackFolder shape) {
        if (path.endsWith(".yml")) {
            faults.add(Place.file(layer.shown(path)),
                    "is not read; rename it so that it ends in %s.".formatted(shape.ending));
        }
    }

    private void readPacks(Optional<Layer> single) {
        var owners = new LinkedHashMap<String, Layer>();
        single.ifPresent(pack -> readPack(owners, pack, pack, pack.folder().getFileName().toString()));
        for (var layer : layers) {
            for (var name : layer.names("stacks", true)) {
                var path = "stacks/" + name;
                var of = layer.layer();
                readPack(owners, of, new Layer(of.kind(), of.folder().resolve(path), of.shown(path)), name);
            }
        }
        readOnBases();
    }

    /** Reads what each pack says together with its bases: those first, so that a fault of theirs is known as theirs. */
    private void readOnBases() {
        var written = Map.copyOf(packs);
        written.keySet().stream().sorted(Comparator.<String>comparingInt(name -> CatalogLint.chain(this, name).size())
                .thenComparing(name -> name)).forEach(name -> {
            var pack = written.get(name);
            var bases = CatalogLint.chain(this, name).stream().skip(1).map(written::get).toList();
            var of = faults.of("stack", name);
            var together = bases.isEmpty() ? of : new Faults();
            packs.put(name, pack.on(bases, together));
            if (!bases.isEmpty()) pack.base().ifPresent(base -> of.addTogether(together,
                    pack.folder().shown(""), base));
        });
    }

    private void readPack(Map<String, Layer> owners, Layer of, Layer folder, String name) {
        var wrong = faults.of("stack", name);
        if (!Named.allowed(name, folder.shown(), wrong) || !shadow(owners, name, "stacks/" + name, of)) return;
        packNames.add(name);
        if (Files.isSymbolicLink(folder.folder())) wrong.add(Place.file(folder.shown()),
                "is a link; packs are plain folders.");
        else packs.put(name, Pack.read(folder, name, wrong));
    }

    /** Whether the layer is the first with that name; else the hiding is noted, once for each pair of layers. */
    private boolean shadow(Map<String, Layer> owners, String name, String what, Layer layer) {
        var hider = owners.put(name, layer);
        if (hider == null) return true;
        if (!(hider.kind() == Layer.Origin.HOME && layer.kind() == Layer.Origin.BUNDLED)) {
            shadows.add(new Shadow(what, hider.spoken(), layer.spoken()));
        }
        return false;
    }

    /** See {@link Catalog#shadowed}. */
    List<String> shadowed(Predicate<String> things) {
        var lines = new LinkedHashMap<String, List<String>>();
        shadows.stream().filter(shadow -> things.test(shadow.what())).forEach(shadow -> lines
            .computeIfAbsent("of %s hides the one of %s".formatted(shadow.hider(), shadow.hidden()), pair ->
            new ArrayList<>()).add(shadow.what()));
        return lines.entrySet().stream().map(line -> String.join(", ", line.getValue()) + " "
            + (line.getValue().size() == 1 ? line.getKey()
            : line.getKey().replaceFirst(" hides the one of ", " hide those of "))).toList();
    }
}
