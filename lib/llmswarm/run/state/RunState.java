package llmswarm.run.state;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

import llmswarm.model.Usage;
import llmswarm.plan.Plan;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.journal.Subject;
import llmswarm.run.journal.Undone;

/**
 * All that follows from a run's events up to one of them: the only place that knows what the past means. A resume goes
 * on from it, a view draws it. Not safe for several threads.
 */
public final class RunState implements Consumer<Entry> {
    /** The title of what follows an end check. */
    public static final String END_CHECK = "end check";

    private final Results results = new Results();
    private final AttemptNumbers attempts = new AttemptNumbers();
    private final WrittenFiles written = new WrittenFiles();
    private final Board board = new Board();
    private final SpendingTotals spent = new SpendingTotals();
    private final SequencedMap<String, Event.Evidenced> evidence = new LinkedHashMap<>();
    private final SequencedMap<String, Event.Asked> questions = new LinkedHashMap<>();
    /** The newest event of each kind. */
    private final Map<Class<?>, Event> newest = new HashMap<>();
    private Optional<Event.RunEnded> ended = Optional.empty();
    private Optional<Instant> since = Optional.empty();

    /** After all of these, in their order. */
    public static RunState of(List<Entry> entries) {
        var state = new RunState();
        entries.forEach(state);
        return state;
    }

    @Override
    public void accept(Entry entry) {
        // A run that is over stays so when something of it is taken back.
        if (!(entry.event() instanceof Undone)) ended = Optional.empty();
        if (since.isEmpty()) since = Optional.of(entry.at());
        if (entry.event() instanceof Event.Kept kept) {
            results.accept(kept);
            attempts.accept(kept);
            written.accept(kept);
            spent.accept(kept);
        }
        newest.put(entry.event().getClass(), entry.event());
        board.accept(entry.event(), entry.at());
        switch (entry.event()) {
            case Event.RunStarted _ -> since = Optional.of(entry.at());
            case Event.Resumed _ -> {
                since = Optional.of(entry.at());
                newest.remove(Spending.Reached.class);
                evidence.clear();
                questions.clear();
            }
            case Event.Asked e -> questions.put(e.id(), e);
            case Event.Answered e -> questions.remove(e.id());
            case Undone _ -> evidence.clear();
            case Event.Evidenced e -> evidence.put(e.requirement(), e);
            case Event.RunEnded e -> ended = Optional.of(e);
            default -> { }
        }
    }

    /** How the run was started; empty before that, as in a tape without such a line. */
    public Optional<Event.RunStarted> started() {
        return newest(Event.RunStarted.class);
    }

    /** Where the past that it shares with another run ends; empty where it shares none. */
    public Optional<Forked> forked() {
        return newest(Forked.class);
    }

    /** How the run ended; empty when it goes on, or was cut short. */
    public Optional<Event.RunEnded> ended() {
        return ended;
    }

    /** The planner's first look. */
    public Optional<Planning.StackChosen> chosen() {
        return newest(Planning.StackChosen.class);
    }

    /** How the work is cut. */
    public Optional<Planning.Sized> sized() {
        return newest(Planning.Sized.class);
    }

    /** What the plan was likely to cost; empty where nobody was to be asked. */
    public Optional<Planning.Forecasted> forecast() {
        return newest(Planning.Forecasted.class);
    }

    /** The accepted plan and what it was changed to, in order. */
    public List<Event.Planned> plans() {
        return List.copyOf(board.plans());
    }

    /** The plan as it is now. */
    public Optional<Plan> plan() {
        return board.plans().isEmpty() ? Optional.empty() : Optional.of(board.plans().getLast().plan());
    }

    /** The stack's name; empty while none is chosen. */
    public String stack() {
        return plan().map(Plan::stack).or(() -> chosen().map(Planning.StackChosen::stack)).orElse("");
    }

    /** An answer that need not be asked for again, by the key of its step. */
    public Optional<Event.AnsweredModel> answer(String key) {
        return results.answer(key);
    }

    /** Those that the run shares with the one it was forked from. */
    public SharedAnswers shared() {
        return results.shared();
    }

    /** The result of a task's check whose inputs did not change, by the key of its step. */
    public Optional<Event.Checked> check(Subject subject, String key) {
        return results.check(subject, key);
    }

    /** A person's reply to that question that holds still. */
    public Optional<Event.Answered> reply(QuestionId id, String question) {
        return results.reply(id, question);
    }

    /** The programs that were found for those stacks. */
    public Optional<List<String>> programs(List<String> stacks) {
        return results.programs(stacks);
    }

    /** From which numbers attempts count on. */
    public AttemptNumbers attempts() {
        return attempts;
    }

    /** What the run wrote into its project. */
    public WrittenFiles written() {
        return written;
    }

    /** The plan's tasks, level by level; none before there is a plan. */
    public List<TaskProgress> tasks() {
        return List.copyOf(board.tasks());
    }

    /** The task with that id, or the step about that subject, that had an event or is planned. */
    public TaskProgress task(String id) {
        return board.find(id).orElseThrow();
    }

    /** The end checks as they came out last. */
    public List<TaskProgress> endChecks() {
        return List.copyOf(board.endChecks());
    }

    /** All that is worth showing, in graph order: the planner's steps while they matter, the tasks, the end checks. */
    public List<TaskProgress> rows() {
        return board.rows();
    }

    /** The newest result of every check. */
    public List<Event.Checked> checks() {
        return List.copyOf(board.checks());
    }

    /** How many of the plan's tasks are in that state. */
    public int count(TaskProgress.Stage state) {
        return (int) board.tasks().stream().filter(row -> row.state() == state).count();
    }

    /** What shows each requirement, in the plan's order; empty before the end checks are over. */
    public List<Event.Evidenced> evidence() {
        return List.copyOf(evidence.values());
    }

    /** Questions nobody has answered yet. */
    public List<Event.Asked> questions() {
        return List.copyOf(questions.values());
    }

    /** What all calls took, the planner's and failed ones included; answers from a tape are not in it. */
    public SpendingTotals spent() {
        return spent;
    }

    /** The budget that something did not fit into; empty while all did. */
    public Optional<Spending.Reached> reached() {
        return newest(Spending.Reached.class);
    }

    /** Tokens of all calls, likewise. */
    public Usage usage() {
        return spent.of(new SpendingScope.OfRun()).usage();
    }

    /** As {@link #usage()}, in one number, answers that are arriving included. */
    public long tokens() {
        return usage().tokens() + board.all().mapToLong(row -> row.tokens() - row.usage().tokens()).sum();
    }

    /** US dollars, as far as prices are known. */
    public double cost() {
        return spent.of(new SpendingScope.OfRun()).dollars();
    }

    /** Answers that came from a tape and cost nothing. */
    public int recorded() {
        return board.all().mapToInt(TaskProgress::recorded).sum();
    }

    /** Seconds since the run began or was resumed, or that this took. */
    public double seconds(Instant now) {
        return ended.map(Event.RunEnded::seconds)
                .orElseGet(() -> since.map(start -> Duration.between(start, now).toMillis() / 1e3).orElse(0.0));
    }

    /** What the run is busy with, in a word or two. */
    public String phase() {
        return ended.isPresent() ? "ended" : board.phase();
    }

    /** The newest event of a kind. */
    public <E extends Event> Optional<E> newest(Class<E> kind) {
        return Optional.ofNullable(newest.get(kind)).map(kind::cast);
    }
}
