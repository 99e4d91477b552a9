package llmswarm.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.plan.SpecPiece;
import llmswarm.plan.SpecPiece.Fate;
import llmswarm.run.ChangePreview;
import llmswarm.run.journal.ChangeEvent;

/** A change as people read it. */
public final class ChangeText {
    /** Lines drawn around the name of a test that failed, as pytest does. */
    private static final Pattern RULED = Pattern.compile("^[_=-]{3,} | [_=-]{3,}$");
    private static final int LABEL = 14;

    private ChangeText() {
    }

    /** How many pieces of the specification were kept, changed, added and withdrawn; empty where there are none. */
    static String counts(List<SpecPiece> pieces) {
        return Stream.of(Fate.values()).map(fate -> {
            long count = pieces.stream().filter(piece -> piece.fate() == fate).count();
            return count == 0 ? "" : "%d %s".formatted(count, word(fate));
        }).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String word(Fate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    /** A table of all pieces that are not as before. */
    public static List<String> table(List<SpecPiece> pieces, int width) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("piece", "before", "now", "text"));
        pieces.stream().filter(piece -> piece.fate() != Fate.KEPT).forEach(piece -> rows.add(List.of(
                word(piece.fate()), piece.before(), piece.lines(),
                Cell.joined(piece.text().isEmpty() ? piece.was() : piece.text()))));
        return Table.lines(rows, width);
    }

    /** What a change would start from. */
    public static List<String> lines(ChangePreview preview, int width) {
        var lines = new ArrayList<>(Cell.labelled("Project", LABEL, "%s (%s), %s".formatted(preview.folder(),
                preview.stack(), Amounts.count(preview.files(), "file")), width));
        var counts = counts(preview.pieces());
        if (!counts.isEmpty()) {
            lines.addAll(Cell.labelled("Specification", LABEL, counts, width));
            lines.addAll(table(preview.pieces(), width));
        }
        lines.addAll(Cell.labelled("Shown first", LABEL, preview.shown().isEmpty() ? "no file by itself"
                : String.join(", ", preview.shown()), width));
        return lines;
    }

    /** Whether tests show the change. */
    static String shown(ChangeEvent.TestsTried tried) {
        var tests = String.join(", ", tried.tests());
        if (tried.tests().isEmpty()) return "no test shows the change: it adds and changes none";
        return tried.failing().isEmpty() ? "no test shows the change: %s pass without it, too".formatted(tests)
                : "%s, which pass, and without the change do not: %s".formatted(tests,
                RULED.matcher(tried.failing().getFirst()).replaceAll(""));
    }
}
