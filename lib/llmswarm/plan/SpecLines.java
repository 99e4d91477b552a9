package llmswarm.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A specification by its lines, counted from 1: what requirements point at, and what is shown to whoever works for
 * them.
 */
public final class SpecLines {
    /** A line's number or a range of them, as planners write it: {@code 7}, {@code 12-14}, {@code L12–L14}. */
    private static final Pattern RANGE =
            Pattern.compile("[Ll]?(\\d{1,6})(?:\\s*(?:-|–|—|\\.\\.|to)\\s*[Ll]?(\\d{1,6}))?");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");
    /** What stands before the words of a list item or a comment. */
    private static final Pattern LEAD = Pattern.compile("^\\s*(?:[-*+>]|\\d{1,3}[.)])\\s+");
    private static final String GAP = "[...]";
    /** Characters of a requirement that is made of lines: enough to know them by. */
    private static final int LONGEST_TEXT = 80;

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
        return blocks.pieces().stream().filter(this::says).map(piece -> new Stated(range(piece[0], piece[1]),
                String.join("\n", lines.subList(piece[0], piece[1] + 1)), blocks.headingsAbove(piece[0]).stream()
                .mapToObj(lines::get).map(String::strip).collect(Collectors.joining("\n")))).toList();
    }

    private boolean says(int[] piece) {
        return IntStream.rangeClosed(piece[0], piece[1]).anyMatch(this::says);
    }

    /** The lines of the pieces that an edit left as they were. */
    private BitSet kept() {
        return marked(edited.stream().filter(piece -> piece.fate() == SpecPiece.Fate.KEPT).map(SpecPiece::lines)
                .toList());
    }

    /** Of each piece that was withdrawn, what asks for its end. */
    private List<Plan.Requirement> withdrawn() {
        return edited.stream().filter(piece -> piece.fate() == SpecPiece.Fate.WITHDRAWN)
                .map(piece -> new Plan.Requirement("W" + piece.before(), "no longer: " + shortened(piece.was()
                .replaceAll("\\s+", " ").strip()))).toList();
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

    /** First and last line of a range, from 1; empty for what is no range of this specification. */
    private Optional<int[]> parsed(String range) {
        var matcher = RANGE.matcher(range.strip());
        if (!matcher.matches()) return Optional.empty();
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        return first < 1 || last < first || first > lines.size() ? Optional.empty()
                : Optional.of(new int[] {first, Math.min(last, lines.size())});
    }

    /** The lines of those ranges, by index from 0. */
    private BitSet marked(Collection<String> ranges) {
        var marked = new BitSet();
        ranges.forEach(range -> parsed(range).ifPresent(ends -> marked.set(ends[0] - 1, ends[1])));
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

    /**
     * The plan with a requirement for each piece of the specification that a task names, called by its lines; a task
     * that names none is for all of it. A plan with requirements of its own stays as it is.
     */
    public Plan withRequirements(Plan plan) {
        if (!plan.requirements().isEmpty()) return plan;
        var background = marked(plan.background());
        background.or(kept());
        var withdrawn = withdrawn();
        var pieces = blocks.pieces().stream().filter(this::says).toList();
        var tasks = plan.tasks().stream().map(task -> {
            var lines = task.lines().isEmpty() ? List.of(all()) : task.lines();
            return task.fulfilling(Stream.concat(ids(pieces, lines, background).stream(),
                    withdrawn.stream().map(Plan.Requirement::id)).toList(), lines);
        }).toList();
        var asked = Stream.concat(pieces.stream().filter(piece -> tasks.stream().anyMatch(task -> task.requirements()
                .contains(id(piece)))).map(this::requirement), withdrawn.stream()).toList();
        var open = plan.unclear().stream().map(unclear -> new Plan.Unclear(unclear.question(), unclear.assumption(),
                ids(pieces, unclear.lines(), background).stream().filter(id -> asked.stream()
                .anyMatch(one -> one.id().equals(id))).toList(), unclear.lines())).toList();
        return plan.with(asked, tasks, open);
    }

    private List<String> ids(List<int[]> pieces, List<String> ranges, BitSet background) {
        var marked = marked(ranges);
        marked.andNot(background);
        return pieces.stream().filter(piece -> {
            int next = marked.nextSetBit(piece[0]);
            return next >= 0 && next <= piece[1];
        }).map(SpecLines::id).toList();
    }

    private static String id(int[] piece) {
        return "L" + range(piece[0], piece[1]);
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first + 1) : "%d-%d".formatted(first + 1, last + 1);
    }

    private Plan.Requirement requirement(int[] piece) {
        var lines = range(piece[0], piece[1]);
        return new Plan.Requirement(id(piece), shortened(text(lines)), List.of(lines));
    }

    private static String shortened(String piece) {
        var text = LEAD.matcher(piece).replaceFirst("");
        return text.length() <= LONGEST_TEXT ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1
                : LONGEST_TEXT).strip() + " ...";
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
            open.add(range(first, i));
        }
        return open;
    }

    private boolean says(int i) {
        return !blocks.heading(i) && !blocks.mark(i) && WORD.matcher(lines.get(i)).find();
    }

    /** The text of a range, its lines joined by blanks; for a person. */
    public String text(String range) {
        return parsed(range).map(ends -> lines.subList(ends[0] - 1, ends[1]).stream().map(String::strip)
                .collect(Collectors.joining(" "))).orElse("");
    }
}
