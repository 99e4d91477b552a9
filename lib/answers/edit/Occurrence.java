package answers.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A place in a text where an edit fits.
 *
 * @param start the line of the text, counted from 0, at which the edit's search text begins
 * @param edit  without those blank lines at the ends of its search text that the text does not have there
 * @param shift from the indentation of the edit to that of the text
 */
record Occurrence(int start, SearchReplace edit, IndentShift shift) {
    /**
     * Where the search text stands word for word, blanks at line ends apart. Where it stands so nowhere, each place
     * where it stands with other indentation or with fewer blank lines around it.
     */
    static List<Occurrence> of(SearchReplace edit, List<String> text) {
        var exact = find(edit.search(), text, line -> line);
        if (exact.isEmpty()) exact = find(edit.search(), text, String::stripTrailing);
        if (!exact.isEmpty()) {
            return exact.stream().map(start -> new Occurrence(start, edit, new IndentShift.In(""))).toList();
        }
        int leading = blank(edit.search()), trailing = blank(edit.search().reversed());
        var filled = edit.search().subList(leading, edit.search().size() - trailing);
        var moved = new ArrayList<Occurrence>();
        for (int start : find(filled, text, String::strip)) {
            int end = start + filled.size();
            int before = Math.min(leading, blank(text.subList(0, start).reversed()));
            int behind = Math.min(trailing, blank(text.subList(end, text.size())));
            var fitting = trimmed(edit, leading - before, trailing - behind);
            IndentShift.between(filled, text.subList(start, end))
                    .ifPresent(shift -> moved.add(new Occurrence(start - before, fitting, shift)));
        }
        return moved;
    }

    private static List<Integer> find(List<String> lines, List<String> text, UnaryOperator<String> seen) {
        var wanted = lines.stream().map(seen).toList();
        var there = text.stream().map(seen).toList();
        return IntStream.rangeClosed(0, there.size() - wanted.size()).filter(start -> matches(wanted, there, start))
                .boxed().toList();
    }

    private static boolean matches(List<String> wanted, List<String> there, int start) {
        for (int i = 0; i < wanted.size(); i++) if (!wanted.get(i).equals(there.get(start + i))) return false;
        return true;
    }

    /** Without so many blank lines at the ends of the search text; the replacement loses those that it has, too. */
    private static SearchReplace trimmed(SearchReplace edit, int leading, int trailing) {
        var replace = edit.replace();
        replace = replace.subList(Math.min(leading, blank(replace)), replace.size());
        replace = replace.subList(0, replace.size() - Math.min(trailing, blank(replace.reversed())));
        return new SearchReplace(edit.search().subList(leading, edit.search().size() - trailing), replace);
    }

    private static int blank(List<String> lines) {
        return (int) lines.stream().takeWhile(String::isBlank).count();
    }

    /** The line, counted from 1, of the first line that is not blank. */
    int line() {
        return start + blank(edit.search()) + 1;
    }

    /** The text with the edit made. Lines that begin or end both halves of the edit stay as they are in the text. */
    EditOutcome replaced(List<String> text) {
        var search = edit.search();
        var replace = edit.replace();
        int head = same(search, replace);
        int tail = same(search.subList(head, search.size()).reversed(),
                replace.subList(head, replace.size()).reversed());
        var lines = new ArrayList<>(text.subList(0, start + head));
        for (var line : replace.subList(head, replace.size() - tail)) {
            var moved = shift.moved(line);
            if (moved.isEmpty()) return new EditOutcome.NotFound();
            lines.add(moved.get() + SearchReplace.lineEnd(text));
        }
        lines.addAll(text.subList(start + search.size() - tail, text.size()));
        return new EditOutcome.Applied(lines);
    }

    private static int same(List<String> first, List<String> second) {
        int count = 0;
        while (count < first.size() && count < second.size() && first.get(count).equals(second.get(count))) count++;
        return count;
    }
}
