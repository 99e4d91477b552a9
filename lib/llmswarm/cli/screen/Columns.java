package llmswarm.cli.screen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;

import llmswarm.run.state.TaskProgress;
import text.Dollars;

/** Which columns of the picture fit into its width: the less important ones go first. */
final class Columns {
    private static final int GAP = 2, SIGN = 2, NUMBER = 6, LONGEST_NAME = 14, LEAST_TASK = 6, LEAST_TEXT = 10,
            SILENT = 10;
    private static final int NARROW = 60, ROOMY = 110;
    private static final String RECORDED = "recorded";

    /** The columns from left to right. */
    enum Kind { TASK, AGENT, MODEL, SECONDS, TOKENS, MONEY, TEXT }

    /** A column of that many screen columns. */
    record Column(Kind kind, int width, Function<TaskProgress, String> text) {
        private static final EnumSet<Kind> NUMBERS = EnumSet.of(Kind.SECONDS, Kind.TOKENS, Kind.MONEY);

        String cell(TaskProgress row, StateSigns signs) {
            var cell = text.apply(row);
            return NUMBERS.contains(kind) ? Cell.right(cell, width, signs.ellipsis())
                    : Cell.left(cell, width, signs.ellipsis());
        }
    }

    private Columns() {
    }

    /** The columns for those rows; only the task where nothing else fits. */
    static List<Column> fit(List<TaskProgress> rows, StateSigns signs, int width, Instant now) {
        var columns = new ArrayList<>(List.of(tasks(rows, signs, width)));
        var room = width - SIGN - columns.getFirst().width();
        var tokens = rows.stream().anyMatch(row -> tokens(row).equals(RECORDED)) ? RECORDED.length() : NUMBER;
        var byImportance = List.of(new Column(Kind.SECONDS, NUMBER, row -> seconds(row, now)),
                names(Kind.AGENT, rows, row -> signs.shown(row.agent())),
                new Column(Kind.TOKENS, tokens, Columns::tokens),
                names(Kind.MODEL, rows, row -> signs.shown(row.alias())));
        for (var next : byImportance) {
            if (next.width() == 0 || room < GAP + next.width()) continue;
            columns.add(next);
            room -= GAP + next.width();
        }
        if (width >= ROOMY) {
            columns.add(new Column(Kind.MONEY, NUMBER + 1, row -> row.cost() == 0 ? "" : Dollars.told(row.cost())));
            room -= GAP + NUMBER + 1;
        }
        if (room >= GAP + LEAST_TEXT) columns.add(new Column(Kind.TEXT, room - GAP, row ->
                signs.shown(text(row, now))));
        columns.sort((a, b) -> a.kind().compareTo(b.kind()));
        return columns;
    }

    private static Column names(Kind kind, List<TaskProgress> rows, Function<TaskProgress, String> name) {
        var longest = rows.stream().mapToInt(row -> Cell.width(name.apply(row))).max().orElse(0);
        return new Column(kind, Math.min(longest, LONGEST_NAME), name);
    }

    /** Ids, indented by depth below the shallowest row as long as half of the column is left for the name. */
    private static Column tasks(List<TaskProgress> rows, StateSigns signs, int width) {
        var widest = Math.max(LEAST_TASK, Math.min(width - SIGN, Math.max(width / 3, LONGEST_NAME)));
        var step = width < NARROW ? 1 : 2;
        var shallowest = rows.stream().mapToInt(TaskProgress::depth).min().orElse(0);
        Function<TaskProgress, String> name =
                row -> " ".repeat(Math.min((row.depth() - shallowest) * step, widest / 2)) + signs.shown(row.id());
        var longest = rows.stream().mapToInt(row -> Cell.width(name.apply(row))).max().orElse(0);
        return new Column(Kind.TASK, Math.min(widest, longest), name);
    }

    private static String seconds(TaskProgress row, Instant now) {
        if (row.state().active()) return Amounts.clock(row.seconds(now));
        return row.seconds(now) == 0 ? "" : Amounts.shortSeconds(row.seconds(now));
    }

    private static String tokens(TaskProgress row) {
        if (row.tokens() > 0) return Amounts.shortTokens(row.tokens());
        return row.recorded() > 0 ? RECORDED : "";
    }

    /** That the model has not been heard for long, such as {@code 14s silent: }. */
    private static String silence(TaskProgress row, Instant now) {
        return row.silence(now) < SILENT ? "" : Amounts.clock(row.silence(now)) + " silent: ";
    }

    /** The title; while somebody writes, the newest line; after a failure, why. */
    private static String text(TaskProgress row, Instant now) {
        var text = switch (row.state()) {
            case WAITING, DONE -> row.title();
            case RUNNING -> silence(row, now) + (row.line().isBlank() ? row.title() : row.line());
            case CHECKING -> "checking";
            case FAILED, BLOCKED, INTERRUPTED -> Cell.line(row.reason()).isEmpty() ? row.title() : row.reason();
        };
        return row.state().active() && row.attempt() > 1 ? "attempt " + row.attempt() + ": " + text.strip() : text;
    }
}
