package llmswarm.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

import llmswarm.guard.Stop;
import llmswarm.model.Usage;
import llmswarm.plan.Plan;
import llmswarm.plan.TaskGraph;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Planning;

/**
 * Where a run stands: a fold over its events, from which the views draw and the summary is written. It also takes the
 * events of an earlier part of the run, before the view is opened. Not safe for several threads; a view guards its own.
 */
public final class Board implements Consumer<Event> {
    /** The failure of a check that was not allowed or not possible to run. */
    static final String UNCHECKED = "unchecked";
    /** The failure of a check that could not be run to its end. */
    static final String NO_RESULT = "environment";
    static final String END_CHECK = "end check";

    private final InstantSource clock;
    private final SequencedMap<String, Row> steps = new LinkedHashMap<>(), tasks = new LinkedHashMap<>(), endChecks = new LinkedHashMap<>();
    private final SequencedMap<List<String>, Event.Checked> checks = new LinkedHashMap<>();
    private final SequencedMap<String, Event.Evidenced> evidence = new LinkedHashMap<>();
    private final SequencedMap<String, Event.Asked> questions = new LinkedHashMap<>();
    private final Set<String> files = new TreeSet<>();
    private Instant started;
    private String stack = "", spec = "";
    private Plan plan;
    private Event.RunEnded ended;
    private int commits;
    private long endings;

    public Board() {
        this(InstantSource.system());
    }

    /** A board on which time passes as that clock tells. */
    public Board(InstantSource clock) {
        this.clock = clock;
        started = clock.instant();
    }

    @Override
    public void accept(Event event) {
        ended = null;
        switch (event) {
            case Event.RunStarted e -> started(e);
            case Planning.StackChosen e -> chosen(e.stack());
            case Event.Planned e -> planned(e.plan());
            case Event.TaskStarted e -> row(e.task()).started(e, clock.instant());
            case Event.AskedModel e -> row(e.task()).asked(e, clock.instant());
            case Event.Streaming e -> row(e.task()).streaming(e, clock.instant());
            case Event.AnsweredModel e -> answered(e);
            case Event.Checked e -> checked(e);
            case Event.Integrated e -> integrated(e);
            case Event.TaskEnded e -> row(e.task()).ended(e, ++endings);
            case Event.Asked e -> questions.put(e.id(), e);
            case Event.Answered e -> questions.remove(e.id());
            case Event.Evidenced e -> evidence.put(e.requirement(), e);
            case Event.RunEnded e -> runEnded(e);
            case Planning.Sized _, Planning.Forecasted _, Planning.ProgramsFound _, Planning.ProgramsMissing _, Event.Unanswered _, Event.CheckStarted _,
                 Event.Replacing _, Event.Noted _ -> { }
        }
    }

    private void started(Event.RunStarted event) {
        started = clock.instant();
        spec = event.spec();
    }

    /** A task that is still worked on then was to be mended, and was not: it is committed as it was and does not hold. */
    private void runEnded(Event.RunEnded event) {
        ended = event;
        var how = event.exit() == Stop.INTERRUPTED ? Row.State.INTERRUPTED : Row.State.FAILED;
        tasks.values().stream().filter(row -> row.state().active()).forEach(row -> row.end(how, row.seconds(clock.instant()), ++endings));
    }

    private void chosen(String name) {
        stack = name;
        finish(PlannerStep.STACK);
    }

    private void planned(Plan accepted) {
        plan = accepted;
        stack = accepted.stack();
        finish(PlannerStep.STACK);
        finish(PlannerStep.PLAN);
        var depth = new TaskGraph(accepted.tasks()).depth();
        // A changed plan keeps what has begun, and what was spent on a task that is no longer in it is spent all the same.
        var before = new LinkedHashMap<>(tasks);
        tasks.clear();
        accepted.tasks().stream().sorted(Comparator.comparing(t -> depth.get(t.id()))).forEach(t -> {
            var row = before.remove(t.id());
            tasks.put(t.id(), row == null || row.attempt() == 0 ? new Row(t.id(), t.title(), t.agent(), depth.get(t.id())) : row.planned(t.title(), depth.get(t.id())));
        });
        before.forEach((id, row) -> {
            if (!row.state().over()) row.end(Row.State.FAILED, row.seconds(clock.instant()), ++endings);
            steps.putIfAbsent(id, row);
        });
    }

    private void answered(Event.AnsweredModel event) {
        row(event.task()).answered(event, clock.instant());
        // Before the plan a step ends with what is made of its answer.
        if (plan != null && event.task().startsWith(":")) finish(event.task());
    }

    private void finish(String step) {
        var row = steps.get(step);
        if (row != null && !row.state().over()) row.end(Row.State.DONE, row.seconds(clock.instant()), ++endings);
    }

    private Row row(String id) {
        var row = tasks.get(id);
        return row != null ? row : steps.computeIfAbsent(id, PlannerStep::row);
    }

    private void checked(Event.Checked event) {
        var command = String.join(" ", event.command());
        checks.put(List.of(event.task(), event.check(), command), event);
        if (!event.task().isEmpty()) row(event.task()).checked(event);
        else endChecks.put(event.check() + " " + command, new Row(event.check(), END_CHECK, "", 0).endCheck(event, ++endings));
    }

    private void integrated(Event.Integrated event) {
        commits++;
        files.addAll(event.files().keySet());
    }

    /** The specification as it stands; empty before a run. */
    public String spec() {
        return spec;
    }

    /** The accepted plan. */
    public Optional<Plan> plan() {
        return Optional.ofNullable(plan);
    }

    /** Its name; empty while none is chosen. */
    public String stack() {
        return stack;
    }

    /** The plan's tasks, level by level; none before there is a plan. */
    public Collection<Row> tasks() {
        return List.copyOf(tasks.values());
    }

    /** All that is worth showing, in graph order: the planner's steps while they matter, the tasks, the end checks. */
    public List<Row> rows() {
        return Stream.of(steps.values().stream().filter(row -> plan == null || row.state().active()),
                tasks.values().stream(), endChecks.values().stream()).flatMap(rows -> rows).toList();
    }

    /** The row of a task, or of a step such as {@code :plan}, that had an event or is planned. */
    public Row task(String id) {
        return Optional.ofNullable(tasks.getOrDefault(id, steps.get(id))).orElseThrow();
    }

    public List<Row> endChecks() {
        return List.copyOf(endChecks.values());
    }

    /** The newest result of every check. */
    public Collection<Event.Checked> checks() {
        return List.copyOf(checks.values());
    }

    /** How many of the plan's tasks are in that state. */
    public long count(Row.State state) {
        return tasks.values().stream().filter(row -> row.state() == state).count();
    }

    /** What shows each requirement, in the plan's order; empty before the end checks are over. */
    public Collection<Event.Evidenced> evidence() {
        return List.copyOf(evidence.values());
    }

    /** Questions nobody has answered yet. */
    public List<Event.Asked> questions() {
        return new ArrayList<>(questions.values());
    }

    /** Of all calls, the planner's included. */
    public Usage usage() {
        return all().map(Row::usage).reduce(Usage.NONE, Usage::plus);
    }

    /** As {@link #usage()}, in one number, answers that are arriving included. */
    public long tokens() {
        return all().mapToLong(Row::tokens).sum();
    }

    /** US dollars. */
    public double cost() {
        return all().mapToDouble(Row::cost).sum();
    }

    /** Answers that came from a tape or an earlier part of the run, and cost nothing now. */
    public int recorded() {
        return all().mapToInt(Row::recorded).sum();
    }

    /** Seconds since the run began, or that it took. */
    public double seconds() {
        return ended != null ? ended.seconds() : Duration.between(started, now()).toMillis() / 1e3;
    }

    public Instant now() {
        return clock.instant();
    }

    public int commits() {
        return commits;
    }

    /** Number of different paths that were integrated. */
    public int files() {
        return files.size();
    }

    /** What the run is busy with, in a word or two. */
    public String phase() {
        if (ended != null) return "ended";
        if (plan != null) return tasks.values().stream().allMatch(row -> row.state().over()) ? "final checks" : "writing";
        return steps.values().stream().filter(row -> row.state().active()).map(Row::title).findFirst().orElse("starting");
    }

    private Stream<Row> all() {
        return Stream.concat(steps.values().stream(), tasks.values().stream());
    }
}
