package llmswarm.config;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import llmswarm.config.stack.ScaffoldPaths;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Place;

/** Checks that every name in one file stands for something in another. */
final class CatalogLint {
    private final CatalogReader read;
    private final Faults faults;
    private final Collection<String> models;

    CatalogLint(CatalogReader read, Faults faults) {
        this.read = read;
        this.faults = faults;
        this.models = read.models.keySet();
    }

    void check() {
        read.escalate.forEach(mention -> mention.check(models, faults.of("file", CatalogReader.MODELS)));
        read.cheaper.forEach(mention -> mention.check(models, faults.of("file", CatalogReader.BUDGET)));
        read.absent.forEach(this::absent);
        read.agents.forEach((name, agent) -> check(agent, read.templates.keySet(), faults.of("agent", name)));
        read.packs.forEach((name, pack) -> check(name, pack, faults.of("stack", name)));
    }

    private void absent(String alias, Mention mention) {
        var wrong = faults.of("file", CatalogReader.MODELS);
        mention.check(models, wrong);
        Optional.ofNullable(read.models.get(mention.name())).flatMap(ModelSpec::absent)
            .ifPresent(further ->
            wrong.add(mention.place(),
            "'absent' of '%s' names '%s', which has an 'absent' of its own; such chains are not followed."
                .formatted(alias, mention.name())));
    }

    private void check(AgentReader agent, Collection<String> templates, Faults wrong) {
        for (var mention : agent.mentions()) {
            if (!mention.kind().equals("model")) mention.check(templates, wrong);
            else if (read.modelsReadable) mention.check(models, wrong);
        }
    }

    private void check(String name, Pack pack, Faults wrong) {
        pack.base().ifPresent(base -> {
            var others = new TreeSet<>(read.packs.keySet());
            if (!base.name().equals(name)) others.remove(name);
            base.check(others, wrong);
            if (circular(name)) wrong.add(base.place(), "'extends' leads back to '%s'.".formatted(name));
        });
        Set<String> agents = new TreeSet<>(read.agentNames), templates = new TreeSet<>(read.templates.keySet());
        var scaffold = new TreeSet<String>();
        for (var each : chain(name)) {
            scaffold.addAll(read.packs.get(each).scaffold().keySet());
            agents.addAll(read.packs.get(each).agentNames());
            templates.addAll(read.packs.get(each).templates().keySet());
        }
        pack.agents().values().forEach(agent -> check(agent, templates, wrong));
        pack.read().ifPresent(stack -> stack.agents().forEach(mention -> mention.check(agents, wrong)));
        pack.read().ifPresent(stack -> ScaffoldPaths.faults(pack.scaffold().keySet(), stack.stack())
                .forEach((path, fault) -> wrong.add(Place.file(pack.folder().shown("scaffold/" + path)), fault + ".")));
        pack.read().ifPresent(stack -> stack.shown().stream()
                .filter(mention -> !ScaffoldPaths.finds(mention.name(), scaffold, stack.stack())).forEach(mention ->
                wrong.add(mention.place(), "'show' finds no file of the scaffold by '%s'%s".formatted(mention.name(),
                scaffold.isEmpty() ? ", as there is none." : "; its files: " + String.join(", ", scaffold) + "."))));
    }

    private boolean circular(String name) {
        var last = chain(name).stream().reduce((a, b) -> b).orElse(name);
        return base(last).filter(name::equals).isPresent();
    }

    private Set<String> chain(String name) {
        return chain(read, name);
    }

    private Optional<String> base(String name) {
        return base(read, name);
    }

    /** The pack and its bases, nearest first; ends where a base is unknown or was there already. */
    static Set<String> chain(CatalogReader read, String name) {
        var chain = new LinkedHashSet<String>();
        for (var at = name; at != null && read.packs.containsKey(at) && chain.add(at); ) at = base(read, at)
                .orElse(null);
        return chain;
    }

    private static Optional<String> base(CatalogReader read, String name) {
        return read.packs.get(name).base().map(Mention::name);
    }
}
