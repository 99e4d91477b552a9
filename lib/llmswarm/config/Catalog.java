package llmswarm.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.layer.Bundle;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Snippet;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Nearest;
import llmswarm.config.yaml.Source;
import llmswarm.guard.Stop;

/**
 * Everything the layers hold: agents, models, templates and stacks, all of it read and in memory. What has a fault is
 * in no list; who names it gets a {@link Stop} with its faults.
 */
public final class Catalog {
    private final CatalogReader read;
    private final Faults faults;
    private final Map<String, Stack> stacks = new TreeMap<>();

    private Catalog(CatalogReader read, Faults faults) {
        this.read = read;
        this.faults = faults;
        new CatalogLint(read, faults).check();
        read.packs.forEach((name, pack) -> {
            if (pack.read().isPresent()) stacks.put(name, whole(name));
        });
    }

    /** Reads the layers, the winner first, and notes every fault of every file; nothing is thrown. */
    public static Catalog load(List<Layer> layers, Faults faults) {
        return new Catalog(new CatalogReader(layers, faults).read(Optional.empty()), faults);
    }

    /** Reads the same layers anew, with a pack that lies in none of them and comes before all others of its name. */
    public Catalog with(Layer pack, Faults other) {
        return new Catalog(new CatalogReader(read.layers(), other).read(Optional.of(pack)), other);
    }

    /** The agents of the layers, by name; without those that only a pack has. */
    public List<Agent> agents() {
        return read.agents.keySet().stream().filter(name -> faultsOfAgent(name).isEmpty()).map(this::agent).toList();
    }

    /** Every agent as the stack has it, also those it does not name; without a stack, those of the layers. */
    public Collection<Agent> agentsOf(Optional<Stack> stack) {
        var agents = new TreeMap<>(read.agents);
        stack.map(this::chain).orElse(List.of()).reversed().forEach(pack -> agents.putAll(pack.agents()));
        return agents.values().stream().map(AgentReader::agent).toList();
    }

    /** The agents that may work in the stack, the planner's choice: those it names, as it has them. */
    public List<Agent> agents(Stack stack) {
        return stack.agents().stream().map(name -> agent(name, stack)).toList();
    }

    /** The agent of the layers; {@link Stop} when there is none of that name. */
    public Agent agent(String name) {
        stopIfAny(faultsOfAgent(name));
        return found("agent", "agents", name, read.agents).agent();
    }

    /** The agent as the stack has it: its own, else its base's, else the layers'. */
    public Agent agent(String name, Stack stack) {
        if (chain(stack).stream().noneMatch(pack -> pack.agentNames().contains(name))) return agent(name);
        var agents = new TreeMap<String, AgentReader>();
        chain(stack).reversed().forEach(pack -> agents.putAll(pack.agents()));
        return found("agent", "agents", name, agents).agent();
    }

    /** The agents and templates that came with a working folder, and are used. */
    public List<Brought> brought() {
        return Brought.of(read.brought);
    }

    /** The stacks by name. */
    public List<Stack> stacks() {
        return stacks.values().stream().filter(stack -> faultsOfStack(stack.name()).isEmpty()).toList();
    }

    /** The stacks whose file could be read, whatever faults it or what it needs has. */
    public List<Stack> readStacks() {
        return List.copyOf(stacks.values());
    }

    /** The stacks that cannot be used, by name, each with its faults. */
    public SequencedMap<String, List<String>> brokenStacks() {
        var broken = new TreeMap<String, List<String>>();
        read.packNames.forEach(name -> broken.put(name, faultsOfStack(name)));
        broken.values().removeIf(List::isEmpty);
        return broken;
    }

    /** All faults of all files, in the order they were found. */
    public List<String> faults() {
        return faults.sentences();
    }

    /** Throws {@link Stop} where models.yaml or budget.yaml has faults, as nothing in it is sure to be meant. */
    public void requireModels() {
        stopIfAny(faults.sentences(CatalogReader.VITAL::contains));
    }

    /** The stack; {@link Stop} when there is none of that name, or when it or what it needs has faults. */
    public Stack stack(String name) {
        stopIfAny(faultsOfStack(name));
        return found("stack", "stacks", name, stacks);
    }

    /** The models by alias, in the order of their files. */
    public Map<String, ModelSpec> models() {
        return Collections.unmodifiableMap(read.models);
    }

    /** The environment variables that hold keys, by every models.yaml of every layer. */
    public Set<String> keyVariables() {
        return Collections.unmodifiableSet(read.keyVariables);
    }

    /** What calls of models may take. */
    public Budgets budgets() {
        return read.budgets;
    }

    /** What the alias means; {@link Stop} when there is none of that name. */
    public ModelSpec model(String alias) {
        return found("model", "models", alias, read.models);
    }

    /** The template as the stack has it: its own, else its base's, else the layers'; empty when there is none. */
    public Optional<Source> template(String name, Optional<Stack> stack) {
        var packs = stack.map(this::chain).orElse(List.of()).stream().map(Pack::templates);
        return Stream.concat(packs, Stream.of(read.templates)).map(t -> t.get(name)).filter(Objects::nonNull)
                .findFirst();
    }

    /** The names of the templates that {@link #template} finds, sorted. */
    public Collection<String> templates(Optional<Stack> stack) {
        var names = new TreeSet<>(read.templates.keySet());
        stack.map(this::chain).orElse(List.of()).forEach(pack -> names.addAll(pack.templates().keySet()));
        return names;
    }

    /** The scaffold's files by path, unrendered, hidden ones too; the pack's own instead of its base's. */
    public SortedMap<String, byte[]> scaffold(Stack stack) {
        return Pack.merged(chain(stack), Pack::scaffold);
    }

    /** The files of its tools by path, likewise. */
    public SortedMap<String, byte[]> tools(Stack stack) {
        return Pack.merged(chain(stack), Pack::tools);
    }

    /** What of the stack may hold variables: its conventions, commands and the scaffold, its base's too. */
    public List<Snippet> snippets(Stack stack, Faults faults) {
        var packs = chain(stack);
        var snippets = new ArrayList<Snippet>();
        packs.stream().findFirst().flatMap(Pack::read).ifPresent(own -> snippets.addAll(own.snippets()));
        var paths = new TreeSet<String>();
        packs.forEach(pack -> snippets.addAll(pack.scaffoldSnippets(paths, faults)));
        return snippets;
    }

    /** Takes over what was found of a stack's files and its bases'; see {@link Faults#addTogether}. */
    public void addTogether(Stack stack, Faults found, Faults faults) {
        var pack = read.packs.get(stack.name());
        pack.base().ifPresent(base -> faults.addTogether(found, pack.folder().shown(""), base));
    }

    /** The JSON schema of a kind of file, such as {@code plan}: no project can change it. */
    public String schema(String kind) {
        return Bundle.schema(kind, read.layers()).orElseThrow(() -> Stop.usage(
            "The program's file %s.schema.json is missing; fetch the program anew.".formatted(kind)));
    }

    /** A line for each two layers, with the things, such as {@code model 'coder'}, that the one hides of the other. */
    public List<String> shadowed(Predicate<String> things) {
        return read.shadowed(things);
    }

    /** The templates of the agents that may work in the stack. */
    public Set<String> promptsNeeded(Stack stack) {
        return agentsOf(Optional.of(stack)).stream().filter(agent -> mentioned(stack.name()).contains(agent.name()))
                .map(Agent::prompt).collect(Collectors.toSet());
    }

    private List<String> faultsOfAgent(String name) {
        return faults.sentences(Faults.subject("agent", name)::equals);
    }

    /** Its own, those of its bases and of the agents that it names; templates' faults are noted as its own. */
    private List<String> faultsOfStack(String name) {
        var subjects = new TreeSet<>(Set.of(Faults.subject("stack", name)));
        CatalogLint.chain(read, name).forEach(base -> subjects.add(Faults.subject("stack", base)));
        mentioned(name).stream().filter(agent -> !isOwn(agent, name))
                .forEach(agent -> subjects.add(Faults.subject("agent", agent)));
        return faults.sentences(subjects::contains);
    }

    /** The agents that the pack names. */
    private Set<String> mentioned(String stack) {
        return Optional.ofNullable(read.packs.get(stack)).flatMap(Pack::read).stream()
                .flatMap(pack -> pack.agents().stream())
            .map(Mention::name).collect(Collectors.toSet());
    }

    /** Whether the pack or one of its bases brings the agent. */
    private boolean isOwn(String agent, String stack) {
        return CatalogLint.chain(read, stack).stream()
                .anyMatch(pack -> read.packs.get(pack).agentNames().contains(agent));
    }

    private static void stopIfAny(List<String> faults) {
        if (!faults.isEmpty()) throw Stop.usage(faults);
    }

    private Stack whole(String name) {
        return Pack.whole(CatalogLint.chain(read, name).stream().map(read.packs::get)
                .filter(pack -> pack.read().isPresent()).toList());
    }

    private List<Pack> chain(Stack stack) {
        return read.packs(stack.folders());
    }

    private static <T> T found(String kind, String plural, String name, Map<String, T> known) {
        var found = known.get(name);
        if (found != null) return found;
        var hint = Nearest.hint(name, known.keySet());
        throw Stop.usage("There is no %s '%s'%s Known %s: %s.".formatted(kind, name, hint.isEmpty() ? "." : hint,
                plural, known.isEmpty() ? "none" : String.join(", ", known.keySet())));
    }
}
