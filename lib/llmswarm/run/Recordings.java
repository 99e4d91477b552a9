package llmswarm.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Event.AnsweredModel;
import llmswarm.run.journal.Event.AskedModel;
import llmswarm.run.journal.Event.Checked;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;


/**
 * Results that need not be computed again: those of an earlier part of this run, found by the step's key, and those of
 * a tape, found by agent, task, attempt and part.
 */
final class Recordings {
    private final Map<String, AnsweredModel> byKey = new HashMap<>();
    private final Map<String, Checked> checks = new HashMap<>();
    private final Map<String, Event.Answered> replies = new HashMap<>();
    private final Map<String, String> questions = new HashMap<>();
    private final Map<Place, AnsweredModel> taped = new HashMap<>();
    private final Map<Place, String> tapedPrompts = new HashMap<>();
    private final Map<Integer, List<String>> tapedMissing = new HashMap<>();
    private final Map<List<String>, List<String>> programs = new HashMap<>(), tapedPrograms = new HashMap<>();
    private final Optional<Path> tape;
    private Optional<Planning.Sized> tapedSize = Optional.empty();

    /** Only replies of these kinds are taken from a journal: what is trusted and approved is kept outside any project. */
    static final String PLAN = ":plan", REPLAN = ":replan", OPEN_QUESTION = "unclear-", REPAIR = "repair:";
    private static final String ENVIRONMENT = "environment";

    private record Place(String agent, String task, int attempt, String part) {
        static Place of(AskedModel a) {
            return new Place(a.agent(), a.task(), a.attempt(), a.part());
        }

        static Place of(AnsweredModel a) {
            return new Place(a.agent(), a.task(), a.attempt(), a.part());
        }
    }

    /** What an earlier part of this run recorded, and a tape if there is one. */
    Recordings(List<Event.Kept> earlier, Optional<Path> tape) {
        this.tape = tape;
        var unlucky = new HashSet<String>();
        var mending = new Mending();
        for (var event : earlier) {
            mending.see(event);
            switch (event) {
                case AnsweredModel a -> byKey.put(a.key(), a);
                case Checked c when !c.task().isEmpty() && isVerdict(c) -> checks.put(c.key(), c);
                case Checked c when c.failure().equals(ENVIRONMENT) -> unlucky.add(c.task());
                case AskedModel a -> unlucky.remove(a.task());
                // What was written may well be right where the machine kept it from being shown.
                case Event.TaskEnded e when e.state() == Event.State.FAILED && !unlucky.contains(e.task()) -> forget(e.task());
                case Event.RunEnded e when e.exit() == Stop.UNFINISHED && !planned(earlier) -> byKey.values().removeIf(a -> a.task().equals(PLAN));
                case Event.RunEnded e when e.exit() == Stop.UNFINISHED -> byKey.keySet().removeAll(mending.inVain());
                case Planning.ProgramsFound f -> programs.put(f.stacks(), f.programs());
                case Event.Asked a -> questions.put(a.id(), a.question());
                case Event.Answered a when a.byPerson() && isKept(a) -> replies.put(a.id(), a);
                default -> { }
            }
        }
        tape.ifPresent(file -> Journal.read(file).forEach(this::load));
    }

    /** The answers after end checks which no commit came of. */
    private static final class Mending {
        private final Set<String> keys = new HashSet<>();
        private boolean ending;

        void see(Event.Kept event) {
            switch (event) {
                case Event.RunStarted e -> ending = false;
                case Checked c when c.task().isEmpty() -> ending = true;
                case AnsweredModel a when ending -> keys.add(a.key());
                case Event.Integrated i -> keys.clear();
                default -> { }
            }
        }

        Set<String> inVain() {
            var all = Set.copyOf(keys);
            keys.clear();
            ending = false;
            return all;
        }
    }

    /** What led to a failure is not worth having again: a resume asks anew. */
    private void forget(String task) {
        // A change of the plan that was accepted is in the journal as a plan.
        byKey.values().removeIf(answer -> answer.task().equals(task) || answer.task().equals(REPLAN));
        checks.values().removeIf(check -> check.task().equals(task));
        replies.keySet().removeIf(id -> id.startsWith(repair(task)));
    }

    private static boolean isKept(Event.Answered reply) {
        return reply.id().startsWith(OPEN_QUESTION) || reply.id().startsWith(REPAIR) && !Person.stops(reply.answer());
    }

    /** How the ids of the questions about a task begin; a number follows. */
    static String repair(String task) {
        return REPAIR + task + ":";
    }

    private static boolean planned(List<Event.Kept> earlier) {
        return earlier.stream().anyMatch(Event.Planned.class::isInstance);
    }

    private void load(Event.Kept event) {
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

    /** Whether a check's result says something of the files, and not only of the machine. */
    static boolean isVerdict(Checked checked) {
        return checked.passed() || checked.failure().equals("code") || checked.failure().equals("test");
    }

    /** Whether the tape holds an answer to that attempt. */
    boolean has(String agent, String task, int attempt) {
        return taped.keySet().stream().anyMatch(place -> place.agent().equals(agent) && place.task().equals(task) && place.attempt() == attempt);
    }

    /** Whether it holds that part of one. */
    boolean has(String agent, String task, int attempt, String part) {
        return taped.containsKey(new Place(agent, task, attempt, part));
    }

    /** An answer this run already has. */
    Optional<AnsweredModel> earlier(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** A check whose inputs did not change. */
    Optional<Checked> check(String key) {
        return Optional.ofNullable(checks.get(key));
    }

    /** Whether what was asked under an id is that question: another plan leaves other things open. One about a task has its attempt's number. */
    boolean asked(String id, String question) {
        return !id.startsWith(OPEN_QUESTION) || question.equals(questions.get(id));
    }

    /** A person's reply that this run already has. */
    Optional<Event.Answered> reply(String id) {
        return Optional.ofNullable(replies.get(id));
    }

    /** The programs an earlier part of this run found. */
    Optional<List<String>> programs(List<String> stacks) {
        return Optional.ofNullable(programs.get(stacks));
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
