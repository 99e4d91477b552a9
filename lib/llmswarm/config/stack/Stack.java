package llmswarm.config.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import llmswarm.config.layer.Layer;

/**
 * A project type, from {@code stacks/<name>/stack.yaml}. Only data: commands are lists of words, never a shell string.
 *
 * @param description     the planner chooses by this
 * @param base            the pack whose agents, templates and scaffold are used where this one has no such file
 * @param variables       values that conventions, scaffold and commands may use, by name
 * @param agents          the agents the planner may assign
 * @param conventions     text that goes into every prompt of this stack
 * @param checksFromPlan  whether the planner proposes end checks, which a person must approve
 * @param output          how a check's output is read
 * @param tests           globs of the files that are tests: a place there is not where a failing test is mended first
 * @param review          whether and when an agent reads what was written against the requirements
 * @param allow           paths that are refused because other tools obey them, and that this pack writes on purpose
 * @param programs        programs the planner is told of where the machine has them
 * @param folders         this pack's folder, then its base's: where scaffold, agents and templates are looked up
 * @param digest          of every file of the pack and of its base, the example left out
 * @param parts           the packs that it is put together of, each with its root; none for a pack
 */
public record Stack(String name, String description, Optional<String> base, Map<String, Variable> variables,
                    List<String> agents, String conventions, SharedSetup setup, List<Check> checks,
                    boolean checksFromPlan, OutputPatterns output, List<ContractPattern> contracts,
                    List<String> tests, Optional<Review> review, List<String> allow, List<PackProgram> programs,
                    List<Layer> folders, String digest, List<StackPart> parts) {
    public Stack {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        agents = List.copyOf(agents);
        checks = List.copyOf(checks);
        contracts = List.copyOf(contracts);
        tests = List.copyOf(tests);
        allow = List.copyOf(allow);
        programs = List.copyOf(programs);
        folders = List.copyOf(folders);
        parts = List.copyOf(parts);
    }

    /** A pack that has agents and nothing else. */
    public static Stack plain(String name, String description, List<String> agents, boolean checksFromPlan) {
        return new Stack(name, description, Optional.empty(), Map.of(), agents, "",
                SharedSetup.NONE, List.of(), checksFromPlan,
                new OutputPatterns(List.of(), List.of(), List.of()), List.of(), List.of(), Optional.empty(), List.of(),
                List.of(), List.of(), "", List.of());
    }

    /** The same pack, standing on its bases. */
    public Stack on(List<Layer> allFolders, String wholeDigest) {
        return new Stack(name, description, base, variables, agents, conventions, setup, checks, checksFromPlan, output,
                contracts, tests, review, allow, programs, allFolders, wholeDigest, parts);
    }

    /** The same pack, which may also write these paths. */
    public Stack allowing(List<String> paths) {
        return new Stack(name, description, base, variables, agents, conventions, setup, checks, checksFromPlan, output,
                contracts, tests, review, Stream.concat(allow.stream(), paths.stream()).distinct().toList(), programs,
                folders, digest, parts);
    }

    /** Several packs as one. {@link PartName#faults} tells whether they can be. */
    public static Stack of(List<StackPart> parts) {
        return new Composition(parts).stack();
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
