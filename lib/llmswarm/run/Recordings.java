package llmswarm.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Event.AnsweredModel;
import llmswarm.run.journal.Event.AskedModel;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.RunState;


/**
 * Results that need not be computed again: those of an earlier part of this run, found by the step's key, and those of
 * a tape, found by agent, task, attempt and part.
 */
final class Recordings {
    private final RunState past;
    private final Map<Place, AnsweredModel> taped = new HashMap<>();
    private final Map<Place, String> tapedPrompts = new HashMap<>();
    private final Map<Integer, List<String>> tapedMissing = new HashMap<>();
    private final Map<List<String>, List<String>> tapedPrograms = new HashMap<>();
    private final Optional<Path> tape;
    private Optional<Planning.Sized> tapedSize = Optional.empty();

    private record Place(String agent, String task, int attempt, String part) {
        static Place of(AskedModel a) {
            return new Place(a.agent(), a.task(), a.attempt(), a.part());
        }

        static Place of(AnsweredModel a) {
            return new Place(a.agent(), a.task(), a.attempt(), a.part());
        }
    }

    /** What an earlier part of this run recorded, and a tape if there is one. */
    Recordings(RunState past, Optional<Path> tape) {
        this.past = past;
        this.tape = tape;
        tape.ifPresent(file -> Journal.read(file).forEach(entry -> load(entry.event())));
    }

    private void load(Event event) {
        switch (event) {
            case AskedModel a -> tapedPrompts.put(Place.of(a), a.prompt());
            case AnsweredModel a -> taped.put(Place.of(a), a);
            case Planning.Sized s -> tapedSize = Optional.of(s);
            case Planning.ProgramsFound f -> tapedPrograms.put(f.stacks(), f.programs());
            case Planning.ProgramsMissing m -> tapedMissing.put(m.attempt(), m.faults());
            default -> { }
        }
    }

    /** Into how many tasks the taped run cut its work, where its tape says so. */
    Optional<Planning.Sized> tapedSize() {
        return tapedSize;
    }

    /** Whether the tape holds an answer to that attempt. */
    boolean has(String agent, String task, int attempt) {
        return taped.keySet().stream().anyMatch(place -> place.agent().equals(agent) && place.task().equals(task) && place.attempt() == attempt);
    }

    /** Whether it holds that part of one. */
    boolean has(String agent, String task, int attempt, String part) {
        return taped.containsKey(new Place(agent, task, attempt, part));
    }

    /** What an earlier part of this run came to. */
    RunState past() {
        return past;
    }

    /** Those the tape was recorded with. */
    List<String> tapedPrograms(List<String> stacks) {
        return tapedPrograms.getOrDefault(stacks, List.of());
    }

    /** What that attempt at the tape's plan was told to do without. */
    List<String> tapedMissing(int attempt) {
        return tapedMissing.getOrDefault(attempt, List.of());
    }

    boolean replaying() {
        return tape.isPresent();
    }

    /** Whether on the tape that attempt was asked for file by file. */
    boolean tapedByFile(String agent, String task, int attempt) {
        return taped.keySet().stream().anyMatch(place -> !place.part().isEmpty() && !place.part().startsWith("+") && place.agent().equals(agent)
                && place.task().equals(task) && place.attempt() == attempt);
    }

    /**
     * The answer on the tape.
     *
     * @throws Stop when the tape has none: a replay never asks a model
     */
    AnsweredModel taped(Event.AskedModel question) {
        var answer = taped.get(Place.of(question));
        if (answer == null) {
            throw Stop.unfinished("the tape %s holds no answer of %s for '%s', attempt %d"
                    .formatted(tape.orElseThrow(), question.agent(), question.task(), question.attempt()));
        }
        return answer;
    }

    /** Whether the tape's answer was given to another prompt; a tape written by hand may not say. */
    boolean differs(Event.AskedModel question) {
        var prompt = tapedPrompts.get(Place.of(question));
        return !question.prompt().equals(prompt);
    }
}
