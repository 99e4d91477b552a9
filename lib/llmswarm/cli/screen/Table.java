package llmswarm.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Texts in columns, each wrapped in its own. */
public final class Table {
    private static final int GAP = 2, LEAST = 8;

    private Table() {
    }

    /**
     * Lines of at most the width, as long as each column can have eight; wide columns give way first.
     *
     * @param rows all of one length, the heads first
     */
    public static List<String> lines(List<List<String>> rows, int width) {
        int columns = rows.getFirst().size();
        var widths = new ArrayList<>(IntStream.range(0, columns).mapToObj(column -> rows.stream()
                .mapToInt(row -> Cell.width(Cell.joined(row.get(column)))).max().orElse(0)).toList());
        for (int over = widths.stream().mapToInt(each -> each + GAP).sum() - width; over > 0; over--) {
            int widest = IntStream.range(0, columns).reduce(0, (a, b) -> widths.get(b) > widths.get(a) ? b : a);
            if (widths.get(widest) <= LEAST) break;
            widths.set(widest, widths.get(widest) - 1);
        }
        return rows.stream().flatMap(row -> row(row, widths).stream()).toList();
    }

    /** One row, each cell wrapped to the width of its column. */
    static List<String> row(List<String> texts, List<Integer> widths) {
        var lines = new ArrayList<String>();
        var cells = new ArrayList<List<String>>();
        for (int i = 0; i < texts.size(); i++) cells.add(Cell.wrap(Cell.joined(texts.get(i)), widths.get(i)));
        for (int y = 0; y < cells.stream().mapToInt(List::size).max().orElse(0); y++) {
            var line = new StringBuilder();
            for (int i = 0; i < cells.size(); i++) {
                line.append("  ").append(Cell.left(y < cells.get(i).size() ? cells.get(i).get(y) : "", widths.get(i),
                        ""));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
