package llmswarm.run.planning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import llmswarm.check.ContractLint;
import llmswarm.check.PackTools;
import llmswarm.config.Parts;
import llmswarm.config.stack.ScaffoldPaths;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.SpecRequirements;
import llmswarm.prompt.Conventions;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.Templates;
import llmswarm.run.change.ChangeData;
import llmswarm.run.change.Goal;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.Subject;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.World;
import llmswarm.run.trust.BroughtTrust;
import llmswarm.run.trust.PackTrust;

/** Everything up to the accepted plan: which stack, whether it is trusted, its variables, and the plan itself. */
public final class Preparation {
    private final Workplace around;
    private final RunOptions options;
    private final Journal journal;
    private final RunState past;
    private final World world;
    private final Goal goal;
    private final Planner planner;
    private final Equipment equipment;
    private final Suitability suitability;
    private final StackVariables variables;
    private final FirstLook firstLook;
    /** Keys of a person's plan that stand for others, told with the plan. */
    private final List<String> readOtherwise = new ArrayList<>();

    /** @param planner for the same goal */
    public Preparation(Workplace around, RunOptions options, Journal journal, RunState past, World world,
            Equipment equipment, Goal goal, Planner planner) {
        this.around = around;
        this.options = options;
        this.journal = journal;
        this.past = past;
        this.world = world;
        this.suitability = new Suitability(around.catalog(), world, journal);
        this.goal = goal;
        this.planner = planner;
        this.equipment = equipment;
        this.variables = new StackVariables(goal.change().map(change -> change.variables(options.variables()))
                .orElse(options.variables()), world, around.person());
        this.firstLook = new FirstLook(around, options, journal, world, equipment, goal.spec(), planner);
    }

    /**
     * What the tasks need.
     *
     * @param variables the stack's, and name, module and summary of the plan
     * @param answers   to what the specification left open, each with question and answer
     */
    public record Prepared(Stack stack, Plan plan, List<String> notes, List<Map<String, String>> answers,
            Prompts prompts, Map<String, String> variables, Conventions conventions) {
        /** What the tasks of an accepted plan need; the stack has the values that the user chose. */
        public static Prepared of(Stack stack, Event.Planned planned, Prompts prompts) {
            var plan = planned.plan();
            var values = StackVariables.fitting(stack, stack.values(plan.names()));
            if (!stack.tools().isEmpty()) values.put(Stack.TOOLS, PackTools.PLACE);
            return new Prepared(stack.filled(values), plan, planned.notes(), planned.answers(), prompts,
                    Map.copyOf(values), StackVariables.conventions(stack, values));
        }
    }

    /** Refuses a stack that cannot be worked with on a machine, or makes it that machine's. */
    public interface Equipping {
        Stack equipped(Stack stack) throws InterruptedException;
    }

    /** @param require is asked before the stack's plan is */
    public Prepared prepare(Equipping require) throws InterruptedException {
        new BroughtTrust(around, world).require();
        var known = past.plans().isEmpty() ? Optional.<Event.Planned>empty() : Optional.of(past.plans().getLast());
        var written = known.map(Event.Planned::plan)
                .or(() -> options.plan().map(this::planFile)
                .map(SpecRequirements.of(goal.spec())::in));
        if (written.isEmpty() && options.tasks().filter(Cut.ONE::equals).isEmpty()) suitability.planner(around.catalog()
                .agent(Planner.AGENT));
        var named = named(written);
        var ready = named.isPresent() ? Optional.of(usable(named.get(), require)) : Optional.<Stack>empty();
        var choice = written.isPresent() ? new PlanReader.Choice(named.orElseThrow().name()) : choice(named);
        var stack = ready.orElseGet(() -> new Parts(around.catalog()).stack(choice.stack(), choice.parts()))
                .allowing(options.allow());
        around.warn();
        var forewarning = new Forewarning(around, journal, suitability);
        if (known.isEmpty()) forewarning.obeyed(goal.spec(), stack);
        forewarning.hidden(stack, written.isEmpty());
        if (ready.isEmpty()) stack = usable(stack, require);
        var prompts = prompts(Optional.of(stack));
        suitability.experts(stack, prompts, StackVariables.beforeThePlan(stack).least());
        if (known.isPresent()) {
            var faults = PlanLint.lint(known.get().plan(), stack).faults();
            if (!faults.isEmpty()) throw Stop.usage(faults.stream().map(fault -> "the journal's plan: " + fault)
                    .toList());
            return Prepared.of(stack, known.get(), prompts);
        }
        if (written.isPresent()) {
            var lint = ContractLint.lint(written.get(), stack);
            if (!lint.faults().isEmpty()) {
                throw Stop.usage(lint.faults().stream().map(f -> options.plan().get() + ": " + f).toList());
            }
            return accepted(stack, settled(new Planner.Accepted(lint.plan(),
                    Stream.concat(readOtherwise.stream(), lint.allNotes().stream()).toList(), List.of()), stack,
                    prompts), prompts);
        }
        var sizing = sizing(stack, choice);
        var plan = sizing.cut() == Cut.ONE ? planner.alone(stack, choice)
                : planner.plan(stack, StackVariables.beforeThePlan(stack).planned(), prompts, sizing);
        var prepared = accepted(stack, settled(plan, stack, prompts), prompts);
        new Estimates(around.catalog(), suitability, goal.spec(), goal.change(), prepared,
                Experience.of(around.state())).of(sizing).ifPresent(journal::append);
        return prepared;
    }

    private Prompts prompts(Optional<Stack> stack) {
        var prompts = new Prompts(new Templates(around.catalog(), stack));
        return goal.change().map(change -> prompts.changing(new ChangeData(change).data())).orElse(prompts);
    }

    private Planner.Accepted settled(Planner.Accepted accepted, Stack stack, Prompts prompts)
            throws InterruptedException {
        return new MissingPrograms(around, options, journal, world, equipment, planner)
                .settled(accepted, stack, StackVariables.beforeThePlan(stack).planned(), prompts);
    }

    private Stack usable(Stack found, Equipping require) throws InterruptedException {
        var stack = variables.chosen(found);
        ScaffoldPaths.require(pack -> around.catalog().scaffold(pack).keySet(), stack.allowing(options.allow()));
        var trust = new PackTrust(around, world);
        for (var part : stack.asParts()) equipment.allow(trust.require(part.stack()));
        return require.equipped(stack);
    }

    private Prepared accepted(Stack stack, Planner.Accepted accepted, Prompts prompts) {
        var planned = journal.append(new Event.Planned(accepted.plan().withParts(stack.partNames()), accepted.notes(),
                accepted.answers()));
        return Prepared.of(stack, planned, prompts);
    }

    /** The stack that a plan, the user or an earlier part of this run names. */
    private Optional<Stack> named(Optional<Plan> written) {
        var stacks = new Parts(around.catalog());
        return past.plan().map(plan -> stacks.stack(plan.stack(), plan.parts()))
                .or(() -> options.stack().or(world.source()::stack).map(stacks::stack))
                .or(() -> written.map(plan -> stacks.stack(plan.stack(), plan.parts())))
                .or(() -> goal.change().map(change -> change.stack(around.catalog())))
                .or(() -> past.chosen().map(chosen -> stacks.stack(chosen.stack(), chosen.parts())));
    }

    /** What the planner makes of the specification at first sight; without asking where nothing hangs on it. */
    private PlanReader.Choice choice(Optional<Stack> named) throws InterruptedException {
        var before = past.chosen();
        if (before.isPresent()) {
            var chosen = before.get();
            return settled(new PlanReader.Choice(chosen.stack(), chosen.reason(), chosen.name(), chosen.summary(),
                    chosen.lines(), chosen.checks(), chosen.parts()));
        }
        boolean sized = options.tasks().filter(cut -> cut != Cut.ONE).isPresent();
        boolean taped = world.source().holds(Planner.AGENT, Subject.Whole.STACK, 1, "");
        if (named.isPresent() && (sized || !taped)) return new PlanReader.Choice(named.get().name());
        if (around.catalog().stacks().isEmpty()) {
            throw Stop.usage(around.catalog().faults().isEmpty() ? List.of("There is no stack.")
                    : around.catalog().faults());
        }
        if (named.isEmpty()) suitability.small(around.catalog().agents().stream()
                .filter(agent -> !agent.name().equals(Planner.AGENT)).toList());
        var prompts = prompts(named);
        var offered = named.map(List::of).orElseGet(() -> variables.taking(around.catalog().stacks()));
        if (suitability.writer(around.catalog().agent(Planner.AGENT)).isPresent()) equipment.begin(offered);
        return settled(firstLook.choose(prompts, offered));
    }

    private PlanReader.Choice settled(PlanReader.Choice choice) throws InterruptedException {
        firstLook.settle(choice);
        return choice;
    }

    /** Into how many tasks the work is cut: as before, as the user or the tape says, else by its size. */
    private Sizing sizing(Stack stack, PlanReader.Choice choice) throws InterruptedException {
        var known = past.sized();
        if (known.isPresent()) return Sizing.of(known.get());
        var said = taped().or(() -> options.tasks().map(cut -> asked(cut, stack, choice.lines())));
        var sizing = said.isPresent() ? said.get() : bySize(stack, choice);
        journal.append(new Planning.Sized(sizing.cut(), sizing.lines(), sizing.taskLines(), sizing.why()));
        return sizing;
    }

    private Sizing asked(Cut cut, Stack stack, int lines) {
        return switch (cut) {
            case ONE -> Sizing.one(lines, "as --solo says");
            case FEW -> Sizing.few(lines, writers(stack), "as --tasks says");
            case MANY -> Sizing.many(lines, "as --tasks says");
        };
    }

    private Optional<Sizing> taped() {
        var why = "as on the tape";
        return world.source().cut().map(sized -> sized.taskLines() == 0 && sized.cut() == Cut.MANY ? Sizing.many(0, why)
                : new Sizing(sized.cut(), sized.lines(), Math.max(1, sized.taskLines()), why));
    }

    private Sizing bySize(Stack stack, PlanReader.Choice choice) throws InterruptedException {
        var alone = suitability.writer(around.catalog().agent(SoloPlan.AGENT));
        var writers = writers(stack);
        if (alone.isEmpty()) return Sizing.few(choice.lines(), writers, "nobody can write it alone");
        // A change of which nobody knows the size is taken for a small one.
        int least = goal.change().isPresent() ? 1 : 0;
        var sizing = Sizing.of(Math.max(least, choice.lines()), alone.get(), writers);
        var plan = planner.alone(stack, choice).plan();
        boolean unchecked = sizing.cut() == Cut.ONE && stack.checksFromPlan()
                && (plan.checks().isEmpty() || !equipment.doubtful(plan, stack).isEmpty());
        return unchecked ? Sizing.few(choice.lines(), writers, "checks have to be planned") : sizing;
    }

    private List<Sizing.Writer> writers(Stack stack) {
        return around.catalog().agents(stack).stream().flatMap(agent -> suitability.writer(agent).stream()).toList();
    }

    private Plan planFile(Path file) {
        return PlanReader.require(Spec.read(around.folder(), file.toString()).text(), file.toString(),
                readOtherwise::add);
    }
}
