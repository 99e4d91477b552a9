package llmswarm.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import llmswarm.check.SandboxChoice;
import llmswarm.config.Budget;
import llmswarm.config.Budgets;
import llmswarm.files.GitHistory;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.model.choice.Models;
import llmswarm.plan.Plan;
import llmswarm.run.change.Goal;
import llmswarm.run.journal.BegunRuns;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.options.KeptOptions;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;
import llmswarm.run.planning.Equipment;
import llmswarm.run.planning.Experience;
import llmswarm.run.planning.Planner;
import llmswarm.run.planning.Preparation;
import llmswarm.run.project.ProjectFolder;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress.Stage;
import llmswarm.run.steps.Account;
import llmswarm.run.steps.Elsewhere;
import llmswarm.run.steps.World;

/**
 * One run from specification to repository. Everything it does is in its journal; a resume is the same run again over
 * it.
 */
public final class Run {
    /** The program's version, kept in every journal. */
    public static final String VERSION = "0.1.0";
    private final Workplace around;
    private final RunOptions options;
    private final Journal journal;
    private final RunState past;
    private final Event.RunStarted started;
    private final World world;
    private final Budgets budgets;
    private final Account account;
    private final long start = System.nanoTime();
    private final Aftermath after;

    private Run(Workplace around, RunOptions options, Journal journal, RunState past, Event.RunStarted started,
            Optional<Elsewhere> elsewhere, Aftermath after) {
        this.after = after;
        this.around = around;
        this.options = options;
        this.journal = journal;
        this.past = past;
        this.started = started;
        var usual = around.catalog().budgets();
        // answers from a tape are counted only for who asks for that
        this.budgets = options.replay().isPresent() ? Budgets.NONE.with(options.budget())
                : usual.with(options.budget().over(usual.run()));
        this.account = new Account(journal, budgets, past.spent());
        this.world = World.of(journal, past, around.models(), around.redactor(), around.person(), elsewhere,
                account, options.replay(), options.strict(), usual.cheaper());
    }

    /** A new run. */
    public static Outcome start(Workplace around, Spec spec, RunOptions options) {
        return start(around, spec, options, Aftermath.NONE);
    }

    /** The same for somebody who looks at what it made. */
    public static Outcome start(Workplace around, Spec spec, RunOptions given, Aftermath after) {
        GitHistory.require();
        SandboxChoice.requireKnown(given.sandbox());
        var options = ChangeStart.recognised(around, spec, given);
        ChangeStart.require(around, options);
        var remarks = options.output().map(around.folder()::resolve).map(ProjectFolder::requireUsable)
                .orElseGet(() -> {
                    ProjectFolder.requireRoom(around.folder());
                    return List.of();
                });
        var id = RunFolder.newId();
        var note = options.replay().map(Journal::read).map(RunState::of).flatMap(RunState::started)
                .map(Event.RunStarted::note).orElse("");
        var started = new Event.RunStarted(id, around.redactor().redact(spec.text()).text(), spec.file(),
                options.variables(), around.kept(options), VERSION, note);
        try (var journal = Journal.create(around.state().resolve("runs").resolve(id), around.redactor());
                var elsewhere = Elsewhere.begin(journal)) {
            journal.follow(0, around.listener());
            journal.append(started);
            remarks.forEach(sentence -> journal.append(new Event.Noted("", sentence)));
            return new Run(around, options, journal, new RunState(), started, Optional.of(elsewhere), after).guarded();
        }
    }

    /**
     * Goes on with a run that was cut short: what its journal holds is not done again.
     *
     * @param place         a project, whose last run is meant, or the folder of a run
     * @param sandbox       as in {@link RunOptions}, as is {@code allow}
     * @param approveChecks whether planned checks are approved now
     * @param budget        for all parts of the run together, in place of what was allowed last
     */
    public static Outcome resume(Workplace around, Path place, Optional<String> sandbox, boolean approveChecks,
            List<String> allow, Budget budget) {
        GitHistory.require();
        var folder = RunFolder.last(place, around.state());
        RunFolder.refuseLinks(folder);
        new BegunRuns(around.state()).require(folder, around.trustAll());
        try (var journal = Journal.reopen(folder, around.redactor());
                var elsewhere = Elsewhere.recovered(journal)) {
            var past = RunState.of(journal.entries());
            var started = started(folder, past);
            var last = Optional.ofNullable(past.spent().allowed().get(new SpendingScope.OfRun()));
            journal.append(new Event.Resumed(VERSION));
            elsewhere.open();
            journal.follow(0, around.listener());
            return new Run(around.in(KeptOptions.folder(started)),
                    KeptOptions.of(started, sandbox, approveChecks, allow, last.map(budget::over).orElse(budget)),
                    journal, past, started, Optional.of(elsewhere), Aftermath.NONE).guarded();
        }
    }

    /** How the run was started that {@link #resume} would go on with; as to trust, see {@link BegunRuns#require}. */
    public static Event.RunStarted started(Path place, Path state, boolean trusted) {
        var folder = RunFolder.last(place, state);
        RunFolder.refuseLinks(folder);
        new BegunRuns(state).require(folder, trusted);
        return started(folder, RunState.of(Journal.read(folder.resolve(Journal.FILE))));
    }

    private static Event.RunStarted started(Path folder, RunState past) {
        return past.started().filter(started -> folder.getFileName().toString().equals(started.run()))
                .orElseThrow(() -> Stop.usage("%s: is no journal of this run".formatted(folder.resolve(Journal.FILE))));
    }

    /** The accepted plan for a specification, and nothing else. */
    public static Plan plan(Workplace around, Spec spec, RunOptions options) throws InterruptedException {
        var id = RunFolder.newId();
        var started = new Event.RunStarted(id, around.redactor().redact(spec.text()).text(), spec.file(),
                options.variables(), around.kept(options), VERSION, "");
        try (var journal = Journal.create(around.state().resolve("plans").resolve(id), around.redactor())) {
            journal.follow(0, around.listener());
            journal.append(started);
            var run = new Run(around, options, journal, new RunState(), started, Optional.empty(), Aftermath.NONE);
            run.tellBudget();
            try (var running = run.running(); var equipment = new Equipment(around.programs(),
                    SandboxChoice.of(options.sandbox(), around.env()), run.world)) {
                var goal = Goal.of(started.spec(), Optional.empty());
                var planner = new Planner(around.catalog(), run.world, journal, equipment, goal, run.past);
                return new Preparation(around, options.withUnchecked(true), journal, run.past, run.world, equipment,
                        goal, planner).prepare(stack -> stack).plan();
            }
        }
    }

    private void tellBudget() {
        if (!budgets.equals(Budgets.NONE)) account.tell();
    }

    private Outcome guarded() {
        try (var running = running()) {
            var outcome = ended();
            Experience.learn(around.state(), RunState.of(journal.entries()), around.notice());
            return outcome;
        }
    }

    private Models.Running running() {
        return around.models().run(parked -> journal.show(new Momentary.Parked(parked.alias(),
                parked.left().map(left -> Instant.now().plus(left).toEpochMilli()).orElse(0L))));
    }

    private Outcome ended() {
        try {
            tellBudget();
            var outcome = phases();
            end(outcome.exit(), outcome.head(), outcome.label());
            return outcome;
        } catch (InterruptedException interrupted) {
            throw interrupted();
        } catch (ModelFailed failed) {
            if (Thread.interrupted()) throw interrupted();
            end(failed.exit(), "", "");
            throw failed.exit() == Stop.USAGE ? Stop.usage(failed.getMessage()) : Stop.unfinished(failed.getMessage());
        } catch (Stop stop) {
            // What an interrupted thread could not read or write is no fault of its own.
            if (Thread.interrupted() || stop.exit() == Stop.INTERRUPTED) throw interrupted();
            end(stop.exit(), "", "");
            throw stop.leaves() && !stop.endsRun() ? left(stop) : stop;
        }
    }

    /** Before there is a project, as else the outcome says it. */
    private Stop left(Stop stop) {
        var kept = "What is done is kept; go on with: " + RunFolder.goOn(around.env(), place().toString());
        if (stop.exit() != Stop.BUDGET) return Stop.unfinished("%s %s".formatted(stop.getMessage(), kept));
        var remedy = RunState.of(journal.entries()).reached().map(Spending.Reached::remedy)
                .filter(flag -> !flag.isEmpty());
        return Stop.budget("%s. %s%s".formatted(stop.getMessage(), kept, remedy.map(" "::concat)
                .orElse(", once budget.yaml gives more")));
    }

    private Stop interrupted() {
        end(Stop.INTERRUPTED, "", "");
        return Stop.interrupted("interrupted; what is done is kept. Go on with: %s".formatted(RunFolder.goOn(around.env(), place().toString())));
    }

    /** The project, or before there is one the run's own folder. */
    private Path place() {
        return RunFolder.project(journal.folder());
    }

    private Outcome phases() throws InterruptedException {
        var sandbox = SandboxChoice.of(options.sandbox(), around.env());
        if (sandbox.isEmpty()) {
            journal.append(new Event.Noted("",
                    "no sandbox works on this machine, so no check is run; install bubblewrap, or say --sandbox off to run checks without one"));
        }
        try (var equipment = new Equipment(around.programs(), sandbox, world)) {
            var goal = Goal.of(started.spec(), ChangeStart.of(around, options, journal, past, started));
            var planner = new Planner(around.catalog(), world, journal, equipment, goal, past);
            var prepared = new Preparation(around, options, journal, past, world, equipment, goal, planner)
                    .prepare(equipment::require);
            if (options.askPlan()) prepared = PlanApproval.of(around, journal, world, goal.spec(), prepared);
            var project = Project.open(around, options, journal, past, prepared, started.run());
            return project.build(world, goal, planner, sandbox, started.run(), after);
        }
    }

    private void end(int exit, String head, String label) {
        var state = RunState.of(journal.entries());
        // a task that pointed to another one, which was mended, holds as it was
        int pointing = exit == 0 ? state.count(Stage.RUNNING) + state.count(Stage.CHECKING) : 0;
        journal.append(new Event.RunEnded(exit, state.count(Stage.DONE) + pointing, state.count(Stage.FAILED),
                state.count(Stage.BLOCKED), state.usage(), state.cost(),
                (System.nanoTime() - start) / 1e9, head, label));
    }
}
