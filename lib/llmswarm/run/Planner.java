package llmswarm.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.langchain4j.model.chat.request.ResponseFormat;
import llmswarm.check.ContractLint;
import llmswarm.config.Agent;
import llmswarm.config.Catalog;
import llmswarm.config.Stack;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.model.grammar.Form;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.plan.PlanPatch;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.Task;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.Prompts;

/** Turns a specification into an accepted plan: chooses the stack, asks for a plan, sends back what is wrong with it. */
final class Planner {
    static final String AGENT = "planner";
    private static final String STACK = ":stack", PLAN = Recordings.PLAN, REPLAN = Recordings.REPLAN;

    private final Catalog catalog;
    private final Steps steps;
    private final Journal journal;
    private final Answerer person;
    private final PlanSchema schema;
    private final String spec;
    private int replans;

    /** @param earlier events of an earlier part of this run */
    Planner(Catalog catalog, Steps steps, Journal journal, Answerer person, String spec, List<Event.Kept> earlier) {
        this.catalog = catalog;
        this.steps = steps;
        this.journal = journal;
        this.person = person;
        this.schema = new PlanSchema(catalog);
        this.spec = spec;
        this.replans = settled(earlier);
    }

    /** How often it was asked for changes that are in the plan now; what was answered after them is not acted on yet. */
    private static int settled(List<Event.Kept> earlier) {
        int asked = 0, settled = 0;
        for (var event : earlier) {
            if (event instanceof Event.AnsweredModel answer && answer.task().equals(REPLAN)) asked = answer.attempt();
            if (event instanceof Event.Planned) settled = asked;
        }
        return settled;
    }

    /** An accepted plan, what linting changed in it, and what was assumed where the specification is silent. */
    record Accepted(Plan plan, List<String> notes, List<Map<String, String>> answers) {
    }

    /** The pack the planner picks by the packs' descriptions; told in the journal with its reason. */
    Stack choose(Prompts prompts) throws InterruptedException {
        var agent = catalog.agent(AGENT);
        var names = catalog.stacks().stream().map(Stack::name).toList();
        var prompt = prompts.of("stack", PromptData.choosing(spec, catalog.stacks()));
        for (int attempt = 1; attempt <= agent.attempts(); attempt++) {
            var answer = ask(agent, STACK, attempt, prompt, schema.choice(names), new Form.ChoiceForm(names));
            var choice = PlanReader.choice(answer, names);
            if (choice.isPresent()) {
                journal.append(new Event.StackChosen(choice.get().stack(), choice.get().reason()));
                return catalog.stack(choice.get().stack());
            }
        }
        throw Stop.unfinished("the planner named no known stack in %d attempts; choose one with --stack: %s"
                .formatted(agent.attempts(), String.join(", ", names)));
    }

    /** The plan without a planner: one agent does everything. */
    Accepted alone(Stack stack) {
        return new Accepted(SoloPlan.of(spec, stack.name()), List.of(), List.of());
    }

    /** A plan without faults. Open questions go to a person; what nobody answers is assumed as the plan says. */
    Accepted plan(Stack stack, String conventions, Prompts prompts) throws InterruptedException {
        var first = accepted(stack, conventions, prompts, List.of(), 1);
        var answers = new ArrayList<Map<String, String>>();
        boolean changed = false;
        int number = 1;
        for (var unclear : first.plan().unclear()) {
            var reply = steps.question(Recordings.OPEN_QUESTION + number++, unclear.question(), unclear.assumption(), person);
            answers.add(Map.of("question", unclear.question(), "answer", reply.answer()));
            changed |= reply.byPerson();
        }
        if (!changed) return new Accepted(first.plan(), first.notes(), answers);
        var second = accepted(stack, conventions, prompts, answers, catalog.agent(AGENT, stack).attempts() + 1);
        second.plan().unclear().forEach(u -> answers.add(Map.of("question", u.question(), "answer", u.assumption())));
        return new Accepted(second.plan(), second.notes(), answers);
    }

    private Accepted accepted(Stack stack, String conventions, Prompts prompts, List<Map<String, String>> answers,
                              int firstAttempt) throws InterruptedException {
        var agent = catalog.agent(AGENT, stack);
        var data = new HashMap<>(PromptData.planning(spec, agent, stack, conventions, catalog.agents(stack), schema.text(stack), answers));
        var faults = List.<String>of();
        int end = firstAttempt + agent.attempts();
        boolean doubted = false;
        for (int attempt = firstAttempt; attempt < end; attempt++) {
            var answer = ask(agent, PLAN, attempt, prompts.of(agent.prompt(), data), schema.plan(stack),
                    new Form.PlanForm(stack.name(), stack.agents(), stack.checksFromPlan()));
            var read = PlanReader.read(answer);
            var lint = read.plan().map(plan -> ContractLint.lint(plan, stack));
            var told = doubted || attempt + 1 == end || !steps.has(agent.name(), PLAN, attempt + 1);
            faults = lint.map(found -> found.faults(told)).orElse(read.faults());
            if (faults.isEmpty()) return new Accepted(lint.get().plan(), lint.get().allNotes(), answers);
            doubted |= lint.isPresent();
            data.put("repair", PromptData.repair(answer, faults));
        }
        throw Stop.unfinished("the planner gave no usable plan in %d attempts; the last one had these faults:\n  %s"
                .formatted(agent.attempts(), String.join("\n  ", faults)));
    }

    /** Whether another plan can be had: always, but on a replay only from the tape. */
    boolean canReplan(Stack stack) {
        return steps.has(catalog.agent(AGENT, stack).name(), REPLAN, replans + 1);
    }

    /**
     * Asks what changes in the plan, so that what is impossible is done in another way.
     *
     * @param take takes a proposal over and says what is wrong with it: nothing when it is the plan now
     * @throws Stop when the planner gives no such plan
     */
    void replan(Job job, Task task, String reason, Function<Plan, List<String>> take) throws InterruptedException {
        var stack = job.stack();
        var agent = catalog.agent(AGENT, stack);
        var data = new HashMap<>(PromptData.planning(spec, agent, stack, job.conventions(), catalog.agents(stack), schema.changeText(stack), List.of()));
        var faults = List.<String>of();
        for (int tries = 0; tries < agent.attempts() && canReplan(stack); tries++) {
            var fixed = job.begun().stream().filter(id -> !id.equals(task.id())).sorted().toList();
            var plan = job.plan();
            data.put("change", PromptData.change(plan, task, reason, fixed));
            var answer = ask(agent, REPLAN, ++replans, job.prompts().of("replan", data), schema.change(stack),
                    new Form.PlanForm(stack.name(), stack.agents(), stack.checksFromPlan()));
            var read = PlanPatch.apply(PlanJson.of(plan), answer).read();
            faults = read.plan().map(take).orElse(read.faults());
            if (faults.isEmpty()) return;
            data.put("repair", PromptData.repair(answer, faults));
        }
        throw Stop.unfinished("the planner gave no usable change of the plan: " + String.join("; ", faults));
    }

    private String ask(Agent agent, String task, int attempt, Prompt prompt, ResponseFormat format, Form form)
            throws InterruptedException {
        var model = steps.model(catalog.model(agent.model()));
        var room = model.forPrompt(agent.maxTokens());
        if (Prompts.tokens(prompt) > room) {
            throw Stop.usage("the specification makes a prompt of about %d tokens, but %s has room for %d; shorten it or use a model with a larger context"
                    .formatted(Prompts.tokens(prompt), model.alias(), room));
        }
        var key = Digest.of(List.of(task, agent.digest(), prompt.digest(), model.provider() + "/" + model.model(),
                Double.toString(agent.temperature()), Integer.toString(agent.maxTokens()), Integer.toString(attempt)));
        var question = new Steps.Question(key, agent, task, attempt, model, prompt, Optional.of(format), Optional.of(form));
        try (var turn = steps.turn(model, Double.MAX_VALUE)) {
            return steps.ask(question, turn).text();
        }
    }
}
