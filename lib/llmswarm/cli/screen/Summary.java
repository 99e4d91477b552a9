package llmswarm.cli.screen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.model.Usage;
import llmswarm.plan.Plan;
import llmswarm.plan.SpecLines;
import llmswarm.plan.SpecRequirements;
import llmswarm.run.change.ChangeState;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress;
import text.Dollars;

/** What a run came to, in lines; where it lies and what to type next is for the caller to add. */
public final class Summary {
    private static final int LABEL = 14;

    private Summary() {
    }

    /** Lines of at most the width, as long as that is 26 or more. */
    public static List<String> lines(RunState run, int width, Instant now) {
        var lines = new ArrayList<String>();
        lines.addAll(labelled(ChangeState.of(run).asked().isPresent() ? "Changed" : "Made", run.plan().map(plan -> made(run, plan)).orElse("nothing: there is no plan"),
                width));
        run.plan().map(plan -> requirements(run, plan))
                .ifPresent(text -> lines.addAll(labelled("Requirements", text, width)));
        run.plan().map(plan -> uncovered(run, plan)).filter(text -> !text.isEmpty())
                .ifPresent(text -> lines.addAll(labelled("Not covered", text, width)));
        ChangeState.of(run).tried().ifPresent(tried -> lines.addAll(labelled("Shown by", ChangeText.shown(tried), width)));
        run.plan().stream().flatMap(plan -> plan.unclear().stream())
                .forEach(unclear -> lines.addAll(labelled("Assumed",
                Cell.joined(unclear.question() + " " + unclear.assumption()), width)));
        if (!run.checks().isEmpty()) lines.addAll(labelled("Checks", checks(run), width));
        Stream.concat(run.tasks().stream(), run.endChecks().stream())
                .filter(row -> row.state().over() && row.state() != TaskProgress.Stage.DONE && !left(run, row))
                .collect(Collectors.groupingBy(Summary::same, LinkedHashMap::new, Collectors.toList())).values()
                .forEach(rows -> lines.addAll(labelled(label(rows.getFirst()), reasons(rows), width)));
        run.reached().ifPresent(reached -> lines.addAll(labelled("Budget", reached(run, reached), width)));
        lines.addAll(labelled("Tokens", tokens(run), width));
        run.forecast().filter(forecast -> run.recorded() == 0 && run.tokens() > 0)
                .ifPresent(forecast -> lines.addAll(labelled("Forecast", held(forecast.plan(), run.tokens()), width)));
        lines.addAll(labelled("Time", Amounts.seconds(run.seconds(now)), width));
        return lines;
    }

    /** Whether nothing but a budget keeps it from being done. */
    private static boolean left(RunState run, TaskProgress row) {
        return run.reached().isPresent() && (row.state() == TaskProgress.Stage.INTERRUPTED
                || row.state() == TaskProgress.Stage.WAITING);
    }

    private static String reached(RunState run, Spending.Reached reached) {
        var left = run.tasks().stream().filter(row -> left(run, row)).map(row -> Cell.line(row.id())).toList();
        return Cell.joined(reached.sentence()) + (left.isEmpty() ? "" : "; left: " + String.join(", ", left));
    }

    private static List<String> labelled(String label, String text, int width) {
        return Cell.labelled(label, LABEL, text, width);
    }

    private static String made(RunState run, Plan plan) {
        var stack = run.stack().isEmpty() ? ""
                : " with the stack%s %s".formatted(plan.parts().size() > 1 ? "s" : "", run.stack());
        return "%s%s: %d of %s, %s, %s".formatted(Cell.line(plan.name()), stack, run.count(TaskProgress.Stage.DONE),
                Amounts.count(plan.tasks().size(), "task"), Amounts.count(run.written().count(), "commit"),
                Amounts.count(run.written().present().size(), "file"));
    }

    /** Lines of the specification that no requirement names; a plan that names none at all has been told so. */
    private static String uncovered(RunState run, Plan plan) {
        if (plan.requirements().stream().allMatch(requirement -> requirement.lines().isEmpty())) return "";
        var open = spec(run).uncovered(plan);
        return open.isEmpty() ? "" : "lines of the specification that no requirement names: " + String.join(", ", open);
    }

    private static SpecLines spec(RunState run) {
        return ChangeState.of(run).spec(run.started().map(Event.RunStarted::spec).orElse(""));
    }

    /** A requirement is built when all tasks that name it have written their files; what was assumed does not count. */
    private static String requirements(RunState run, Plan plan) {
        var open = plan.requirements().stream().map(Plan.Requirement::id).filter(id -> {
            var tasks = plan.tasks().stream().filter(task -> task.requirements().contains(id)).toList();
            return tasks.isEmpty() || !tasks.stream().allMatch(task -> run.task(task.id()).written());
        }).toList();
        var assumed = plan.unclear().stream().flatMap(unclear -> unclear.requirements().stream()).distinct()
                .filter(id -> !open.contains(id)).toList();
        var all = plan.requirements().size();
        // of a whole paragraph the least is assumed: then it is built all the same
        boolean pieces = SpecRequirements.of(spec(run)).madeOfLines(plan);
        return "%d of %d built".formatted(all - open.size() - (pieces ? 0 : assumed.size()), all)
                + named("not built", open) + named(pieces ? "partly assumed" : "assumed", assumed) + tested(run);
    }

    private static String named(String what, List<String> ids) {
        return ids.isEmpty() ? "" : "; %s: %s".formatted(what, String.join(", ", ids));
    }

    /** A requirement is tested only by tests that were written for it and passed. */
    private static String tested(RunState run) {
        if (run.evidence().isEmpty()) return "";
        var checks = run.evidence().stream().flatMap(e -> e.checks().stream()).distinct().map("'%s'"::formatted)
                .toList();
        var not = run.evidence().stream().filter(e -> e.checks().isEmpty()).map(Event.Evidenced::requirement).toList();
        if (checks.isEmpty()) return "; none of them is tested";
        var count = "; %d tested by %s".formatted(run.evidence().size() - not.size(), String.join(", ", checks));
        return not.isEmpty() ? count : count + "; not tested: " + String.join(", ", not);
    }

    private static String checks(RunState run) {
        var counted = run.checks().stream().filter(check -> !elsewhere(run, check)).toList();
        var unchecked = run.checks().stream().filter(check -> check.unchecked()).count();
        var unknown = run.checks().stream().filter(check -> check.withoutResult()).count();
        var passed = counted.stream().filter(Event.Checked::passed).count();
        var before = counted.stream().filter(check -> check.holds() && !check.passed()).count();
        var failed = counted.size() - passed - unchecked - unknown - before;
        var parts = Stream.of(passed + " passed", failed == 0 ? "" : failed + " failed",
                before == 0 ? "" : before + " failed as before the change", unknown == 0 ? "" : unknown
                + " without a result", unchecked == 0 ? "" : unchecked + " not run");
        var tests = run.checks().stream().filter(check -> check.task().isEmpty()).mapToInt(Event.Checked::tests).sum();
        return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining(", "))
                + (tests == 0 ? "" : "; %s ran".formatted(Amounts.count(tests, "test")));
    }

    /** A check that failed in the attempt of a task that is done was not that task's to mend. */
    private static boolean elsewhere(RunState run, Event.Checked check) {
        return !check.task().isEmpty() && !check.passed() && run.tasks().stream()
                .anyMatch(row -> row.id().equals(check.task()) && row.state() == TaskProgress.Stage.DONE);
    }

    private static String label(TaskProgress row) {
        return switch (row.state()) {
            case FAILED -> row.withoutResult() ? "No result" : "Failed";
            case INTERRUPTED -> "Interrupted";
            default -> row.title().equals(RunState.END_CHECK) ? "Not run" : "Blocked";
        };
    }

    /** What waits for the same server is told once. */
    private static String same(TaskProgress row) {
        return row.state() == TaskProgress.Stage.INTERRUPTED && !row.reason().isEmpty() ? row.reason()
                : row.title() + " " + row.id();
    }

    private static String reasons(List<TaskProgress> rows) {
        var others = rows.stream().skip(1).map(row -> Cell.line(row.id()) + ", ").collect(Collectors.joining());
        return others + reason(rows.getFirst());
    }

    private static String reason(TaskProgress row) {
        var attempts = row.attempt() > 1 ? ", " + row.attempt() + " attempts" : "";
        var who = Cell.line(row.agent().isEmpty() ? row.id() : "%s (%s%s)".formatted(row.id(), row.agent(), attempts));
        var why = Cell.line(row.reason());
        return why.isEmpty() ? who : who + ": " + why;
    }

    private static String held(Planning.Estimate forecast, long took) {
        return String.format(Locale.ROOT, "%s to %s tokens, %s the likeliest; took %s, %.2f times that", Amounts.shortTokens(forecast.low()),
                Amounts.shortTokens(forecast.high()), Amounts.shortTokens(forecast.tokens()), Amounts.shortTokens(took),
                (double) took / Math.max(1, forecast.tokens()));
    }

    private static String tokens(RunState run) {
        var usage = run.usage();
        var cached = usage.cachedInput() == 0 ? "" : " with " + Amounts.tokens(usage.cachedInput()) + " cached";
        var thought = usage.thinking() == 0 ? "" : " with " + Amounts.tokens(usage.thinking()) + " of thinking";
        var spent = "%s (%s in%s, %s out%s)%s%s".formatted(Amounts.tokens(usage.tokens()),
                Amounts.tokens(usage.input()), cached, Amounts.tokens(usage.output()), thought, guessed(usage),
                money(run));
        if (run.recorded() == 0) return spent;
        var recorded = Amounts.count(run.recorded(), "answer") + (run.forked().isPresent() ? " shared with the run "
                + run.forked().get().of() : " from the tape");
        return usage.tokens() == 0 ? "0 (" + recorded + ")" : spent + "; " + recorded;
    }

    private static String guessed(Usage usage) {
        if (usage.guessed() == 0) return "";
        return usage.guessed() == usage.tokens() ? ", estimated, as no server counted them"
                : ", %s of them estimated, as no server counted them".formatted(Amounts.tokens(usage.guessed()));
    }

    /** What is not known is no zero. */
    private static String money(RunState run) {
        long unpriced = run.spent().of(new SpendingScope.OfRun()).unpriced();
        var unknown = unpriced == 0 ? "" : "%s of unknown price".formatted(Amounts.count(unpriced, "token"));
        return Stream.of(run.cost() == 0 ? "" : Dollars.told(run.cost()), unknown).filter(part -> !part.isEmpty())
                .map(part -> ", " + part).collect(Collectors.joining());
    }
}
