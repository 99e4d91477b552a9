package llmswarm.run.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.TaskGraph;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.Subject;
import llmswarm.run.journal.Undone;
import llmswarm.run.state.TaskProgress.Stage;

/** How the planner's steps, the tasks and the end checks stand. */
final class Board {
    private final SequencedMap<String, TaskProgress> steps = new LinkedHashMap<>(), tasks = new LinkedHashMap<>(),
            endChecks = new LinkedHashMap<>();
    private final SequencedMap<List<String>, Event.Checked> checks = new LinkedHashMap<>();
    private final List<Event.Planned> plans = new ArrayList<>();
    private boolean planned;
    /** Whether a person was shown the plan, and has not said yes to it. */
    private boolean shown;
    private long endings;

    void accept(Event event, Instant at) {
        switch (event) {
            case Planning.StackChosen _ -> finish(Subject.Whole.STACK, at);
            case Event.Planned e -> {
                // What somebody puts in its place then is no change of a plan that was carried out.
                if (shown) plans.clear();
                plans.add(e);
                planned(e.plan(), at);
            }
            case Event.Asked e -> shown |= isAboutPlan(e.id());
            case Event.Answered e -> shown &= !isAboutPlan(e.id()) || !QuestionId.OfPlan.agreed(e.answer());
            case Event.AskedModel e -> of(e.task()).asked(e, at);
            case Momentary.Streaming e -> of(e.task()).streaming(e, at);
            case Event.AnsweredModel e -> answered(e, at);
            case Spending.Settled e -> of(e.task()).took(e.usage(), e.cost());
            case Event.Checked e -> checked(e);
            case Momentary.Retold(var result) -> checked(result);
            case Event.TaskEnded e -> of(e.task()).ended(e, ++endings);
            case Event.RunEnded e -> runEnded(e, at);
            case Event.Resumed _ -> resumed();
            case Undone e -> undone(e);
            default -> { }
        }
    }

    private static boolean isAboutPlan(String id) {
        return QuestionId.of(id) instanceof QuestionId.OfPlan;
    }

    private void planned(Plan accepted, Instant at) {
        planned = true;
        finish(Subject.Whole.STACK, at);
        finish(Subject.Whole.PLAN, at);
        var depth = new TaskGraph(accepted.tasks()).depth();
        // A changed plan keeps what has begun, and what was spent on a task that is no longer in it is spent all the
        // same.
        var before = new LinkedHashMap<>(tasks);
        tasks.clear();
        accepted.tasks().stream().sorted(Comparator.comparing(t -> depth.get(t.id()))).forEach(t -> {
            var row = before.remove(t.id());
            tasks.put(t.id(), row == null || row.attempt() == 0
                    ? new TaskProgress(t.id(), t.title(), t.agent(), depth.get(t.id()))
                    : row.planned(t.title(), depth.get(t.id())));
        });
        if (!shown) before.forEach((id, row) -> {
            if (!row.state().over()) row.end(Stage.FAILED, row.seconds(at), ++endings);
            steps.putIfAbsent(id, row);
        });
    }

    private void answered(Event.AnsweredModel event, Instant at) {
        of(event.task()).answered(event, at);
        // Before the plan a step ends with what is made of its answer.
        if (planned && Subject.of(event.task()) instanceof Subject.Whole step) finish(step, at);
    }

    private void finish(Subject.Whole step, Instant at) {
        var row = steps.get(step.id());
        if (row != null && !row.state().over()) row.end(Stage.DONE, row.seconds(at), ++endings);
    }

    private void checked(Event.Checked event) {
        // What is tried of the project before a change says nothing of what is there now.
        if (event.task().equals(Subject.Whole.BEFORE.id()) || event.task().equals(Subject.Whole.TESTS.id())) return;
        var command = String.join(" ", event.command());
        checks.put(List.of(event.task(), event.check(), command), event);
        if (!event.task().isEmpty()) of(event.task()).checked(event);
        else endChecks.put(event.check() + " " + command,
                new TaskProgress(event.check(), RunState.END_CHECK, "", 0).endCheck(event, ++endings));
    }

    /**
     * A task that is still worked on then was to be mended, and was not: it is committed as it was, and holds only
     * where the whole does, as another task was at fault.
     */
    private void runEnded(Event.RunEnded event, Instant at) {
        var how = event.exit() == 0 ? Stage.DONE
                : event.exit() == Stop.INTERRUPTED || event.exit() == Stop.BUDGET ? Stage.INTERRUPTED : Stage.FAILED;
        tasks.values().stream().filter(row -> row.state().active())
                .forEach(row -> row.end(how, row.seconds(at), ++endings));
    }

    private void resumed() {
        all().forEach(row -> row.waits(false));
        forgetEndChecks();
    }

    private void undone(Undone back) {
        back.tasks().stream().flatMap(id -> find(id).stream()).forEach(row -> row.waits(true));
        checks.keySet().removeIf(check -> back.tasks().contains(check.getFirst()));
        forgetEndChecks();
    }

    /** They showed another whole, and are run again. */
    private void forgetEndChecks() {
        endChecks.clear();
        checks.keySet().removeIf(check -> check.getFirst().isEmpty());
    }

    private TaskProgress of(String id) {
        var row = tasks.get(id);
        return row != null ? row : steps.computeIfAbsent(id, TaskProgress::ofStep);
    }

    /** The planner's steps while they matter, the tasks, the end checks. */
    List<TaskProgress> rows() {
        return Stream.of(steps.values().stream().filter(row -> !planned || row.state().active()),
                tasks.values().stream(), endChecks.values().stream()).flatMap(rows -> rows).toList();
    }

    /** The planner's steps and the tasks. */
    Stream<TaskProgress> all() {
        return Stream.concat(steps.values().stream(), tasks.values().stream());
    }

    /** What goes on, in a word or two, unless the run is over. */
    String phase() {
        if (planned) return tasks.values().stream().allMatch(row -> row.state().over()) ? "final checks" : "writing";
        return steps.values().stream().filter(row -> row.state().active()).map(TaskProgress::title).findFirst()
                .orElse("starting");
    }

    Optional<TaskProgress> find(String id) {
        return Optional.ofNullable(tasks.getOrDefault(id, steps.get(id)));
    }

    List<Event.Planned> plans() {
        return plans;
    }

    Collection<TaskProgress> steps() {
        return steps.values();
    }

    Collection<TaskProgress> tasks() {
        return tasks.values();
    }

    Collection<TaskProgress> endChecks() {
        return endChecks.values();
    }

    Collection<Event.Checked> checks() {
        return checks.values();
    }
}
