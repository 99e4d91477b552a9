package llmswarm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.SwarmSetup;
import llmswarm.config.stack.PartName;
import llmswarm.guard.Stop;
import llmswarm.guard.WorkingFolder;
import llmswarm.plan.Cut;
import llmswarm.run.options.KeptOptions;
import llmswarm.run.options.RunOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of a command that plans or builds. */
public final class RunFlags {
    @Option(names = {"-o", "--output"}, paramLabel = "DIR",
            description = "The project's folder: new, empty, or a clean git repository. Default: the plan's name.")
    private Path output;

    @Option(names = "--stack", paramLabel = "NAME[:ROOT]",
            description = "The stack, instead of letting the planner choose; with a folder, and several times, that of a part.")
    private List<String> stacks = List.of();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A value for one of the stack's variables; of a part's, ROOT.NAME=VALUE.")
    private List<String> variables = List.of();

    @Option(names = "--plan", paramLabel = "FILE",
            description = "Carry out this plan (YAML or JSON) instead of asking the planner.")
    private Path plan;

    @Option(names = "--replay", paramLabel = "TAPE",
            description = "Take the answers from this journal; no model is asked.")
    private Path replay;

    @Option(names = "--strict", description = "With --replay: stop at the first prompt that is not the tape's.")
    private boolean strict;

    @Option(names = "--solo",
            description = "One agent does everything in one task, whatever its size; the same checks.")
    private boolean solo;

    @Option(names = "--tasks", paramLabel = "few|many",
            description = "A few large tasks or many small ones. Default: by the size of the work and of the models.")
    private String tasks;

    @Option(names = "--unchecked",
            description = "Go on though checks of the plan call programs that are not here; those checks have no result.")
    private boolean unchecked;

    @Option(names = "--branch", paramLabel = "NAME",
            description = "Commit a change on a new branch of that name.")
    private String branch;

    @Option(names = "--dry-run", description = "Tell what a change would start from, and ask no model.")
    private boolean dryRun;

    @Mixin
    private CheckFlags checks;

    @Mixin
    private BudgetFlags budget;

    @Mixin
    private AttendFlags attend;

    @Option(names = "--ask-plan", description = "Show the plan before the first task, and carry it out once somebody says so.")
    private boolean askPlan;

    @Option(names = "--model", paramLabel = "ALIAS=OTHER", description = "The alias means the other one's model in this run.")
    private List<String> models = List.of();

    /** How the swarm is opened for it. */
    SwarmSetup setup(SwarmSetup setup) {
        return attend.setup(setup).with(KeptOptions.models(models));
    }

    /** Of a command that builds; throws {@link Stop} where it has no look at what a change would start from. */
    public RunOptions options() {
        if (dryRun) throw Stop.usage("--dry-run tells what a change would start from; say ./jbang swarm.java change \"...\" --dry-run, or the same of an edited specification");
        return withDryRun();
    }

    /** Of a command that only plans: what it makes is no change of a project. */
    public RunOptions ofPlan() {
        if (branch != null) throw RunOptions.branchOfNothing();
        return options();
    }

    /** Whether to tell what a change would start from, instead of making it. */
    boolean isDryRun() {
        return dryRun;
    }

    RunOptions withDryRun() {
        if (strict && replay == null) throw Stop.usage("--strict goes with --replay TAPE");
        if (solo && plan != null) throw Stop.usage("--solo makes its own plan of one task; leave out --plan");
        if (solo && tasks != null) throw Stop.usage("--solo is one task; leave out --tasks");
        return RunOptions.DEFAULT.withOutput(absolute(output)).withStack(stack()).withVariables(variables())
                .withPlan(Optional.ofNullable(plan)).withReplay(absolute(replay), strict)
                .withSandbox(checks.sandbox()).withApprovedChecks(checks.approveChecks).withTasks(cut())
                .withUnchecked(unchecked).withAllowed(checks.allow()).withBudget(budget.budget())
                .withBranch(Optional.ofNullable(branch)).withPlanAsked(askPlan);
    }

    /** The parts as one text, as a journal keeps them. */
    private Optional<String> stack() {
        return stacks.isEmpty() ? Optional.empty() : Optional.of(String.join(PartName.NEXT, stacks));
    }

    private Optional<Cut> cut() {
        if (solo) return Optional.of(Cut.ONE);
        if (tasks == null) return Optional.empty();
        return Optional.of(switch (tasks) {
            case "few" -> Cut.FEW;
            case "many" -> Cut.MANY;
            default -> throw Stop.usage("--tasks takes few or many, not '%s'".formatted(tasks));
        });
    }

    private Map<String, String> variables() {
        var named = new LinkedHashMap<String, String>();
        for (var pair : variables) {
            int at = pair.indexOf('=');
            if (at < 1) throw Stop.usage("--set %s: has no value; write it as NAME=VALUE, such as --set port=8080".formatted(pair));
            named.put(pair.substring(0, at), pair.substring(at + 1));
        }
        return named;
    }

    private static Optional<Path> absolute(Path path) {
        return Optional.ofNullable(path).map(p -> WorkingFolder.path().resolve(p).normalize());
    }
}
