package llmswarm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

import llmswarm.check.ContractLint;
import llmswarm.check.Programs;
import llmswarm.config.Agent;
import llmswarm.config.Budget;
import llmswarm.config.Catalog;
import llmswarm.config.ModelSpec;
import llmswarm.config.layer.Layers;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.guard.Redactor;
import llmswarm.guard.RequestLog;
import llmswarm.guard.Stop;
import llmswarm.guard.Trust;
import llmswarm.model.Endpoint;
import llmswarm.model.Settings;
import llmswarm.model.choice.Models;
import llmswarm.model.habits.KeptHabits;
import llmswarm.pack.Packs;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanReader;
import llmswarm.prompt.Templates;
import llmswarm.run.ChangePreview;
import llmswarm.run.Outcome;
import llmswarm.run.PastRuns;
import llmswarm.run.PromptPreview;
import llmswarm.run.Run;
import llmswarm.run.SingleQuestions;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;
import llmswarm.run.steps.Answerer;
import llmswarm.run.trust.AddressTrust;

/**
 * The whole program as a few methods, for the commands and for JShell. Every fault a user can mend is a
 * {@link llmswarm.guard.Stop}, whose lines say what to do.
 */
public final class Swarm implements AutoCloseable {
    /** What this machine has is the same for all that are opened here. */
    private static final Programs PROGRAMS = new Programs();
    private final Workplace around;
    private SingleQuestions asking;

    private Swarm(Workplace around) {
        this.around = around;
    }

    /** Where models may be computed. */
    public enum Where {
        /** Each alias where models.yaml says. */ ANYWHERE,
        /** Only on this machine or its private network. */ LOCAL_ONLY,
        /** All of them by one local model in this process. */ LOCAL
    }

    /** Reads all configuration. Its faults are told by {@link #faults}, and where what they spoil is used. */
    public static Swarm open(SwarmSetup setup) {
        var faults = new Faults();
        var catalog = Catalog.load(Layers.find(setup.folder(), setup.env(), setup.config()), faults);
        Templates.lint(catalog, faults);
        var trust = Trust.of(setup.env());
        var redactor = new Redactor(setup.env(), catalog.keyVariables());
        var models = new Models(setup.models(catalog), setup.env(), setup.notice(),
                Settings.of(setup.where() != Where.ANYWHERE,
                new AddressTrust(trust, setup.trust(), setup.notice()), setup.verbose() ? line -> setup.notice()
                .accept(redactor.redact(line).text()) : RequestLog.SILENT, KeptHabits.of(setup.env()),
                setup.person() != Answerer.NOBODY, setup.env()));
        return new Swarm(new Workplace(catalog, models, setup.env(), setup.folder(), setup.kept(),
                Trust.stateFolder(setup.env()), setup.listener(), setup.notice(), setup.person(), redactor, trust,
                setup.trust(), PROGRAMS));
    }

    /** What is known of the user's secrets. */
    public Redactor redactor() {
        return around.redactor();
    }

    /** All agents, of each name the one that wins. */
    public List<Agent> agents() {
        return around.catalog().agents();
    }

    /** The agent of that name; throws {@link Stop} when there is none, or when its file has faults. */
    public Agent agent(String name) {
        return around.catalog().agent(name);
    }

    /** All stacks, likewise. */
    public List<Stack> stacks() {
        return around.catalog().stacks();
    }

    /** The stacks that cannot be used, by name, each with its faults. */
    public SequencedMap<String, List<String>> brokenStacks() {
        return around.catalog().brokenStacks();
    }

    /** All faults of all files of configuration. */
    public List<String> faults() {
        return around.catalog().faults();
    }

    /** The stack of that name, or several: {@code name:root,name:root}; throws {@link Stop} when there is none. */
    public Stack stack(String name) {
        return packs().stack(name);
    }

    /** What is done with packs beside running them. */
    public Packs packs() {
        return new Packs(around);
    }

    /** What each alias means, as models.yaml says: also under {@code --local}. */
    public Map<String, ModelSpec> models() {
        return around.catalog().models();
    }

    /** Finds programs of this machine, each once as long as this lives. */
    public Programs programs() {
        return around.programs();
    }

    /** What one layer hides of another, a line for each two layers; see {@link Catalog#shadowed}. */
    public List<String> shadowed(Predicate<String> things) {
        return around.catalog().shadowed(things);
    }

    /** How to ask a model outside of any run; throws {@link llmswarm.guard.Stop} when it cannot be used. */
    public Endpoint endpoint(ModelSpec model) {
        around.catalog().requireModels();
        return around.models().endpoint(model);
    }

    /** Asks one agent; with {@code write}, its files are committed in the working folder. */
    public Event.AnsweredModel ask(String agent, String question, boolean write) throws InterruptedException {
        var named = agent(agent);
        return write ? questions().askForFiles(named, question) : questions().ask(named, question, false);
    }

    /** Single questions, which share one journal. */
    public synchronized SingleQuestions questions() {
        around.catalog().requireModels();
        if (asking == null) {
            around.warn();
            asking = new SingleQuestions(around);
        }
        return asking;
    }

    /** The plan for a specification; nothing is built. */
    public Plan plan(Spec spec, RunOptions options) throws InterruptedException {
        around.catalog().requireModels();
        return Run.plan(around, spec, options);
    }

    /** The plan in a file, YAML or JSON; throws {@link Stop} with what keeps it from being carried out. */
    public Plan readPlan(Path file) {
        var plan = PlanReader.require(Spec.read(around.folder(), file.toString()).text(), file.toString(),
                around.notice());
        var lint = ContractLint.lint(plan, packs().stack(plan));
        if (!lint.faults().isEmpty()) throw Stop.usage(lint.faults().stream().map(f -> file + ": " + f).toList());
        return lint.plan();
    }

    /** The prompt of a task's first attempt, without asking anybody; see {@link PromptPreview}. */
    public PromptPreview prompt(PromptPreview.Wanted wanted) {
        around.catalog().requireModels();
        return PromptPreview.of(around, wanted);
    }

    /** Builds the repository a specification asks for. */
    public Outcome run(Spec spec, RunOptions options) {
        around.catalog().requireModels();
        return Run.start(around, spec, options);
    }

    /** See {@link ChangePreview}. */
    public ChangePreview preview(Spec spec, RunOptions options) {
        return ChangePreview.of(around, spec, options);
    }

    /** Goes on with the last run of a project, or with the run of that folder. */
    public Outcome resume(Path project, Optional<String> sandbox, boolean approveChecks) {
        return resume(project, sandbox, approveChecks, List.of(), Budget.NONE);
    }

    /** The same with paths that may be written although tools obey them, and another budget for all of the run. */
    public Outcome resume(Path project, Optional<String> sandbox, boolean approveChecks, List<String> allow,
            Budget budget) {
        around.catalog().requireModels();
        return Run.resume(around, project, sandbox, approveChecks, allow, budget);
    }

    /** What is done with runs that are there. */
    public PastRuns past() {
        return new PastRuns(around);
    }

    @Override
    public void close() {
        if (asking != null) asking.close();
        around.models().close();
    }
}
