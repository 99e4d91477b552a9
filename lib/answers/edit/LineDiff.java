//DEPS io.github.java-diff-utils:java-diff-utils:4.16
package answers.edit;

import java.util.List;

import com.github.difflib.DiffUtils;

/** What differs between two lists of lines. */
final class LineDiff {
    /** The algorithm's memory grows with the square of what differs; beyond this the middle is one change. */
    private static final long LARGEST = 250_000;

    /** Lines {@code from} up to {@code to} of the first list are these in the second. */
    record Change(int from, int to, List<String> lines) {
    }

    private LineDiff() {
    }

    /** In their order; lines between two changes are the same in both lists. */
    static List<Change> between(List<String> first, List<String> second) {
        int head = same(first, second);
        int tail = same(first.subList(head, first.size()).reversed(), second.subList(head, second.size()).reversed());
        var a = first.subList(head, first.size() - tail);
        var b = second.subList(head, second.size() - tail);
        if ((long) a.size() * b.size() > LARGEST) return List.of(new Change(head, head + a.size(), List.copyOf(b)));
        return DiffUtils.diff(a, b).getDeltas().stream().map(delta -> {
            int from = head + delta.getSource().getPosition();
            return new Change(from, from + delta.getSource().size(), List.copyOf(delta.getTarget().getLines()));
        }).toList();
    }

    private static int same(List<String> first, List<String> second) {
        int count = 0;
        while (count < first.size() && count < second.size() && first.get(count).equals(second.get(count))) count++;
        return count;
    }
}
