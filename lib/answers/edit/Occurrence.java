package answers.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A stretch of a text that lines were found to be: from {@code start} up to {@code end}, counted from 0.
 *
 * @param partners for each line that was looked for, which one of the text it is; -1 where it is none of them
 * @param alike    the same, but also where it is one of the text that differs a little
 */
record Occurrence(int start, int end, List<Integer> partners, List<Integer> alike, IndentShift indent) {
    static final int NONE = -1;

    /** Where the lines stand at all. */
    static List<Occurrence> of(List<String> lines, List<String> text) {
        var unmoved = unmoved(lines, text);
        return unmoved.isEmpty() ? moved(lines, text) : unmoved;
    }

    /** Where they stand exactly so, else but for blanks at their ends. */
    static List<Occurrence> unmoved(List<String> lines, List<String> text) {
        var exact = find(lines, text, line -> line);
        return exact.isEmpty() ? find(lines, text, String::stripTrailing) : exact;
    }

    /** Where they stand moved to the side as one. */
    static List<Occurrence> moved(List<String> lines, List<String> text) {
        return find(lines, text, String::strip);
    }

    private static List<Occurrence> find(List<String> lines, List<String> text, UnaryOperator<String> seen) {
        var wanted = lines.stream().map(seen).toList();
        var there = text.stream().map(seen).toList();
        var found = new ArrayList<Occurrence>();
        for (int start = 0; start + wanted.size() <= there.size(); start++) {
            if (!matches(wanted, there, start)) continue;
            int from = start, to = start + wanted.size();
            var each = IntStream.range(from, to).boxed().toList();
            IndentShift.between(lines, text.subList(from, to)).ifPresent(indent -> found.add(new Occurrence(from, to, each, each, indent)));
        }
        return found;
    }

    private static boolean matches(List<String> wanted, List<String> there, int start) {
        for (int i = 0; i < wanted.size(); i++) if (!wanted.get(i).equals(there.get(start + i))) return false;
        return true;
    }

    /** Its first line, counted from 1. */
    int line() {
        return start + 1;
    }

    boolean overlaps(Occurrence other) {
        return start < other.end && other.start < end;
    }

    Optional<EditOutcome> edited(SearchReplace edit, List<String> text) {
        return replacement(edit, text).map(lines -> {
            var all = new ArrayList<>(text.subList(0, start));
            all.addAll(lines);
            all.addAll(text.subList(end, text.size()));
            return new EditOutcome.Applied(all, line());
        });
    }

    /**
     * What comes in place of its lines: those that the edit changes are changed, all others stay as they are in the text.
     * Empty when what the edit changes is not there as it says, or cannot be moved into the text's indentation.
     */
    Optional<List<String>> replacement(SearchReplace edit, List<String> text) {
        var lines = new ArrayList<String>();
        int at = start;
        for (var change : LineDiff.between(edit.search(), edit.replace())) {
            if (!solid(change)) return Optional.empty();
            int place = change.from() < partners.size() && partners.get(change.from()) != NONE ? partners.get(change.from()) : partners.get(change.from() - 1) + 1;
            lines.addAll(text.subList(at, place));
            for (var line : change.lines()) {
                var moved = indent.moved(line);
                if (moved.isEmpty()) return Optional.empty();
                lines.add(moved.get() + SearchReplace.ending(text));
            }
            at = place + change.to() - change.from();
        }
        lines.addAll(text.subList(at, end));
        return Optional.of(lines);
    }

    /**
     * Whether the lines that go, or where none goes the lines before and behind, are there as they are, and whether no line is
     * beside them that nobody looked for: it could belong on either side of what changes.
     */
    private boolean solid(LineDiff.Change change) {
        boolean inserts = change.from() == change.to();
        int first = Math.max(0, change.from() - 1), behind = Math.min(partners.size(), change.to() + 1);
        return IntStream.range(inserts ? first : change.from(), inserts ? behind : change.to()).allMatch(i -> partners.get(i) != NONE)
                && IntStream.range(first, behind).allMatch(i -> alike.get(i) != NONE && (i == first || alike.get(i) == alike.get(i - 1) + 1));
    }
}
