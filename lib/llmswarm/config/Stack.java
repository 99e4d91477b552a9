//DEPS com.google.re2j:re2j:1.8
package llmswarm.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.re2j.Pattern;

/**
 * A project type, from {@code stacks/<name>/stack.yaml}. Only data: commands are lists of words, never a shell string.
 *
 * @param description     the planner chooses by this
 * @param base            the pack whose agents, templates and scaffold are used where this one has no such file
 * @param variables       values that conventions, scaffold and commands may use, by name
 * @param agents          the agents the planner may assign
 * @param conventions     text that goes into every prompt of this stack
 * @param checksFromPlan  whether the planner proposes end checks, which a person must approve
 * @param location        patterns with the groups file and line that find places in a check's output; like those of
 *                        contracts they match in linear time, whatever the text
 * @param counts          patterns with the group tests that find in the output of a check of tests how many ran
 * @param failures        patterns that find where in a check's output another failure begins; the first that finds any
 *                        decides
 * @param tests           globs of the files that are tests: a place there is not where a failing test is mended first
 * @param review          whether and when an agent reads what was written against the requirements
 * @param allow           paths that are refused because other tools obey them, and that this pack writes on purpose
 * @param files           how many files one command of setup or checks may make, where the usual is not right
 * @param programs        programs the planner is told of where the machine has them
 * @param folders         this pack's folder, then its base's: where scaffold, agents and templates are looked up
 * @param digest          of every file of the pack and of its base, the example left out
 */
public record Stack(String name, String description, Optional<String> base, Map<String, Variable> variables,
                    List<String> agents, String conventions, List<List<String>> setup, List<String> shared,
                    List<Check> checks, boolean checksFromPlan, List<Pattern> location, List<Pattern> counts,
                    List<Pattern> failures,
                    List<ContractPattern> contracts,
                    List<String> tests, Optional<Review> review, List<String> allow, Optional<Integer> files,
                    List<Program> programs, List<Layer> folders, String digest) {
    public Stack {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        agents = List.copyOf(agents);
        setup = List.copyOf(setup);
        shared = List.copyOf(shared);
        checks = List.copyOf(checks);
        location = List.copyOf(location);
        counts = List.copyOf(counts);
        failures = List.copyOf(failures);
        contracts = List.copyOf(contracts);
        tests = List.copyOf(tests);
        allow = List.copyOf(allow);
        programs = List.copyOf(programs);
        folders = List.copyOf(folders);
    }

    /** The same pack, standing on its bases. */
    Stack on(List<Layer> allFolders, String wholeDigest) {
        return new Stack(name, description, base, variables, agents, conventions, setup, shared, checks, checksFromPlan,
            location, counts, failures, contracts, tests, review, allow, files, programs, allFolders, wholeDigest);
    }

    /** The same pack, which may also write these paths. */
    public Stack allowing(List<String> paths) {
        return new Stack(name, description, base, variables, agents, conventions, setup, shared, checks,
                checksFromPlan, location, counts, failures, contracts,
            tests, review, Stream.concat(allow.stream(), paths.stream()).distinct().toList(), files, programs, folders,
            digest);
    }

    /**
     * Whether all of it is the user's own or came along with the program, so that nobody has to be asked before its
     * commands run.
     */
    public boolean trusted() {
        return folders.stream().allMatch(folder -> folder.kind().trusted());
    }

    /** A value a user may set with {@code --set name=value}. */
    public record Variable(String value, String help) {
    }

    /**
     * A program that a machine may have.
     *
     * @param name    as it is found on the PATH
     * @param version the command that shows that it runs, and its version
     */
    public record Program(String name, List<String> version) {
        public Program {
            version = List.copyOf(version);
        }

        /** One that is asked in the way most programs are. */
        public Program(String name) {
            this(name, List.of(name, "--version"));
        }

        /** Whether it is asked in that way. */
        public boolean usual() {
            return equals(new Program(name));
        }
    }

    /**
     * A command that must end with exit code 0.
     *
     * @param files with {@code when: task}, a glob: the command runs once for each written file it matches, with
     *              {@code {{file}}} in its words; without it once a task
     * @param kind   what its failure says
     * @param needs  names of the checks it has to wait for; without it all that stand before it, so that only a check
     *               that says so runs beside others
     * @param agents with {@code when: task}, only after tasks of these agents; of all, when empty
     * @param reads  globs of the files its result depends on, {@code {{file}}} among them; all files, when empty
     * @param timeout how long it may take, where the usual is not right
     * @param services    what runs beside it
     * @param environment variables that it is given
     * @param folder      of the project, in which it starts; the project's own without it
     */
    public record Check(String name, When when, Optional<String> files, List<String> run, Side kind,
                        Optional<List<String>> needs, List<String> agents, List<String> reads,
                        Optional<Duration> timeout, List<Service> services, Map<String, String> environment,
                        Optional<String> folder) {
        public Check {
            services = List.copyOf(services);
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            run = List.copyOf(run);
            needs = needs.map(List::copyOf);
            agents = List.copyOf(agents);
            reads = List.copyOf(reads);
        }

        /** A check with the usual of everything. */
        public Check(String name, When when, Optional<String> files, List<String> run) {
            this(name, when, files, run, Side.CODE, Optional.empty(), List.of(), List.of(), Optional.empty(),
                    List.of(), Map.of(), Optional.empty());
        }
    }

    /** What a check's failure says: the code is wrong, or a test and the code disagree and either may be wrong. */
    public enum Side { CODE, TEST }

    /**
     * An agent's reading of the work against the requirements.
     *
     * @param when   each task's files, or the whole when it is checked
     * @param rounds how often findings may be sent back before what is left is only told
     */
    public record Review(String agent, When when, int rounds) {
    }

    /** When a check runs: after each task in that attempt's folder, or at the end in a clean checkout. */
    public enum When { TASK, END }

    /**
     * How files that provide or use a contract of a kind are recognised. All patterns have the group name.
     *
     * @param promised  finds in a contract's name and text what must be provided; without it that is its name
     * @param files     a glob of the files that are looked at; all without it
     * @param normalise pairs of a pattern and what replaces it, applied in their order to every name before it is
     *                  compared
     * @param form      tells the planner how such a contract is named and what its text holds; goes on from "a contract
     *                  of this kind is"
     */
    public record ContractPattern(String kind, Pattern provided, Pattern used, Optional<Pattern> promised,
            Optional<String> files, List<List<String>> normalise, Optional<String> form) {
        public ContractPattern {
            normalise = normalise.stream().map(List::copyOf).toList();
        }
    }
}
