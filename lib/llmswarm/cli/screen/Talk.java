package llmswarm.cli.screen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.run.journal.ChangeEvent;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.journal.Undone;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress;
import llmswarm.run.state.TaskProgress.Stage;
import text.Dollars;
import text.Printable;

/** The lines an event is worth, in which all shows. */
final class Talk {
    private static final int EVIDENCE = 6, LONGEST = 200;

    private Talk() {
    }

    /** Lines about an entry that the run's state has already taken; none for most. */
    static List<String> lines(Entry entry, RunState run) {
        return switch (entry.event()) {
            case Event.RunStarted e -> concat(List.of(join("run", e.run(), "of " + Printable.escaped(e.specFile()))),
                    note("", e.note()));
            case Planning.StackChosen e -> List.of(join("stack", e.stack(), Cell.joined(e.reason())));
            case Planning.Sized e -> List.of(join("tasks", e.cut().word(), Cell.joined(e.why())));
            case Planning.Forecasted e -> List.of(join("forecast", estimate(e.plan()), others(e)));
            case ChangeEvent.Changing e -> changing(e);
            case ChangeEvent.TestsTried e -> List.of(join("tests", ChangeText.shown(e)));
            case Planning.ProgramsFound e -> List.of();
            case Planning.ProgramsMissing e when e.attempt() == Planning.ProgramsMissing.OF_PACKS -> List.of();
            case Planning.ProgramsMissing e -> e.faults().stream().flatMap(fault -> note("", fault).stream()).toList();
            case Event.Planned e -> concat(List.of(join("plan", e.plan().name(), size(e))),
                    e.notes().stream().flatMap(note -> note("", note).stream()).toList());
            case Event.AskedModel e -> e.attempt() < 2 ? List.of() : again(run.task(e.task()));
            case Event.Checked e -> checked(e);
            case Momentary.Retold(var checked) -> checked(checked);
            case Event.TaskEnded e -> concat(List.of(ended(run, run.task(e.task()), entry.at())),
                    e.state() == Event.State.DONE ? List.of() : evidence(e.evidence()));
            case Event.Asked e -> question(e);
            case Event.Answered e -> List.of(e.byPerson() ? join("answered " + e.from(), Cell.joined(e.answer()))
                    : assumed(Cell.joined(e.answer())));
            case Event.Noted e -> note(e.task(), e.sentence());
            case Momentary.Past e -> List.of();
            case Event.Resumed e ->
                    List.of(join("resume", "%d of %s done before".formatted(run.count(TaskProgress.Stage.DONE),
                    Amounts.count(run.tasks().size(), "task"))));
            case Momentary.Unanswered e -> List.of();
            case Momentary.Parked e -> List.of();
            case Momentary.CheckStarted e -> List.of();
            case Momentary.Streaming e -> List.of();
            case Event.AnsweredModel e -> List.of();
            case Event.Replacing e -> List.of();
            case Event.Integrated e -> List.of();
            case Forked e -> List.of(join("fork", "of %s, with its past before line %d".formatted(e.of(), e.from()),
                    e.models().entrySet().stream().sorted(Map.Entry.comparingByKey())
                    .map(model -> "%s is %s".formatted(model.getKey(), model.getValue()))
                    .collect(Collectors.joining(", "))));
            case Undone e -> List.of(join("undone", String.join(", ", e.tasks())));
            case Event.Evidenced e -> List.of();
            case Spending.Allowed e -> List.of(allowed(e, run));
            case Spending.Reached e -> List.of(join("budget", Cell.joined(e.sentence())));
            case Spending.Reserved e -> List.of();
            case Spending.Settled e -> List.of();
            case Event.RunEnded e -> List.of();
        };
    }

    private static String allowed(Spending.Allowed e, RunState run) {
        if (!(e.whose() instanceof SpendingScope.OfRun)) return join("budget", e.budget().told(), "for " + e.whose().told());
        return join("budget", e.budget().told(), run.spent().of(e.whose()).calls() == 0 ? ""
                : "of which %s are spent".formatted(taken(run)), "(--budget, --max-tokens, --max-calls)");
    }

    private static String taken(RunState run) {
        return (run.cost() == 0 ? "" : Dollars.told(run.cost()) + " and ") + Amounts.count(run.usage().tokens(), "token");
    }

    private static String ended(RunState run, TaskProgress row, Instant now) {
        var over = run.tasks().stream().filter(task -> task.state().over()).count();
        var place = "[%d/%d] %s".formatted(over, run.tasks().size(), row.state().word());
        if (row.attempt() == 0) return join(place, row.id(), row.agent());
        return join(place, row.id(), row.agent(), row.alias(), Amounts.seconds(row.seconds(now)), spent(row));
    }

    /** A row's tokens and, where a price is known, money; or that it took none. */
    static String spent(TaskProgress row) {
        if (row.recorded() > 0 && row.tokens() == 0) return "recorded";
        if (row.state() == Stage.DONE && row.tokens() == 0) return "tokens not counted";
        return join(Amounts.count(row.tokens(), "token"), row.cost() == 0 ? "" : Dollars.told(row.cost()));
    }

    private static List<String> again(TaskProgress row) {
        return List.of(join("again", row.id(), row.agent(), row.alias(), "attempt " + row.attempt(),
                Cell.line(row.reason())));
    }

    private static List<String> checked(Event.Checked e) {
        return e.task().isEmpty() ? endCheck(e) : List.of();
    }

    private static List<String> changing(ChangeEvent.Changing e) {
        var counts = ChangeText.counts(e.pieces());
        return List.of(join("change", counts.isEmpty() ? "of what is there" : "of the specification: " + counts));
    }

    private static List<String> endCheck(Event.Checked e) {
        if (e.holds() && !e.passed()) return List.of(join("check", e.check(), "failed as before the change"));
        if (e.passed()) return List.of(join("check", e.check(), "passed", Amounts.seconds(e.seconds())));
        var line = join("check", e.check(), e.unchecked() ? "not run" : e.withoutResult() ? "no result"
                : "failed (exit code " + e.exit() + ")");
        return concat(List.of(line), evidence(e.tail()));
    }

    private static List<String> question(Event.Asked e) {
        var lines = new ArrayList<String>();
        Cell.lines(e.question()).forEach(line -> lines.add(lines.isEmpty() ? join("question", line) : "    " + line));
        lines.add("    without an answer: " + Cell.joined(e.assumed()));
        return lines;
    }

    private static String assumed(String answer) {
        return answer.equals("n") ? "no answer, taken as no" : join("assumed", answer);
    }

    private static List<String> note(String task, String sentence) {
        return sentence == null || sentence.isBlank() ? List.of()
                : List.of(join("note", task.isEmpty() ? "" : task + ":", Cell.joined(sentence)).replace(":  ", ": "));
    }

    private static List<String> evidence(String text) {
        var all = Cell.lines(text).stream().filter(line -> !line.isBlank()).toList();
        var shown = all.stream().limit(EVIDENCE).map(line -> "    " + Cell.cut(line, LONGEST, "..."));
        return concat(shown.toList(), all.size() <= EVIDENCE ? List.of()
                : List.of("    ... and " + Amounts.count(all.size() - EVIDENCE, "more line")));
    }

    private static String others(Planning.Forecasted e) {
        if (e.others().isEmpty()) return "";
        return e.others().stream().map(other -> cut(other) + " " + estimate(other))
                .collect(Collectors.joining("; ", "(", ")"));
    }

    private static String cut(Planning.Estimate e) {
        return switch (e.cut()) {
            case ONE -> "alone";
            case FEW -> "few tasks";
            case MANY -> "many tasks";
        };
    }

    private static String estimate(Planning.Estimate e) {
        var range = e.low() == e.high() ? "" : " (%s to %s)".formatted(Amounts.shortTokens(e.low()),
                Amounts.shortTokens(e.high()));
        return Stream.of(Amounts.shortTokens(e.tokens()) + " tokens" + range, Amounts.shortSeconds(e.seconds()),
                e.dollars() < 0 ? "" : Dollars.told(e.dollars())).filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String size(Event.Planned e) {
        return Stream.of(Amounts.count(e.plan().tasks().size(), "task"),
                Amounts.count(e.plan().requirements().size(), "requirement"),
                Amounts.count(e.plan().contracts().size(), "contract")).collect(Collectors.joining(", "));
    }

    /** The parts that are not empty, two spaces between them. */
    private static String join(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).map(Cell::joined).collect(Collectors.joining("  "));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
