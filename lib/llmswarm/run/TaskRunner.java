package llmswarm.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import llmswarm.check.Failure;
import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.files.Answer;
import llmswarm.files.AnswerParser;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.model.grammar.Form;
import llmswarm.plan.Length;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.PromptData;
import llmswarm.run.Event.AnsweredModel;
import llmswarm.run.Event.State;
import llmswarm.run.Event.TaskEnded;

/** Carries out one task: prompt, answer, files, checks in the attempt's own folder, integration. */
final class TaskRunner implements Scheduler.Work, AutoCloseable {
    private final Job job;
    private final Steps steps;
    private final Journal journal;
    private final Integration integration;
    private final Attempts attempts;
    private final TaskPrompt prompts;
    private final FileByFile fileByFile;
    private final Map<String, Double> priority;
    private final Map<String, ModelSpec> models = new HashMap<>();
    private final Map<String, Slots.Turn> turns = new ConcurrentHashMap<>();

    /** Throws {@link Stop} when a model that the plan's agents need cannot be used, before any task has begun. */
    TaskRunner(Job job, Steps steps, Journal journal, Integration integration, Path attemptsFolder) {
        this.job = job;
        this.steps = steps;
        this.journal = journal;
        this.integration = integration;
        this.attempts = new Attempts(job, steps, attemptsFolder);
        this.prompts = new TaskPrompt(job, integration);
        this.fileByFile = new FileByFile(job, steps, prompts, this::noteCut);
        var agents = job.plan().tasks().stream().map(Task::agent).distinct()
                .collect(Collectors.toMap(Function.identity(), name -> job.catalog().agent(name, job.stack())));
        agents.forEach((name, agent) -> models.put(name, steps.model(job.catalog().model(agent.model()))));
        this.priority = job.graph().remaining(task -> Length.of(task, agents));
    }

    /** Waits until nothing of the attempts is left. */
    @Override
    public void close() {
        attempts.close();
    }

    /** What one attempt came to. */
    private sealed interface Ended {
        record Held(SequencedMap<SafePath, byte[]> files, String evidence) implements Ended {
        }

        record Fell(Failure failure, String answer) implements Ended {
        }
    }

    @Override
    public void ready(Task task) {
        queue(task, models.get(task.agent()));
    }

    @Override
    public void over(Task task) {
        turns.remove(task.id()).close();
    }

    /** Replaces the turn of an earlier attempt. */
    private Slots.Turn queue(Task task, ModelSpec model) {
        var turn = steps.turn(model, priority.get(task.id()));
        var earlier = turns.put(task.id(), turn);
        if (earlier != null) earlier.close();
        return turn;
    }

    @Override
    public State run(Task task) throws InterruptedException {
        var start = System.nanoTime();
        try {
            return attempts(task, start);
        } catch (ModelFailed | Stop e) {
            // An interrupted thread can no longer write files: what then fails is no verdict on the task.
            if (Thread.currentThread().isInterrupted()) throw interrupted(task, start);
            if (steps.replaying()) throw e;
            return end(task, State.FAILED, e.getMessage(), start);
        } catch (InterruptedException e) {
            throw interrupted(task, start);
        }
    }

    private InterruptedException interrupted(Task task, long start) {
        end(task, State.INTERRUPTED, "interrupted", start);
        return new InterruptedException();
    }

    @Override
    public void blocked(Task task, String by) {
        journal.append(new TaskEnded(task.id(), State.BLOCKED, "waits for '%s', which is not done".formatted(by), 0));
    }

    /** As many attempts as the agent has, then as many again with the alias its model names for that, if it names one. */
    private State attempts(Task task, long start) throws InterruptedException {
        var agent = job.catalog().agent(task.agent(), job.stack());
        var first = round(task, agent, models.get(task.agent()), 1, start);
        if (first.state().isPresent()) return first.state().get();
        var other = escalated(task);
        var last = other.isPresent() ? round(task, agent, other.get(), agent.attempts() + 1, start) : first;
        return last.state().isPresent() ? last.state().get() : end(task, State.FAILED, "no usable answer in %d attempts: %s"
                .formatted(agent.attempts() * (other.isPresent() ? 2 : 1), last.evidence()), start);
    }

    /** How a round ended; without a state no answer was usable. */
    private record Round(Optional<State> state, String evidence) {
    }

    private Round round(Task task, Agent agent, ModelSpec model, int from, long start) throws InterruptedException {
        var last = Optional.<Ended.Fell>empty();
        for (int attempt = from; attempt < from + agent.attempts(); attempt++) {
            switch (attempt(task, agent, model, attempt, last)) {
                case Ended.Held held -> {
                    var end = new TaskEnded(task.id(), State.DONE, held.evidence(), seconds(start));
                    integration.integrate(task, agent.name(), held.files(), end);
                    return new Round(Optional.of(State.DONE), "");
                }
                case Ended.Fell fell when fell.failure() instanceof Failure.Format -> last = Optional.of(fell);
                case Ended.Fell fell -> {
                    return new Round(Optional.of(end(task, State.FAILED, fell.failure().evidence(), start)), "");
                }
            }
        }
        return new Round(Optional.empty(), last.map(fell -> fell.failure().evidence()).orElse(""));
    }

    private Optional<ModelSpec> escalated(Task task) {
        var model = models.get(task.agent());
        if (model.escalate().isEmpty() || steps.replaying()) return Optional.empty();
        try {
            var other = steps.model(job.catalog().model(model.escalate().get()));
            journal.append(new Event.Noted(task.id(), "no usable answer by %s; asking %s (%s)".formatted(model.alias(), other.alias(), other.model())));
            return Optional.of(other);
        } catch (Stop unusable) {
            journal.append(new Event.Noted(task.id(), "%s cannot be asked instead of %s: %s".formatted(model.escalate().get(), model.alias(), unusable.lines().getFirst())));
            return Optional.empty();
        }
    }

    private Ended attempt(Task task, Agent agent, ModelSpec model, int attempt, Optional<Ended.Fell> last)
            throws InterruptedException {
        var turn = attempt == 1 ? turns.get(task.id()) : queue(task, model);
        var before = integration.before(task, job.graph());
        var retry = last.map(fell -> PromptData.retry(attempt, fell.failure().evidence(), fell.answer()));
        var answer = steps.byFile(agent, task.id(), attempt, model)
                ? fileByFile.ask(new FileByFile.Asked(task, agent, model, attempt, before, retry), turn, () -> queue(task, model))
                : whole(task, agent, model, attempt, before, retry, turn);
        var parsed = AnswerParser.parse(answer.text(), task.files(), job.stack().allow());
        noteDropped(task, parsed.dropped());
        var faults = faults(parsed, answer);
        if (!faults.isEmpty()) return new Ended.Fell(new Failure.Format(faults), answer.text());
        var files = new LinkedHashMap<SafePath, byte[]>();
        parsed.files().forEach(f -> files.put(f.path(), f.text().getBytes(StandardCharsets.UTF_8)));
        var outcome = attempts.check(task, attempt, before, files);
        return outcome.failure().<Ended>map(failure -> new Ended.Fell(failure, answer.text()))
                .orElseGet(() -> new Ended.Held(files, outcome.evidence()));
    }

    /** All files of the task in one answer. */
    private AnsweredModel whole(Task task, Agent agent, ModelSpec model, int attempt, SortedMap<String, byte[]> before,
                                Optional<Map<String, Object>> retry, Slots.Turn turn) throws InterruptedException {
        var prompt = prompts.of(task, agent, model, before, retry);
        noteCut(task, prompt);
        return steps.ask(new Steps.Question(prompts.key(task, agent, model, before, attempt, retry, prompt), agent, task.id(), attempt,
                model, prompt, Optional.empty(), Optional.of(new Form.FilesForm(task.files()))), turn);
    }

    private static List<String> faults(Answer parsed, AnsweredModel answer) {
        var faults = new ArrayList<>(parsed.faults());
        if (parsed.files().stream().anyMatch(file -> file.path().toString().equalsIgnoreCase(PlanLint.PLAN_PAGE))) {
            faults.add("'%s' is written by the tool itself".formatted(PlanLint.PLAN_PAGE));
        }
        if (answer.cutOff()) faults.add("the answer was cut off at the token limit");
        return faults;
    }

    private void noteCut(Task task, Prompt prompt) {
        if (!prompt.cut().isEmpty()) {
            journal.append(new Event.Noted(task.id(), "left out of the prompt for lack of room: " + String.join(", ", prompt.cut())));
        }
    }

    private void noteDropped(Task task, List<String> dropped) {
        if (!dropped.isEmpty()) {
            journal.append(new Event.Noted(task.id(), "dropped, as the plan gives it to no one here: " + String.join(", ", dropped)));
        }
    }

    private State end(Task task, State state, String evidence, long start) {
        journal.append(new TaskEnded(task.id(), state, evidence, seconds(start)));
        return state;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
