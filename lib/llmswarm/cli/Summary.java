package llmswarm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.plan.Plan;
import llmswarm.plan.SpecLines;
import llmswarm.run.Event;

/** What a run came to, in lines; where it lies and what to type next is for the caller to add. */
public final class Summary {
    private static final int LABEL = 14;

    private Summary() {
    }

    /** Lines of at most the width, as long as that is 26 or more. */
    public static List<String> lines(Board board, int width) {
        var lines = new ArrayList<String>();
        lines.addAll(labelled("Made", board.plan().map(plan -> made(board, plan)).orElse("nothing: there is no plan"), width));
        board.plan().map(plan -> requirements(board, plan)).ifPresent(text -> lines.addAll(labelled("Requirements", text, width)));
        board.plan().map(plan -> uncovered(board, plan)).filter(text -> !text.isEmpty()).ifPresent(text -> lines.addAll(labelled("Not covered", text, width)));
        board.plan().stream().flatMap(plan -> plan.unclear().stream())
                .forEach(unclear -> lines.addAll(labelled("Assumed", Cell.joined(unclear.question() + " " + unclear.assumption()), width)));
        if (!board.checks().isEmpty()) lines.addAll(labelled("Checks", checks(board), width));
        Stream.concat(board.tasks().stream(), board.endChecks().stream())
                .filter(row -> row.state().over() && row.state() != Row.State.DONE)
                .forEach(row -> lines.addAll(labelled(label(row), reason(row), width)));
        lines.addAll(labelled("Tokens", tokens(board), width));
        lines.addAll(labelled("Time", Amounts.seconds(board.seconds()), width));
        return lines;
    }

    private static List<String> labelled(String label, String text, int width) {
        return Cell.labelled(label, LABEL, text, width);
    }

    private static String made(Board board, Plan plan) {
        var stack = board.stack().isEmpty() ? "" : " with the stack " + board.stack();
        return "%s%s: %d of %s, %s, %s".formatted(Cell.line(plan.name()), stack, board.count(Row.State.DONE),
                Amounts.count(plan.tasks().size(), "task"), Amounts.count(board.commits(), "commit"),
                Amounts.count(board.files(), "file"));
    }

    /** Lines of the specification that no requirement names; a plan that names none at all has been told so. */
    private static String uncovered(Board board, Plan plan) {
        if (plan.requirements().stream().allMatch(requirement -> requirement.lines().isEmpty())) return "";
        var open = SpecLines.of(board.spec()).uncovered(plan);
        return open.isEmpty() ? "" : "lines of the specification that no requirement names: " + String.join(", ", open);
    }

    /** A requirement is built when every task that names it is done; what was only assumed is not counted. */
    private static String requirements(Board board, Plan plan) {
        var open = plan.requirements().stream().map(Plan.Requirement::id).filter(id -> {
            var tasks = plan.tasks().stream().filter(task -> task.requirements().contains(id)).toList();
            return tasks.isEmpty() || !tasks.stream().allMatch(task -> board.task(task.id()).state() == Row.State.DONE);
        }).toList();
        var assumed = plan.unclear().stream().flatMap(unclear -> unclear.requirements().stream()).distinct().filter(id -> !open.contains(id)).toList();
        var all = plan.requirements().size();
        return "%d of %d built".formatted(all - open.size() - assumed.size(), all) + named("not built", open) + named("assumed", assumed) + tested(board);
    }

    private static String named(String what, List<String> ids) {
        return ids.isEmpty() ? "" : "; %s: %s".formatted(what, String.join(", ", ids));
    }

    /** A requirement is tested only by tests that were written for it and passed. */
    private static String tested(Board board) {
        if (board.evidence().isEmpty()) return "";
        var checks = board.evidence().stream().flatMap(e -> e.checks().stream()).distinct().map("'%s'"::formatted).toList();
        var not = board.evidence().stream().filter(e -> e.checks().isEmpty()).map(Event.Evidenced::requirement).toList();
        if (checks.isEmpty()) return "; none of them is tested";
        var count = "; %d tested by %s".formatted(board.evidence().size() - not.size(), String.join(", ", checks));
        return not.isEmpty() ? count : count + "; not tested: " + String.join(", ", not);
    }

    private static String checks(Board board) {
        var counted = board.checks().stream().filter(check -> !elsewhere(board, check)).toList();
        var unchecked = board.checks().stream().filter(check -> check.failure().equals(Board.UNCHECKED)).count();
        var unknown = board.checks().stream().filter(check -> check.failure().equals(Board.NO_RESULT)).count();
        var passed = counted.stream().filter(Event.Checked::passed).count();
        var failed = counted.size() - passed - unchecked - unknown;
        var parts = Stream.of(passed + " passed", failed == 0 ? "" : failed + " failed", unknown == 0 ? "" : unknown + " without a result",
                unchecked == 0 ? "" : unchecked + " not run");
        var tests = board.checks().stream().filter(check -> check.task().isEmpty()).mapToInt(Event.Checked::tests).sum();
        return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining(", ")) + (tests == 0 ? "" : "; %s ran".formatted(Amounts.count(tests, "test")));
    }

    /** A check that failed in the attempt of a task that is done was not that task's to mend. */
    private static boolean elsewhere(Board board, Event.Checked check) {
        return !check.task().isEmpty() && !check.passed() && board.tasks().stream()
                .anyMatch(row -> row.id().equals(check.task()) && row.state() == Row.State.DONE);
    }

    private static String label(Row row) {
        return switch (row.state()) {
            case FAILED -> row.withoutResult() ? "No result" : "Failed";
            case INTERRUPTED -> "Interrupted";
            default -> row.title().equals(Board.END_CHECK) ? "Not run" : "Blocked";
        };
    }

    private static String reason(Row row) {
        var attempts = row.attempt() > 1 ? ", " + row.attempt() + " attempts" : "";
        var who = Cell.line(row.agent().isEmpty() ? row.id() : "%s (%s%s)".formatted(row.id(), row.agent(), attempts));
        var why = Cell.line(row.reason());
        return why.isEmpty() ? who : who + ": " + why;
    }

    private static String tokens(Board board) {
        var usage = board.usage();
        var cached = usage.cachedInput() == 0 ? "" : " with " + Amounts.tokens(usage.cachedInput()) + " cached";
        var money = board.cost() == 0 ? "" : ", " + Amounts.money(board.cost());
        var spent = "%s (%s in%s, %s out)%s".formatted(Amounts.tokens(usage.input() + usage.output()),
                Amounts.tokens(usage.input()), cached, Amounts.tokens(usage.output()), money);
        if (board.recorded() == 0) return spent;
        var recorded = Amounts.count(board.recorded(), "answer") + " from the tape";
        return usage.input() + usage.output() == 0 ? "0 (" + recorded + ")" : spent + "; " + recorded;
    }
}
