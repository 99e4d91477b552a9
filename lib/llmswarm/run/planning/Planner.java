package llmswarm.run.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.langchain4j.model.chat.request.ResponseFormat;
import llmswarm.check.ContractLint;
import llmswarm.config.Agent;
import llmswarm.config.Catalog;
import llmswarm.config.ModelSpec;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.model.grammar.Form;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.plan.PlanLint;
import llmswarm.plan.PlanPatch;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.SpecLines;
import llmswarm.plan.SpecRequirements;
import llmswarm.plan.Task;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.Prompts;
import llmswarm.run.change.Change;
import llmswarm.run.change.ChangeData;
import llmswarm.run.change.Goal;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.journal.Subject;
import llmswarm.run.project.Job;
import llmswarm.run.project.Turns;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/** Turns a specification into an accepted plan: chooses the stack, asks, sends back what is wrong. */
public final class Planner {
    public static final String AGENT = "planner";

    private final Catalog catalog;
    private final World world;
    private final Journal journal;
    private final PlanSchema schema;
    private final Equipment equipment;
    private final SpecLines spec;
    private final SpecRequirements requirements;
    private final Optional<Change> change;
    /** How the work was cut, which a change of the plan keeps to. */
    private Sizing sizing;
    private int replans;

    /**
     * @param past what an earlier part of this run came to
     */
    public Planner(Catalog catalog, World world, Journal journal, Equipment equipment, Goal goal, RunState past) {
        this.catalog = catalog;
        this.world = world;
        this.journal = journal;
        this.equipment = equipment;
        this.schema = new PlanSchema(catalog);
        this.spec = goal.spec();
        this.requirements = SpecRequirements.of(spec);
        this.change = goal.change();
        this.replans = past.attempts().replanned();
        this.sizing = past.sized().map(Sizing::of).orElseGet(() -> Sizing.few(0, List.of(), ""));
    }

    /** An accepted plan, what linting changed in it, and what was assumed where the specification is silent. */
    record Accepted(Plan plan, List<String> notes, List<Map<String, String>> answers) {
    }

    /** The plan without a planner: one agent does everything. */
    Accepted alone(Stack stack, PlanReader.Choice choice) {
        var checks = stack.checksFromPlan() ? choice.checks() : List.<Plan.PlannedCheck>of();
        var plan = change.map(asked -> asked.alone(choice, checks)).orElseGet(() -> SoloPlan.of(spec, choice, checks));
        return new Accepted(plan, List.of(), List.of());
    }

    /** A plan without faults. Open questions go to a person; what nobody answers is assumed as the plan says. */
    Accepted plan(Stack stack, String conventions, Prompts prompts, Sizing sizing) throws InterruptedException {
        this.sizing = sizing;
        var first = accepted(stack, conventions, prompts, sizing, List.of(), 1,
                Optional.empty());
        var answers = new ArrayList<Map<String, String>>();
        boolean changed = false;
        int number = 1;
        for (var unclear : first.plan().unclear()) {
            var reply = world.question(new Step.AskPerson(new QuestionId.Open(number++), unclear.question(),
                    unclear.assumption()));
            answers.add(Map.of("question", unclear.question(), "answer", reply.answer()));
            changed |= reply.byPerson();
        }
        if (!changed) return new Accepted(first.plan(), first.notes(), answers);
        var second = accepted(stack, conventions, prompts, sizing, answers, catalog.agent(AGENT, stack).attempts() + 1,
                Optional.empty());
        second.plan().unclear().forEach(u -> answers.add(Map.of("question", u.question(), "answer", u.assumption())));
        return new Accepted(second.plan(), second.notes(), answers);
    }

    /** The number of the attempt at a plan without missing programs: after all others. */
    int attemptWithout(Stack stack, int time) {
        return catalog.agent(AGENT, stack).attempts() * (1 + time) + 1;
    }

    /**
     * Another plan, which does without the programs that these faults name.
     *
     * @param time how often that was wished for in this run, from 1
     */
    Accepted without(List<String> faults, Accepted before, int time, Stack stack, String conventions, Prompts prompts)
            throws InterruptedException {
        return accepted(stack, conventions, prompts, sizing, before.answers(), attemptWithout(stack, time),
                Optional.of(new Redone(requirements.without(before.plan()), faults)));
    }

    /** A plan that is planned anew, without requirements that are made of lines, and what it has to do without. */
    private record Redone(Plan plan, List<String> faults) {
    }

    /**
     * Asks for a whole plan once, then for what changes in it. What is only doubtful is asked about once.
     *
     * @param redone an earlier plan that is to become another one
     */
    private Accepted accepted(Stack stack, String conventions, Prompts prompts, Sizing sizing,
            List<Map<String, String>> answers, int firstAttempt, Optional<Redone> redone) throws InterruptedException {
        var agent = catalog.agent(AGENT, stack);
        boolean held = world.source().model(catalog.model(agent.model())).provider() == ModelSpec.Provider.JLAMA;
        var data = new HashMap<>(PromptData.planning(spec, agent, stack, conventions, catalog.agents(stack),
                sizing.data(), answers, equipment.programs(List.of(stack))));
        data.put("repair", redone.<Object>map(of -> PromptData.repair(PlanJson.of(of.plan()), of.faults(), true, ""))
                .orElse(false));
        change.ifPresent(asked -> data.put(Prompts.CHANGING, new ChangeData(asked).beside(
                prompts.of(agent.prompt(), data), agent, world.source().model(catalog.model(agent.model())))));
        var faults = List.<String>of();
        // What can be changed: empty as long as no answer held a JSON object.
        var json = "";
        var usable = Optional.<Accepted>empty();
        var refused = new LinkedHashSet<String>();
        var otherwise = new LinkedHashSet<String>();
        int end = firstAttempt + agent.attempts();
        for (int attempt = firstAttempt; attempt < end; attempt++) {
            boolean whole = json.isEmpty() || held;
            var answer = ask(agent, Subject.Whole.PLAN, attempt, prompts.of(agent.prompt(), data), whole
                    ? Optional.of(schema.plan(stack)) : Optional.empty(),
                    new Form.PlanForm(stack.name(), stack.agents(), stack.checksFromPlan()));
            var changed = PlanPatch.apply(whole ? "" : json, answer);
            json = changed.json();
            otherwise.addAll(changed.read().notes());
            refused.addAll(changed.read().doubts());
            var lint = changed.read().plan().map(plan -> change.map(asked -> asked.ofProject(plan)).orElse(plan))
                    .map(plan -> redone.map(Redone::plan).map(plan::keepingRequirements).orElse(plan))
                    .map(plan -> ContractLint.lint(requirements.in(plan), stack));
            changed.read().plan().ifPresent(plan -> refused.addAll(PlanLint.obeyed(plan, stack)));
            faults = new ArrayList<>(lint.map(ContractLint.Linted::faults).orElse(changed.read().faults()));
            // What is held to the form of a plan cannot be held to what it counts, and a tape may be tried on another
            // specification.
            if (lint.isPresent() && !held && world.source()
                    .holds(agent.name(), Subject.Whole.PLAN, attempt + 1,
                    "")) faults.addAll(spec.faults(lint.get().plan()));
            if (faults.isEmpty()) {
                var found = lint.get();
                var coverage = new PlanCoverage(spec, found);
                var doubts = new ArrayList<>(held ? found.doubts() : coverage.doubts());
                if (!held) doubts.addAll(changed.read().doubts());
                boolean more = usable.isEmpty() && attempt + 1 < end;
                if (more) doubts.addAll(world.missing(attempt + 1, () -> equipment.doubtful(found.plan(), stack)));
                boolean again = more && !doubts.isEmpty() && world.source()
                        .holds(agent.name(), Subject.Whole.PLAN, attempt + 1, "");
                var left = refused.stream().map("left out of the plan: "::concat);
                usable = Optional.of(new Accepted(found.plan(), Stream.of(otherwise.stream(),
                        coverage.notes().stream(), left).flatMap(notes -> notes).toList(), answers));
                if (!again) return usable.get();
                faults = doubts;
            } else if (usable.isPresent()) {
                return usable.get();
            }
            if (!world.source().holds(agent.name(), Subject.Whole.PLAN, attempt + 1, "")) {
                throw Stop.unfinished("the tape has no plan that can be carried out; its last one has these faults:\n  %s"
                        .formatted(String.join("\n  ", faults)));
            }
            var form = lint.isPresent() || held ? "" : schema.text(stack);
            data.put("repair", PromptData.repair(json.isEmpty() ? answer : json, faults, json.isEmpty() || held, form));
        }
        throw Stop.unfinished("the planner gave no usable plan in %d attempts; the last one had these faults:\n  %s"
                .formatted(agent.attempts(), String.join("\n  ", faults)));
    }

    /** Whether another plan can be had: always, but on a replay only from the tape. */
    public boolean canReplan(Stack stack) {
        return world.source().holds(catalog.agent(AGENT, stack).name(), Subject.Whole.REPLAN, replans + 1, "");
    }

    /**
     * Asks what changes in the plan, so that what is impossible is done in another way.
     *
     * @param take takes a proposal over and says what is wrong with it: nothing when it is the plan now
     * @throws Stop when the planner gives no such plan
     */
    public void replan(Job job, Task task, String reason, Function<Plan, List<String>> take)
            throws InterruptedException {
        var stack = job.stack();
        var agent = catalog.agent(AGENT, stack);
        var data = new HashMap<>(PromptData.planning(spec, agent, stack, job.conventions().planned(),
                catalog.agents(stack), sizing.data(), List.of(), equipment.programs(List.of(stack))));
        var faults = List.<String>of();
        for (int tries = 0; tries < agent.attempts() && canReplan(stack); tries++) {
            var fixed = job.begun().stream().filter(id -> !id.equals(task.id())).sorted().toList();
            var plan = requirements.without(job.plan());
            data.put("change", PromptData.replan(plan, task, reason, fixed));
            var answer = ask(agent, Subject.Whole.REPLAN, ++replans, job.prompts().of("replan", data), Optional.empty(),
                    new Form.PlanForm(stack.name(), stack.agents(), stack.checksFromPlan()));
            var read = PlanPatch.apply(PlanJson.of(plan), answer).read();
            faults = read.plan().map(take).orElse(read.faults());
            if (faults.isEmpty()) return;
            data.put("repair", PromptData.repair(answer, faults, true, ""));
        }
        throw Stop.unfinished("the planner gave no usable change of the plan: " + String.join("; ", faults));
    }

    /** What the planner answers to that prompt. */
    String ask(Agent agent, Subject.Whole about, int attempt, Prompt prompt, Optional<ResponseFormat> format,
            Form form)
            throws InterruptedException {
        var model = world.model(catalog.model(agent.model()), agent.name(), about, attempt);
        var room = model.forPrompt(agent);
        if (Prompts.tokens(prompt) > room) {
            throw Stop.usage("the specification makes a prompt of about %d tokens, but %s has room for %d; shorten it or use a model with a larger context"
                    .formatted(Prompts.tokens(prompt), model.alias(), room));
        }
        var key = Digest.of(List.of(about.id(), agent.digest(), prompt.digest(), model.provider() + "/" + model.model(),
                Double.toString(agent.temperature()), Integer.toString(agent.maxTokens()), Integer.toString(attempt)));
        try (var turn = world.firstTurn(model)) {
            return world.ask(new Step.AskModel(key, about, attempt, agent, model, prompt, format, Optional.of(form),
                    turn)).text();
        }
    }
}
