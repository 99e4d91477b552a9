package llmswarm.pack;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import llmswarm.config.Agent;
import llmswarm.config.Catalog;
import llmswarm.config.layer.LayerFiles;
import llmswarm.config.layer.PackFolder;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.Review;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.plan.SoloPlan;
import llmswarm.prompt.Variables;
import llmswarm.run.planning.Planner;
import llmswarm.run.task.Reviewer;

/** Files of a pack that nothing reads. */
final class UnusedFiles {
    private static final Pattern PARTIAL = Pattern.compile("\\{\\{\\s*>\\s*([^{}\\s]+)\\s*\\}\\}");
    /** What people write for each other, which no program reads. */
    private static final Pattern FOR_PEOPLE = Pattern.compile("(readme|licen[sc]e|copying|notice|changelog|changes|authors)(\\..*)?|\\.gitignore");

    private final Catalog catalog;
    private final Stack stack;

    private UnusedFiles(Catalog catalog, Stack stack) {
        this.catalog = catalog;
        this.stack = stack;
    }

    /** A sentence each. */
    static List<String> of(Catalog catalog, Stack stack) {
        var folder = stack.folders().getFirst();
        var unused = new UnusedFiles(catalog, stack);
        var agents = unused.agents();
        var templates = unused.templates(agents);
        return new LayerFiles(folder, new Faults()).tree("scaffold").keySet().stream()
                .flatMap(path -> unused.why(path, agents, templates).map(why -> folder.shown(path) + ": " + why)
                .stream()).toList();
    }

    private Optional<String> why(String path, Set<String> agents, Set<String> templates) {
        var agent = PackFolder.AGENT.name(path);
        if (agent.isPresent()) return agents.contains(agent.get()) ? Optional.empty()
                : Optional.of("no task goes to this agent; name it under 'agents' of stack.yaml, or delete the file.");
        var template = PackFolder.TEMPLATE.name(path);
        if (template.isPresent()) return templates.contains(template.get()) ? Optional.empty()
                : Optional.of("no agent and no template of the pack uses this template; name it by 'prompt' of an agent, or delete the file.");
        var folder = path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
        if (path.equals(StackPlaces.FILE) || FOR_PEOPLE.matcher(path.toLowerCase(Locale.ROOT)).matches()
                || List.of(PackExample.FOLDER, Stack.TOOLS).contains(folder)) return Optional.empty();
        for (var shape : PackFolder.values()) {
            if (folder.equals(shape.folder)) return Optional.of("is not read; files of %s/ lie directly in it and end in %s."
                    .formatted(shape.folder, shape.ending));
        }
        return Optional.of("nothing reads this file; what a project is to have belongs into scaffold/.");
    }

    /** Those that the pack names, and those that every run may ask. */
    private Set<String> agents() {
        var used = new HashSet<>(stack.agents());
        used.addAll(List.of(Planner.AGENT, SoloPlan.AGENT, Reviewer.USUAL));
        stack.review().map(Review::agent).ifPresent(used::add);
        stack.checks().stream().map(Check::agents).forEach(used::addAll);
        return used;
    }

    private Set<String> templates(Set<String> agents) {
        var of = Optional.of(stack);
        var prompts = catalog.agentsOf(of).stream().filter(agent -> agents.contains(agent.name())).map(Agent::prompt)
                .collect(Collectors.toSet());
        var used = catalog.templates(of).stream().filter(name -> Variables.of(name, prompts).isPresent())
                .collect(Collectors.toCollection(HashSet::new));
        for (var open = List.copyOf(used); !open.isEmpty(); ) {
            open = open.stream().flatMap(name -> catalog.template(name, of).stream())
                    .flatMap(source -> PARTIAL.matcher(source.text()).results()).map(tag -> tag.group(1))
                    .filter(used::add).toList();
        }
        return used;
    }
}
