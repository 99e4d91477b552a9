package llmswarm.plan;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Requirements that are made of the specification: one for each piece of it that a task names by its lines, called
 * {@code L12-18} after them, and one for each piece that an edit withdrew, called {@code W7} after where it stood. A
 * plan whose requirements somebody wrote keeps them as they are.
 */
public final class SpecRequirements {
    /** What stands before the words of a list item or a comment. */
    private static final Pattern LEAD = Pattern.compile("^\\s*(?:[-*+>]|\\d{1,3}[.)])\\s+");
    /** Characters of a piece: enough to know it by. */
    private static final int LONGEST_TEXT = 80;

    private final SpecLines spec;

    private SpecRequirements(SpecLines spec) {
        this.spec = spec;
    }

    public static SpecRequirements of(SpecLines spec) {
        return new SpecRequirements(spec);
    }

    /** The plan with them; a task that names no line is for all of the specification. */
    public Plan in(Plan plan) {
        if (!plan.requirements().isEmpty()) return plan;
        var done = spec.marked(plan.background());
        done.or(spec.kept());
        var withdrawn = spec.withdrawn().stream().map(SpecRequirements::withdrawn).toList();
        var tasks = plan.tasks().stream().map(task -> {
            var lines = task.lines().isEmpty() ? List.of(spec.all()) : task.lines();
            return task.fulfilling(Stream.concat(ids(lines, done).stream(),
                    withdrawn.stream().map(Plan.Requirement::id)).toList(), lines);
        }).toList();
        var asked = Stream.concat(spec.pieces().stream().filter(piece -> tasks.stream().anyMatch(task ->
                task.requirements().contains(id(piece)))).map(this::requirement), withdrawn.stream()).toList();
        var open = plan.unclear().stream().map(unclear -> new Plan.Unclear(unclear.question(), unclear.assumption(),
                ids(unclear.lines(), done).stream().filter(id -> asked.stream()
                .anyMatch(one -> one.id().equals(id))).toList(), unclear.lines())).toList();
        return plan.with(asked, tasks, open);
    }

    /** The plan without them, as its planner gave it; a plan in which a word of them is somebody's own stays. */
    public Plan without(Plan plan) {
        var bare = plan.with(List.of(), plan.tasks().stream().map(task -> task.fulfilling(List.of(), task.lines()))
                .toList(), plan.unclear().stream().map(unclear -> new Plan.Unclear(unclear.question(),
                unclear.assumption(), List.of(), unclear.lines())).toList());
        return in(bare).equals(plan) ? bare : plan;
    }

    /** Whether the requirements of a plan are these and no others. */
    public boolean madeOfLines(Plan plan) {
        return !without(plan).equals(plan);
    }

    private List<String> ids(List<String> ranges, BitSet done) {
        var marked = spec.marked(ranges);
        marked.andNot(done);
        return spec.pieces().stream().filter(piece -> piece.meets(marked)).map(SpecRequirements::id).toList();
    }

    private static String id(LineRange piece) {
        return "L" + piece;
    }

    private Plan.Requirement requirement(LineRange piece) {
        return new Plan.Requirement(id(piece), shortened(spec.text(piece.toString())), List.of(piece.toString()));
    }

    private static Plan.Requirement withdrawn(SpecPiece piece) {
        return new Plan.Requirement("W" + piece.before(), "no longer: "
                + shortened(piece.was().replaceAll("\\s+", " ").strip()));
    }

    private static String shortened(String piece) {
        var text = LEAD.matcher(piece).replaceFirst("");
        return text.length() <= LONGEST_TEXT ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1
                : LONGEST_TEXT).strip() + " ...";
    }
}
