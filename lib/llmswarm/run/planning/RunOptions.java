package llmswarm.run.planning;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.Budget;
import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.run.change.Change;
import llmswarm.run.journal.Event;

/**
 * What a user may choose for one run.
 *
 * @param output        the project's folder; by default the plan's name in the working folder
 * @param stack         the pack, instead of letting the planner choose
 * @param variables     values for the stack's variables
 * @param plan          a plan in YAML or JSON to carry out, instead of asking the planner
 * @param replay        a tape to take the answers from
 * @param strict        whether a replay stops at the first prompt that is not the tape's
 * @param sandbox       {@code bubblewrap}, {@code unshare} or {@code off}; by default the first that works
 * @param approveChecks whether check commands that the planner proposes are approved without asking
 * @param tasks         into how many tasks the work is cut, instead of by its size; {@link Cut#ONE} is {@code --solo}
 * @param unchecked     whether a plan is carried out though its checks call programs that are not here
 * @param allow         paths that may be written although other tools obey them, besides those that the pack allows
 * @param budget        what calls of models may take, in place of what is usual
 * @param change        how a change of the project in {@code output} is asked for; empty for a new project
 * @param branch        a new one, on which a change is committed
 * @param askPlan       whether a person has to say yes to the plan before the first task
 */
public record RunOptions(Optional<Path> output, Optional<String> stack, Map<String, String> variables,
                         Optional<Path> plan, Optional<Path> replay, boolean strict, Optional<String> sandbox,
                         boolean approveChecks, Optional<Cut> tasks, boolean unchecked, List<String> allow,
                         Budget budget, Optional<Change.Kind> change, Optional<String> branch, boolean askPlan) {
    /** The journal's names for what a swarm was opened with: a folder of configuration, and where models may be. */
    public static final String CONFIG = "config", WHERE = "where";
    private static final String BUDGET = "budget", TOKENS = "max-tokens", CALLS = "max-calls", ASK_PLAN = "ask-plan";
    /** Of the project's folder, and of the aliases that mean another one's model, as {@link #models} reads them. */
    public static final String OUTPUT = "output", MODELS = "models";
    /** Of what a replay needs. */
    public static final Set<String> TAPED = Set.of("replay", "strict");

    public RunOptions {
        allow = List.copyOf(allow);
    }

    /** Of a run that makes a project. */
    public RunOptions(Optional<Path> output, Optional<String> stack, Map<String, String> variables, Optional<Path> plan,
                      Optional<Path> replay, boolean strict, Optional<String> sandbox, boolean approveChecks,
                      Optional<Cut> tasks, boolean unchecked, List<String> allow, Budget budget) {
        this(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks, unchecked, allow, budget,
                Optional.empty(), Optional.empty(), false);
    }

    /** With the usual budget. */
    public RunOptions(Optional<Path> output, Optional<String> stack, Map<String, String> variables, Optional<Path> plan,
                      Optional<Path> replay, boolean strict, Optional<String> sandbox, boolean approveChecks,
                      Optional<Cut> tasks, boolean unchecked, List<String> allow) {
        this(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks, unchecked, allow,
                Budget.NONE);
    }

    /** With every check that the plan names. */
    public RunOptions(Optional<Path> output, Optional<String> stack, Map<String, String> variables, Optional<Path> plan,
                      Optional<Path> replay, boolean strict, Optional<String> sandbox, boolean approveChecks,
                      Optional<Cut> tasks) {
        this(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks, false, List.of());
    }

    /** With tasks by the size of the work. */
    public RunOptions(Optional<Path> output, Optional<String> stack, Map<String, String> variables, Optional<Path> plan,
                      Optional<Path> replay, boolean strict, Optional<String> sandbox, boolean approveChecks) {
        this(output, stack, variables, plan, replay, strict, sandbox, approveChecks, Optional.empty());
    }

    public static final RunOptions DEFAULT = new RunOptions(Optional.empty(), Optional.empty(), Map.of(),
            Optional.empty(), Optional.empty(), false, Optional.empty(), false);

    /** The same for a plan that is only shown. */
    public RunOptions uncheckedPlan() {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks, true,
                allow, budget, change, branch, askPlan);
    }

    /** The same for a change of what is in that folder. */
    public RunOptions changing(Path folder, Change.Kind kind) {
        return new RunOptions(Optional.of(folder), stack, variables, plan, replay, strict, sandbox, approveChecks,
                tasks, unchecked, allow, budget, Optional.of(kind), branch, askPlan);
    }

    /** The same on a new branch. */
    public RunOptions on(Optional<String> name) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks, unchecked,
                allow, budget, change, name, askPlan);
    }

    /** The same with a plan that somebody has to approve, or not. */
    public RunOptions asking(boolean forPlan) {
        return new RunOptions(output, stack, variables, plan, replay, strict, sandbox, approveChecks, tasks, unchecked,
                allow, budget, change, branch, forPlan);
    }

    /** The same by a plan that is at hand. */
    public RunOptions by(Path file) {
        return new RunOptions(output, stack, variables, Optional.of(file), replay, strict, sandbox, approveChecks,
                Optional.empty(), unchecked, allow, budget, change, branch, askPlan);
    }

    /** That a branch was named where no change is made. */
    public static Stop branchOfNothing() {
        return Stop.usage("--branch goes with a change of a project that exists");
    }

    /** What a resume has to know, as the journal keeps it; paths are made absolute. */
    Map<String, String> kept(Path folder) {
        var kept = new TreeMap<String, String>();
        kept.put("folder", folder.toAbsolutePath().normalize().toString());
        output.ifPresent(path -> kept.put(OUTPUT, folder.resolve(path).toAbsolutePath().normalize().toString()));
        stack.ifPresent(name -> kept.put("stack", name));
        plan.ifPresent(path -> kept.put("plan", folder.resolve(path).toAbsolutePath().normalize().toString()));
        replay.ifPresent(path -> kept.put("replay", folder.resolve(path).toAbsolutePath().normalize().toString()));
        sandbox.ifPresent(name -> kept.put("sandbox", name));
        if (strict) kept.put("strict", "true");
        tasks.ifPresent(cut -> kept.put("tasks", cut.word()));
        if (unchecked) kept.put("unchecked", "true");
        budget.dollars().ifPresent(most -> kept.put(BUDGET, Double.toString(most)));
        budget.tokens().ifPresent(most -> kept.put(TOKENS, Long.toString(most)));
        budget.calls().ifPresent(most -> kept.put(CALLS, Long.toString(most)));
        change.ifPresent(kind -> kept.put(Change.Kind.OPTION, kind.word()));
        branch.ifPresent(name -> kept.put("branch", name));
        if (askPlan) kept.put(ASK_PLAN, "true");
        return kept;
    }

    /**
     * The options a run was started with. What weakens a wall is the user's word only and has to be said again: it is
     * not taken from a journal, which may have come with the project.
     *
     * @param budget what is given now, in place of what was given then
     */
    public static RunOptions of(Event.RunStarted started, Optional<String> sandbox, boolean approveChecks,
            List<String> allow, Budget budget) {
        var kept = started.options();
        return new RunOptions(path(kept, OUTPUT), text(kept, "stack"), started.variables(), path(kept, "plan"),
                path(kept, "replay"), kept.containsKey("strict"),
                sandbox.or(() -> text(kept, "sandbox").filter(kind -> !kind.equals("off"))), approveChecks, tasks(kept),
                kept.containsKey("unchecked"), allow, budget.orElse(budget(kept)), Change.Kind.of(kept),
                text(kept, "branch"), kept.containsKey(ASK_PLAN));
    }

    /** A number that is none says nothing. */
    private static Budget budget(Map<String, String> kept) {
        try {
            return new Budget(number(kept, BUDGET).mapToDouble(Double::parseDouble).findFirst(),
                    number(kept, TOKENS).mapToLong(Long::parseLong).findFirst(),
                    number(kept, CALLS).mapToLong(Long::parseLong).findFirst());
        } catch (NumberFormatException forged) {
            return Budget.NONE;
        }
    }

    private static Stream<String> number(Map<String, String> kept, String key) {
        return text(kept, key).stream();
    }

    /** Journals of before say {@code solo}; a word that is none says nothing. */
    private static Optional<Cut> tasks(Map<String, String> kept) {
        if (kept.containsKey("solo")) return Optional.of(Cut.ONE);
        return text(kept, "tasks").flatMap(word -> Stream.of(Cut.values()).filter(cut -> cut.word().equals(word))
                .findFirst());
    }

    /** Aliases that mean another one's model: {@code coder=planner,tester=planner}. */
    public static Map<String, String> models(Event.RunStarted started) {
        return models(List.of(text(started.options(), MODELS).map(kept -> kept.split(",")).orElse(new String[0])));
    }

    /** The same of such pairs, as a user writes them; throws {@link Stop} for what is none. */
    public static Map<String, String> models(List<String> pairs) {
        var models = new TreeMap<String, String>();
        for (var pair : pairs) {
            int at = pair.indexOf('=');
            if (at < 1 || at == pair.length() - 1 || pair.indexOf(',') >= 0) throw Stop.usage("--model %s: write it as ALIAS=OTHER, such as --model coder=planner".formatted(pair));
            models.put(pair.substring(0, at), pair.substring(at + 1));
        }
        return models;
    }

    /** As a journal keeps them. */
    public static String kept(Map<String, String> models) {
        return models.entrySet().stream().map(pair -> pair.getKey() + "=" + pair.getValue()).sorted()
                .collect(Collectors.joining(","));
    }

    /** The working folder a run was started in. */
    public static Path folder(Event.RunStarted started) {
        return path(started.options(), "folder")
                .orElseThrow(() -> Stop.usage("the journal does not say where the run was started"));
    }

    /** The folder of configuration that the run was started with, which lies outside of its project. */
    public static Optional<Path> config(Event.RunStarted started, Path project) {
        return path(started.options(), CONFIG).map(kept -> outside(kept, project));
    }

    /**
     * A journal may have come with its project: what lies in that is not the user's own configuration because the
     * journal says so.
     */
    private static Path outside(Path config, Path project) {
        try {
            if (config.isAbsolute() && !config.toRealPath().startsWith(project.toRealPath())) return config;
        } catch (IOException gone) {
            throw Stop.usage("The run was started with --config %s, which is not there any more; name the folder with --config DIR.".formatted(config), gone);
        }
        throw Stop.usage("The run's journal names the folder of configuration %s, which is not outside of the project; where it is yours, say --config DIR."
                .formatted(config));
    }

    private static Optional<Path> path(Map<String, String> kept, String key) {
        try {
            return text(kept, key).map(Path::of);
        } catch (InvalidPathException forged) {
            throw Stop.usage("the journal's '%s' is no path: %s".formatted(key, forged.getMessage()), forged);
        }
    }

    private static Optional<String> text(Map<String, String> kept, String key) {
        return Optional.ofNullable(kept.get(key));
    }
}
