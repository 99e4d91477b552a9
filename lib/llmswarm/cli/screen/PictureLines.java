package llmswarm.cli.screen;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.SequencedCollection;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.run.journal.Momentary;
import llmswarm.run.state.RunState;
import llmswarm.run.state.TaskProgress;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import text.Dollars;

/** The run as lines of a screen: a head, a row for each task as far as they fit, what was folded away, the totals. */
final class PictureLines {
    private static final int HEAD_AND_TOTALS = 2, RECENT = 3;

    private final RunState run;
    private final StateSigns signs;
    private final int width;
    private final Instant now;

    private PictureLines(RunState run, StateSigns signs, int width, Instant now) {
        this.run = run;
        this.signs = signs;
        this.width = width;
        this.now = now;
    }

    /** At most {@code height} lines, each of at most {@code width} columns. */
    static List<AttributedString> lines(RunState run, StateSigns signs, int width, int height, Instant now) {
        return new PictureLines(run, signs, width, now).lines(height);
    }

    private List<AttributedString> lines(int height) {
        var all = run.rows();
        var parked = parked();
        var room = Math.max(1, height - HEAD_AND_TOTALS - parked.size());
        var shown = all.size() <= room ? all : mostTelling(all, room - 1);
        var columns = Columns.fit(shown, signs, width, now);
        var lines = new ArrayList<AttributedString>();
        if (height > 2) lines.add(styled(head(), signs.title()));
        shown.forEach(row -> lines.add(line(row, columns)));
        if (shown.size() < all.size()) lines.add(styled(folded(all, shown), signs.quiet()));
        parked.forEach(line -> lines.add(styled(line, signs.title())));
        lines.add(new AttributedString(totals()));
        return lines.subList(Math.max(0, lines.size() - Math.max(1, height)), lines.size());
    }

    /** What all wait for, where a server answers nobody. */
    private List<String> parked() {
        return run.newest(Momentary.Parked.class).filter(parked -> parked.until() > 0 && run.ended().isEmpty())
                .map(parked -> {
                    long left = parked.until() - now.toEpochMilli();
                    return "%s: waiting for its server, asked again %s".formatted(Cell.line(parked.alias()),
                            left > 0 ? "in " + Amounts.whole((left + 999) / 1000) : "now");
                }).stream().toList();
    }

    private AttributedString styled(String text, AttributedStyle style) {
        return new AttributedString(Cell.cut(text, width, signs.ellipsis()), style);
    }

    private String head() {
        var name = run.plan().map(plan -> signs.shown(plan.name())).orElse("");
        return Stream.of(name, run.stack(), run.phase()).filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  "));
    }

    /** Whoever works, what failed, what ended last and what is next; in graph order again. */
    private static List<TaskProgress> mostTelling(List<TaskProgress> all, int room) {
        var recent = new HashSet<>(all.stream().filter(row -> row.state() == TaskProgress.Stage.DONE)
                .sorted(Comparator.comparingLong(TaskProgress::ending).reversed()).limit(RECENT).toList());
        Function<TaskProgress, Integer> rank = row -> switch (row.state()) {
            case RUNNING, CHECKING -> 0;
            case FAILED, INTERRUPTED -> 1;
            case WAITING -> 3;
            case BLOCKED -> 4;
            case DONE -> recent.contains(row) ? 2 : 5;
        };
        var chosen = new HashSet<>(all.stream().sorted(Comparator.comparing(rank)).limit(Math.max(0, room)).toList());
        return all.stream().filter(chosen::contains).toList();
    }

    private String folded(List<TaskProgress> all, List<TaskProgress> shown) {
        var counts = new EnumMap<TaskProgress.Stage, Integer>(TaskProgress.Stage.class);
        var seen = new HashSet<>(shown);
        all.stream().filter(row -> !seen.contains(row)).forEach(row -> counts.merge(row.state(), 1, Integer::sum));
        return signs.ellipsis() + " and " + counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().word()).collect(Collectors.joining(", "));
    }

    private AttributedString line(TaskProgress row, List<Columns.Column> columns) {
        var line = new AttributedStringBuilder();
        line.styled(signs.style(row.state()), signs.sign(row.state()));
        for (var column : columns) {
            line.append(column.kind() == Columns.Kind.TASK ? " " : "  ");
            line.styled(switch (column.kind()) {
                case TASK -> signs.style(row.state());
                case TEXT -> row.state() == TaskProgress.Stage.FAILED ? signs.style(row.state()) : signs.quiet();
                default -> AttributedStyle.DEFAULT;
            }, column.cell(row, signs));
        }
        var end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') end--;
        return line.subSequence(0, end).columnSubSequence(0, width);
    }

    /** What fits, the most important first; but always in the same order. */
    private String totals() {
        var over = run.tasks().stream().filter(row -> row.state() == TaskProgress.Stage.DONE).count();
        var running = run.tasks().stream().filter(row -> row.state().active()).count();
        var parts = new ArrayList<String>();
        parts.add(over + "/" + run.tasks().size() + " done");
        parts.add(running == 0 ? "" : running + " running");
        for (var state : List.of(TaskProgress.Stage.FAILED, TaskProgress.Stage.BLOCKED,
                TaskProgress.Stage.INTERRUPTED)) {
            parts.add(run.count(state) == 0 ? "" : run.count(state) + " " + state.word());
        }
        parts.add(Amounts.shortTokens(run.tokens()) + (run.tokens() == 1 ? " token" : " tokens"));
        parts.add(run.cost() == 0 ? "" : Dollars.told(run.cost()));
        parts.add(Amounts.clock(run.seconds(now)));
        var kept = new TreeSet<Integer>();
        for (var next : List.of(0, 2, 7, 1, 6, 5, 3, 4)) {
            kept.add(next);
            if (Cell.width(join(parts, kept)) > width) kept.remove(next);
        }
        return join(parts, kept);
    }

    private static String join(List<String> parts, SequencedCollection<Integer> kept) {
        return kept.stream().map(parts::get).filter(part -> !part.isEmpty()).collect(Collectors.joining("  "));
    }
}
