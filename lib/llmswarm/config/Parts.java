package llmswarm.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import llmswarm.config.stack.PartName;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.StackPart;
import llmswarm.config.yaml.Source;
import llmswarm.guard.Stop;

/** Finds the stack that is named, which may be several packs, each with a folder of the project. */
public final class Parts {
    private final Catalog catalog;

    public Parts(Catalog catalog) {
        this.catalog = catalog;
    }

    /** As the command line names it: {@code pack}, or {@code pack:root,pack:root}. */
    public Stack stack(String words) {
        return stack(PartName.list(words));
    }

    /** That pack, or those parts where there are any. */
    public Stack stack(String name, List<PartName> parts) {
        return parts.isEmpty() ? catalog.stack(name) : stack(parts);
    }

    /** Throws {@link Stop} when a pack is unknown or has faults, or when they cannot be parts of one project. */
    public Stack stack(List<PartName> names) {
        var wrong = PartName.faults(names);
        if (!wrong.isEmpty()) throw Stop.usage(wrong);
        if (PartName.isWhole(names)) return catalog.stack(names.getFirst().stack());
        var parts = names.stream().map(name -> new StackPart(catalog.stack(name.stack()), name.root())).toList();
        var clashes = clashes(parts);
        if (!clashes.isEmpty()) throw Stop.usage(clashes);
        return Stack.of(parts);
    }

    /** Agents are asked for the whole project, so that one name cannot mean an agent or template in each part. */
    private List<String> clashes(List<StackPart> parts) {
        var clashes = new ArrayList<>(clashes("agent", parts, stack -> catalog.agentsOf(Optional.of(stack)).stream()
                .collect(Collectors.toMap(Agent::name, Agent::digest))));
        clashes.addAll(clashes("template", parts, stack -> catalog.templates(Optional.of(stack)).stream()
                .collect(Collectors.toMap(name -> name, name -> catalog.template(name, Optional.of(stack))
                .map(Source::digest).orElse("")))));
        return clashes;
    }

    private static List<String> clashes(String kind, List<StackPart> parts, Function<Stack, Map<String, String>> of) {
        var known = new LinkedHashMap<StackPart, Map<String, String>>();
        parts.forEach(part -> known.put(part, of.apply(part.stack())));
        var names = known.values().stream().flatMap(all -> all.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return names.stream().filter(name -> known.values().stream().map(all -> all.get(name)).filter(d -> d != null)
                .distinct().count() > 1)
                .map(name -> "%s cannot be one project: the %s '%s' is not the same in each; give one of them another name in its pack"
                .formatted(PartName.label(parts.stream().map(StackPart::name).toList()), kind, name)).toList();
    }
}
