package llmswarm.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A specification by its lines, counted from 1: what requirements point at, and what is shown to whoever works for
 * them.
 */
public final class SpecLines {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");
    private static final String GAP = "[...]";

    private final List<String> lines;
    private final SpecBlocks blocks;
    private final List<SpecPiece> edited;

    private SpecLines(List<String> lines, List<SpecPiece> edited) {
        this.lines = List.copyOf(lines);
        this.blocks = SpecBlocks.of(this.lines);
        this.edited = List.copyOf(edited);
    }

    public static SpecLines of(String spec) {
        return new SpecLines(spec.lines().toList(), List.of());
    }

    /**
     * The same specification, of which only what was edited is still to be done.
     *
     * @param pieces what became of those of an earlier form of it; none where all of it is to be done
     */
    public SpecLines edited(List<SpecPiece> pieces) {
        return new SpecLines(lines, pieces);
    }

    /**
     * A piece of the specification.
     *
     * @param lines    such as {@code 12-14}
     * @param text     as it stands
     * @param headings above it, a line each
     */
    record Stated(String lines, String text, String headings) {
    }

    /** All pieces that say something, in their order. */
    List<Stated> stated() {
        return pieces().stream().map(piece -> new Stated(piece.toString(),
                String.join("\n", lines.subList(piece.first() - 1, piece.last())), blocks.headingsAbove(
                piece.first() - 1).stream().mapToObj(lines::get).map(String::strip)
                .collect(Collectors.joining("\n")))).toList();
    }

    /** Where they stand. */
    List<LineRange> pieces() {
        return blocks.pieces().stream().map(piece -> new LineRange(piece[0] + 1, piece[1] + 1))
                .filter(piece -> IntStream.range(piece.first() - 1, piece.last()).anyMatch(this::says)).toList();
    }

    /** The lines of the pieces that an edit left as they were. */
    BitSet kept() {
        return marked(edited.stream().filter(piece -> piece.fate() == SpecPiece.Fate.KEPT).map(SpecPiece::lines)
                .toList());
    }

    /** The pieces that an edit withdrew. */
    List<SpecPiece> withdrawn() {
        return edited.stream().filter(piece -> piece.fate() == SpecPiece.Fate.WITHDRAWN).toList();
    }

    /** Each line behind its number and a bar. */
    public String numbered() {
        int width = Integer.toString(lines.size()).length();
        return IntStream.range(0, lines.size()).mapToObj(i -> ("%" + width + "d| %s").formatted(i + 1, lines.get(i))
                .stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    /** All of it as it stands. */
    public String text() {
        return String.join("\n", lines) + "\n";
    }

    /** The whole specification as one range. */
    public String all() {
        return "1-" + Math.max(1, lines.size());
    }

    /** What is wrong with the line numbers of a plan, a sentence each. */
    public List<String> faults(Plan plan) {
        var faults = new ArrayList<String>();
        for (var requirement : plan.requirements()) faults(faults, "requirement '%s'".formatted(requirement.id()),
                requirement.lines());
        for (var task : plan.tasks()) faults(faults, "task '%s'".formatted(task.id()), task.lines());
        for (var unclear : plan.unclear()) faults(faults, "unclear", unclear.lines());
        faults(faults, "background", plan.background());
        return faults;
    }

    private void faults(List<String> faults, String where, List<String> ranges) {
        for (var range : ranges) {
            if (parsed(range).isEmpty()) {
                faults.add("%s: '%s' is no line of the specification, which has the lines 1 to %d; write 7 or 12-14"
                        .formatted(where, range, lines.size()));
            }
        }
    }

    /** A range as a plan writes it; empty for what is no range of this specification. */
    private Optional<LineRange> parsed(String range) {
        return LineRange.parse(range).flatMap(found -> found.within(lines.size()));
    }

    /** The lines of those ranges, by index from 0. */
    BitSet marked(Collection<String> ranges) {
        var marked = new BitSet();
        ranges.forEach(range -> parsed(range).ifPresent(ends -> marked.set(ends.first() - 1, ends.last())));
        return marked;
    }

    /**
     * The lines of the ranges as they stand, with the rest of their paragraphs, list items, tables and samples, and the
     * headings above them; what is left out between is a line of its own. Empty where there are no ranges.
     */
    public String quoted(Collection<String> ranges) {
        var shown = blocks.whole(marked(ranges));
        var text = new StringBuilder();
        int after = 0;
        for (int i = shown.nextSetBit(0); i >= 0; i = shown.nextSetBit(i + 1)) {
            if (lines.subList(after, i).stream().anyMatch(line -> !line.isBlank())) text.append(GAP).append('\n');
            else if (i > after && !text.isEmpty()) text.append("\n".repeat(i - after));
            text.append(lines.get(i)).append('\n');
            after = i + 1;
        }
        return text.toString();
    }

    /** The lines that say something and that neither a requirement nor the background names, as numbers and ranges. */
    public List<String> uncovered(Plan plan) {
        var ranges = new ArrayList<>(plan.background());
        plan.requirements().forEach(requirement -> ranges.addAll(requirement.lines()));
        var covered = blocks.samples(marked(ranges));
        covered.or(kept());
        var open = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            if (covered.get(i) || !says(i)) continue;
            int first = i;
            while (i + 1 < lines.size() && !covered.get(i + 1) && says(i + 1)) i++;
            open.add(new LineRange(first + 1, i + 1).toString());
        }
        return open;
    }

    private boolean says(int i) {
        return !blocks.heading(i) && !blocks.mark(i) && WORD.matcher(lines.get(i)).find();
    }

    /** The text of a range, its lines joined by blanks; for a person. */
    public String text(String range) {
        return parsed(range).map(ends -> lines.subList(ends.first() - 1, ends.last()).stream().map(String::strip)
                .collect(Collectors.joining(" "))).orElse("");
    }
}
