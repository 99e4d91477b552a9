package llmswarm.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.SafePath;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.Templates;
import llmswarm.run.change.Change;
import llmswarm.run.change.ChangeData;
import llmswarm.run.change.Goal;
import llmswarm.run.journal.BegunRuns;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Event.State;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Workplace;
import llmswarm.run.planning.Planner;
import llmswarm.run.planning.Preparation;
import llmswarm.run.project.Approval;
import llmswarm.run.project.Integration;
import llmswarm.run.project.Job;
import llmswarm.run.project.ProjectFolder;
import llmswarm.run.project.ScaffoldFiles;
import llmswarm.run.project.Scheduler;
import llmswarm.run.project.SharedFolders;
import llmswarm.run.project.ToolsFolder;
import llmswarm.run.project.Turns;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.World;
import llmswarm.run.task.Attempt;
import llmswarm.run.task.CheckFolders;
import llmswarm.run.task.Person;
import llmswarm.run.task.Reviewer;
import llmswarm.run.task.TaskLoop;
import llmswarm.run.task.TaskPrompt;
import llmswarm.run.whole.Coverage;
import llmswarm.run.whole.EndChecks;
import llmswarm.run.whole.Owners;
import llmswarm.run.whole.ReadyChecks;
import llmswarm.run.whole.Repairs;
import llmswarm.run.whole.Replanning;
import llmswarm.run.whole.TaskRunner;
import sandbox.Sandbox;
import text.Printable;

/** The repository of one run: its folder, its scaffold, its tasks and its end checks. */
final class Project {
    private final Workplace around;
    private final RunOptions options;
    private final Journal journal;
    private final RunState past;
    private final Preparation.Prepared prepared;
    private final ProjectTree tree;
    private final GitHistory git;
    private final Path folder;
    private Optional<Change> change = Optional.empty();

    private Project(Workplace around, RunOptions options, Journal journal, RunState past,
                    Preparation.Prepared prepared, Path folder, GitHistory git) {
        this.around = around;
        this.options = options;
        this.journal = journal;
        this.past = past;
        this.prepared = prepared;
        this.folder = folder;
        this.git = git;
        this.tree = new ProjectTree(folder);
    }

    /** Makes the folder and takes the journal along, or finds both again on a resume. */
    static Project open(Workplace around, RunOptions options, Journal journal, RunState past,
                        Preparation.Prepared prepared, String run) {
        var runs = journal.folder().getParent();
        if (runs.endsWith(RunFolder.RUNS)) {
            var folder = runs.getParent().getParent();
            var resumed = GitHistory.resume(folder);
            options.branch().ifPresent(resumed::onBranch);
            return new Project(around, options, journal, past, prepared, folder, resumed);
        }
        var folder = options.output().map(around.folder()::resolve)
                .orElseGet(() -> ProjectFolder.unused(around.folder(), prepared.plan().name(), around.env()));
        ProjectFolder.requireNames(folder, Stream.concat(Stream.of(PlanLint.PLAN_PAGE),
                prepared.plan().tasks().stream().flatMap(task -> task.files().stream())).toList());
        var git = GitHistory.open(folder);
        ProjectFolder.requireSeen(folder, git, prepared.plan());
        options.branch().ifPresent(git::onBranch);
        RunFolder.refuseLinks(folder.resolve(RunFolder.RUNS).resolve(run));
        journal.moveTo(folder.resolve(RunFolder.RUNS).resolve(run));
        new BegunRuns(around.state()).add(journal.folder());
        return new Project(around, options, journal, past, prepared, folder, git);
    }

    /** Builds and checks everything. */
    Outcome build(World world, Goal goal, Planner planner, Optional<Sandbox> walls, String run, Aftermath after)
            throws InterruptedException {
        try (var tools = new ToolsFolder(around.catalog(), prepared.stack(), journal.folder().resolve("tools"),
                this::note)) {
            return withTools(world, goal, planner, walls.map(tools::shownIn), run, after);
        }
    }

    private Outcome withTools(World world, Goal goal, Planner planner, Optional<Sandbox> sandbox, String run,
            Aftermath after) throws InterruptedException {
        if (git.fallbackIdentity()) note("git has no user.name and user.email; commits are by %s".formatted("%s <%s>".formatted(GitHistory.FALLBACK_NAME, GitHistory.FALLBACK_EMAIL)));
        var before = goal.change().<Map<String, byte[]>>map(change -> change.present().contents())
                .orElseGet(this::existing);
        change = goal.change();
        var approval = new Approval(world, around.trust(), options.approveChecks());
        var scaffold = ScaffoldFiles.of(around.catalog(), prepared.stack(), prepared.variables());
        var context = new SharedFolders.SetupContext(journal, approval, folder, scaffold);
        var shared = new SharedFolders(prepared.stack(), sandbox, context, journal.folder().resolve("setup"),
                prepared.variables(), passed(prepared.stack().setup().pass()));
        try (shared; var integration = new Integration(tree, git, journal, around.redactor(), before, past.written())) {
            integration.scaffold(beginning(scaffold, before), "Plan %s%s%n%n%s%n".formatted(
                    change.isPresent() ? "a change of " : "", prepared.plan().name(), Printable.shown(prepared.plan().summary())));
            past.plans().stream().skip(1)
                    .forEach(replan -> integration.page(page(replan.plan(), replan.notes()), message(replan.notes())));
            var kept = shared.first(integration.beginning());
            if (!kept.isEmpty()) integration.keep(kept, "Keep what setup made\n");
            var job = new Job(prepared.plan(), new Job.Around(goal.spec(), prepared.stack(), around.catalog(),
                    prepared.prompts(), prepared.conventions(), prepared.variables(),
                    sandbox.map(walls -> new CheckRunner(walls, prepared.stack())), shared, change),
                    past.attempts().given());
            try (var attempts = new CheckFolders(job, world, journal, journal.folder().resolve("attempts"))) {
                var outcome = built(job, world, planner, integration, attempts, approval, run);
                after.look(new Aftermath.Built(outcome, job.stack(), job.plan(), job.variables(), job.checks(),
                        () -> committed(git.head(), "after"), files -> shared.of(files, "", 1).access(),
                        new Owners(job, integration, new Reviewer(job, world, journal))::pointed));
                return outcome;
            }
        }
    }

    private Outcome built(Job job, World world, Planner planner, Integration integration, CheckFolders attempts,
            Approval approval, String run)
            throws InterruptedException {
        var reviewer = new Reviewer(job, world, journal);
        var attempt = new Attempt(job, world, journal, attempts, new TaskPrompt(job, integration), reviewer,
                integration);
        var turns = new Turns(job, world);
        var person = new Person(world, journal, around.person(), job.stack().allow(), journal.folder().resolve("edit"));
        var loop = new TaskLoop(job, world, journal, attempt, person, turns);
        var replanning = new Replanning(job, planner, journal, integration, turns,
                new Replanning.Told(Math.max(0, past.plans().size() - 1), prepared.answers(), this::page));
        past.attempts().beforeChange().forEach(loop::countFrom);
        var repairs = new Repairs(job, world, journal, integration, loop, new Owners(job, integration, reviewer),
                reviewer);
        var ends = new EndChecks(job, world, journal, git, approval, folder,
                journal.folder().resolve("checkout"));
        if (change.isPresent()) ends.before(change.get());
        Map<String, State> states;
        try (var ready = new ReadyChecks(job, world, journal, integration, repairs,
                journal.folder().resolve("ready"))) {
            states = new Scheduler(job, new TaskRunner(job, world, journal, integration, turns, loop, replanning,
                    ready)).run();
            ready.await();
        }
        integration.drain();
        past.attempts().integrated().forEach(loop::countFrom);
        reviewer.countFrom(past.attempts().actedOn());
        var allDone = states.values().stream().allMatch(state -> state == State.DONE);
        var shown = repairs.run(ends::run, allDone);
        if (change.isPresent() && allDone) ends.tryTests(change.get(), shown);
        world.source().remark().ifPresent(this::note);
        Coverage.of(job, integration, states, shown.results()).forEach(journal::append);
        return Outcome.of(allDone, shown.verdict(), world.overBudget(), folder, run, git.head());
    }

    /** What of this program's environment the pack wants for setup, but for what is a secret. */
    private Map<String, String> passed(List<String> names) {
        var secret = names.stream().filter(around.redactor().guarded()::contains).toList();
        if (!secret.isEmpty()) note("setup is not given %s, which count as secrets; a file that holds them can be named in SWARM_SANDBOX_READ"
                .formatted(String.join(", ", secret)));
        return names.stream().filter(name -> around.env().containsKey(name) && !secret.contains(name))
                .collect(Collectors.toMap(name -> name, around.env()::get, (one, same) -> one));
    }

    private static String message(List<String> notes) {
        return "Change the plan%n%n%s%n".formatted(String.join("\n", notes));
    }

    private void note(String sentence) {
        journal.append(new Event.Noted("", sentence));
    }

    /** What the repository held before this run, as it was committed: what git ignores is nobody's to see. */
    private SortedMap<String, byte[]> existing() {
        var begun = past.written().commits(Task.SCAFFOLD);
        return committed(begun.isEmpty() ? git.head() : git.before(begun.getFirst().commit()), "before");
    }

    private SortedMap<String, byte[]> committed(String commit, String place) {
        if (commit.isEmpty()) return new TreeMap<>();
        var checkout = ProjectTree.fresh(journal.folder().resolve(place), this::note);
        git.checkout(commit, checkout.root());
        try {
            return checkout.contents();
        } finally {
            checkout.remove().ifPresent(this::note);
        }
    }

    /** The page that tells the plan, and of a new project's scaffold what is not there yet. */
    private SequencedMap<SafePath, byte[]> beginning(Map<SafePath, byte[]> scaffold, Map<String, byte[]> before) {
        var files = new LinkedHashMap<SafePath, byte[]>();
        var first = past.plans().stream().findFirst();
        var page = page(first.map(Event.Planned::plan).orElse(prepared.plan()),
                first.map(Event.Planned::notes).orElse(prepared.notes()));
        if (!page.isEmpty()) files.put(ScaffoldFiles.path(PlanLint.PLAN_PAGE, prepared.stack()),
                page.getBytes(StandardCharsets.UTF_8));
        if (change.isEmpty()) scaffold.forEach((path, content) -> {
            if (!before.containsKey(path.toString())) files.put(path, content);
            else note("kept the %s that was there; the scaffold's was left out".formatted(path));
        });
        return files;
    }

    private String page(Plan plan, List<String> notes) {
        var templates = new Templates(around.catalog(), Optional.of(prepared.stack()));
        var data = new HashMap<>(PromptData.page(plan, prepared.answers(), notes));
        if (change.isEmpty()) return Printable.shown(templates.render("plan-page", data));
        return change.get().page().map(before -> {
            data.put(Prompts.CHANGING, new ChangeData(change.get()).ofPage(before));
            var told = templates.render("plan-page.change", data);
            return Printable.shown(before.with(change.get().asked().pieces(), plan, told));
        }).orElse("");
    }
}
