package llmswarm.config.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import llmswarm.config.layer.Layer;

/**
 * A project type, from {@code stacks/<name>/stack.yaml}. Only data: commands are lists of words, never a shell string.
 *
 * @param description     the planner chooses by this
 * @param base            the pack on which this one stands; what it says is part of this one already
 * @param variables       values that conventions, scaffold and commands may use, by name
 * @param agents          the agents the planner may assign
 * @param conventions     text that goes into every prompt of this stack
 * @param checksFromPlan  whether the planner proposes end checks, which a person must approve
 * @param output          how a check's output is read
 * @param tests           globs of the files that are tests: a place there is not where a failing test is mended first
 * @param review          whether and when an agent reads what was written against the requirements
 * @param allow           paths that are refused because other tools obey them, and that this pack writes on purpose
 * @param programs        programs the planner is told of where the machine has them
 * @param requires        programs without which nothing of it works
 * @param show            globs of the scaffold files that every task is shown
 * @param recognisedBy    globs that files of a project of this kind match, each of them at least one
 * @param tools           helpers of checks, services and setup that no project gets: digests by path
 * @param origins         by part, such as {@code checks/tests}, the pack that brings it, where this one does not itself
 * @param folders         this pack's folder, then its base's: where scaffold, agents and templates are looked up
 * @param digest          of every file of the pack and of its base, the example left out
 * @param parts           the packs that it is put together of, each with its root; none for a pack
 */
public record Stack(String name, String description, Optional<String> base, Map<String, Variable> variables,
                    List<String> agents, String conventions, SharedSetup setup, List<Check> checks,
                    boolean checksFromPlan, OutputPatterns output, List<ContractPattern> contracts,
                    List<String> tests, Optional<Review> review, List<String> allow, List<PackProgram> programs,
                    List<RequiredProgram> requires, List<String> show, List<String> recognisedBy,
                    Map<String, String> tools,
                    Map<String, String> origins, List<Layer> folders, String digest, List<StackPart> parts) {
    /** The variable that stands in commands for the folder of the pack's tools. */
    public static final String TOOLS = "tools";

    public Stack {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        agents = List.copyOf(agents);
        checks = List.copyOf(checks);
        contracts = List.copyOf(contracts);
        tests = List.copyOf(tests);
        allow = List.copyOf(allow);
        programs = List.copyOf(programs);
        requires = List.copyOf(requires);
        show = List.copyOf(show);
        recognisedBy = List.copyOf(recognisedBy);
        tools = Collections.unmodifiableMap(new TreeMap<>(tools));
        origins = Map.copyOf(origins);
        folders = List.copyOf(folders);
        parts = List.copyOf(parts);
    }

    /** A pack that has agents and nothing else. */
    public static Stack plain(String name, String description, List<String> agents, boolean checksFromPlan) {
        return new Stack(name, description, Optional.empty(), Map.of(), agents, "",
                SharedSetup.NONE, List.of(), checksFromPlan,
                new OutputPatterns(List.of(), List.of(), List.of()), List.of(), List.of(), Optional.empty(), List.of(),
                List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), List.of(), "", List.of());
    }

    /** The same pack, standing on its bases. */
    public Stack on(List<Layer> allFolders, Map<String, String> allTools, String wholeDigest) {
        return new Stack(name, description, base, variables, agents, conventions, setup, checks, checksFromPlan, output,
                contracts, tests, review, allow, programs, requires, show, recognisedBy, allTools, origins, allFolders,
                wholeDigest, parts);
    }

    /** The same pack with some value for each variable that has none, for a look at it before anybody uses it. */
    public Stack sampled() {
        var some = new LinkedHashMap<String, String>();
        variables.forEach((variable, of) -> {
            if (of.chosen().or(of::usual).isEmpty()) some.put(variable, of.sample());
        });
        return setting(some);
    }

    /** The same pack with these values, by name of the variable. */
    public Stack setting(Map<String, String> values) {
        if (!parts.isEmpty()) return each(part -> part.stack().setting(part.own(values)));
        var set = new LinkedHashMap<>(variables);
        values.forEach((variable, value) -> set.computeIfPresent(variable, (any, had) -> had.choosing(value)));
        return new Stack(name, description, base, set, agents, conventions, setup, checks, checksFromPlan, output,
                contracts, tests, review, allow, programs, requires, show, recognisedBy, tools, origins,
                folders, digest, parts);
    }

    /** The same pack with the programs that are there for what it requires, by that name. */
    public Stack finding(Map<String, String> programsThere) {
        if (!parts.isEmpty()) return each(part -> part.stack().finding(part.own(programsThere)));
        var found = requires.stream().map(one -> programsThere.containsKey(one.name())
                ? one.choosing(programsThere.get(one.name())) : one).toList();
        return new Stack(name, description, base, variables, agents, conventions, setup, checks, checksFromPlan, output,
                contracts, tests, review, allow, programs, found, show, recognisedBy, tools, origins,
                folders, digest, parts);
    }

    /** The names that commands may use besides those that are always there: variables, and what stands for programs. */
    public Set<String> names() {
        var names = new LinkedHashSet<>(variables.keySet());
        requires.stream().filter(RequiredProgram::isNamed).forEach(one -> names.add(one.name()));
        return names;
    }

    /**
     * The values of its variables, with those that are given. A default that needs one which is not given has no value
     * yet.
     */
    public Map<String, String> values(Map<String, String> given) {
        var values = new LinkedHashMap<>(given);
        parts.forEach(part -> part.stack().values(given).forEach((variable, value) -> {
            if (!given.containsKey(variable)) values.put(part.variable(variable), value);
        }));
        if (!parts.isEmpty()) return values;
        variables.forEach((variable, of) -> of.chosen().or(() -> of.usual()
                .filter(text -> Filling.names(text).allMatch(values::containsKey))
                .map(text -> new Filling(values).text(text))).ifPresent(value -> values.put(variable, value)));
        requires.stream().filter(RequiredProgram::isNamed).forEach(one -> values.put(one.name(), one.word()));
        return values;
    }

    /** The same pack with these values in the patterns and paths that it names, each quoted. */
    public Stack filled(Map<String, String> values) {
        if (!parts.isEmpty()) return each(part -> part.stack().filled(part.own(values)));
        var of = new Filling(values);
        return new Stack(name, description, base, variables, agents, conventions, setup.filled(of),
                checks.stream().map(check -> check.filled(of)).toList(), checksFromPlan, output.filled(of),
                contracts.stream().map(contract -> contract.filled(of)).toList(),
                tests.stream().map(of::glob).toList(), review, allow, programs,
                requires.stream().map(one -> one.filled(of)).toList(), show.stream().map(of::glob).toList(),
                recognisedBy, tools, origins, folders, digest, parts);
    }

    /** The values as templates take them: what is true or false decides whether a section is there. */
    public Map<String, Object> data(Map<String, String> values) {
        var data = new LinkedHashMap<String, Object>(values);
        variables.forEach((variable, of) -> {
            if (of.type() == Variable.Type.FLAG) data.computeIfPresent(variable, (any, value) -> value.equals("true"));
        });
        return data;
    }

    /** The same pack, which may also write these paths. */
    public Stack allowing(List<String> paths) {
        return new Stack(name, description, base, variables, agents, conventions, setup, checks, checksFromPlan, output,
                contracts, tests, review, Stream.concat(allow.stream(), paths.stream()).distinct().toList(), programs,
                requires, show, recognisedBy, tools, origins,
                folders, digest, parts);
    }

    /** Several packs as one. {@link PartName#faults} tells whether they can be. */
    public static Stack of(List<StackPart> parts) {
        return new Composition(parts).stack();
    }

    /** The same of the parts as they become. */
    private Stack each(Function<StackPart, Stack> become) {
        return of(parts.stream().map(part -> new StackPart(become.apply(part), part.root())).toList()).allowing(allow);
    }

    /** Which pack stands where; none for a pack. */
    public List<PartName> partNames() {
        return parts.stream().map(StackPart::name).toList();
    }

    /** The parts it is put together of; a pack is the only part of its project. */
    public List<StackPart> asParts() {
        return parts.isEmpty() ? List.of(new StackPart(this, "")) : parts;
    }

    /**
     * Whether all of it is the user's own or came along with the program, so that nobody has to be asked before its
     * commands run.
     */
    public boolean trusted() {
        return folders.stream().allMatch(folder -> folder.kind().trusted());
    }
}
