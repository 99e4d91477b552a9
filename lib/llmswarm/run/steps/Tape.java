package llmswarm.run.steps;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.plan.SoloPlan;
import llmswarm.run.journal.AnswerPlace;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Event.AnsweredModel;
import llmswarm.run.journal.Event.AskedModel;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.Subject;

/** Answers of an earlier run, found by agent, subject, attempt and part. */
final class Tape implements AnswerSource {
    private final Path file;
    private final boolean strict;
    private final Map<AnswerPlace, AnsweredModel> answers = new HashMap<>();
    private final Map<AnswerPlace, String> prompts = new HashMap<>();
    private final Map<Integer, List<String>> missing = new HashMap<>();
    private final Map<List<String>, List<String>> programs = new HashMap<>();
    private final AtomicInteger differing = new AtomicInteger();
    private Optional<String> stack = Optional.empty();
    private Optional<Planning.Sized> sized = Optional.empty();

    /**
     * Reads a tape.
     *
     * @param strict whether the first prompt that is not the tape's ends the run
     */
    Tape(Path file, boolean strict) {
        this.file = file;
        this.strict = strict;
        Journal.read(file).forEach(entry -> load(entry.event()));
    }

    private void load(Event event) {
        switch (event) {
            case Event.RunStarted s -> stack = Optional.ofNullable(s.options().get("stack"));
            case AskedModel a -> prompts.put(AnswerPlace.of(a), a.prompt());
            case AnsweredModel a -> answers.put(AnswerPlace.of(a), a);
            case Planning.Sized s -> sized = Optional.of(s);
            case Planning.ProgramsFound f -> programs.put(f.stacks(), f.programs());
            case Planning.ProgramsMissing m -> missing.put(m.attempt(), m.faults());
            default -> { }
        }
    }

    /** The answer to a question; throws {@link Stop} where the tape has none, as a replay never asks a model. */
    AnsweredModel answer(AskedModel question) {
        var place = AnswerPlace.of(question);
        var answer = answers.get(place);
        if (answer == null) {
            var remedy = question.task().equals(Subject.Whole.STACK.id()) ? "; name the pack: --stack NAME" : "";
            throw Stop.endOfRun("the tape %s holds no answer of %s for '%s', attempt %d%s"
                    .formatted(file, question.agent(), question.task(), question.attempt(), remedy));
        }
        var prompt = prompts.get(place);
        if (!question.prompt().equals(prompt)) {
            // A tape written by hand does not say which prompt an answer was given to.
            if (prompt != null) differing.incrementAndGet();
            if (strict) {
                throw Stop.endOfRun("the prompt of %s for '%s', attempt %d, is not the one on the tape (--strict)"
                        .formatted(question.agent(), question.task(), question.attempt()));
            }
        }
        return answer;
    }

    /** The alias itself, as nobody is asked. */
    @Override
    public ModelSpec model(ModelSpec wanted) {
        return wanted;
    }

    @Override
    public Optional<ModelSpec> asked(ModelSpec wanted) {
        return Optional.empty();
    }

    @Override
    public boolean small(ModelSpec model) {
        return false;
    }

    @Override
    public OptionalLong parameters(ModelSpec model) {
        return OptionalLong.empty();
    }

    /** An attempt that was asked for file by file has the empty part in none of its answers. */
    @Override
    public boolean holds(String agent, Subject subject, int attempt, String part) {
        return answers.keySet().stream().anyMatch(place -> place.isOf(agent, subject, attempt)
                && (part.isEmpty() || place.part().equals(part)));
    }

    @Override
    public boolean byFile(Agent agent, Subject subject, int attempt, ModelSpec model) {
        return answers.keySet().stream().anyMatch(place -> !place.part().isEmpty() && !place.part().startsWith("+")
                && place.isOf(agent.name(), subject, attempt));
    }

    @Override
    public Optional<String> stack() {
        return stack;
    }

    @Override
    public Optional<Planning.Sized> cut() {
        return sized.or(() ->
                Optional.of(new Planning.Sized(holds(SoloPlan.AGENT, new Subject.OfTask(SoloPlan.TASK), 1, "")
                || holds(SoloPlan.AGENT, new Subject.OfTask(SoloPlan.CHANGE), 1, "") ? Cut.ONE : Cut.MANY, 0, 0, "")));
    }

    @Override
    public List<String> programs(List<String> stacks, Look look) {
        return programs.getOrDefault(stacks, List.of());
    }

    @Override
    public List<String> missing(int attempt, Look look) {
        return missing.getOrDefault(attempt, List.of());
    }

    @Override
    public Optional<String> remark() {
        int number = differing.get();
        if (number == 0) return Optional.empty();
        return Optional.of(number == 1 ? "1 prompt differs from the tape; its answer was used all the same"
                : "%d prompts differ from the tape; its answers were used all the same".formatted(number));
    }
}
