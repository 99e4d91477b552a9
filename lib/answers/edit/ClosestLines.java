//DEPS org.apache.commons:commons-text:1.15.0
package answers.edit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.apache.commons.text.similarity.LevenshteinDistance;

/** The lines of a text that lines which are not in it may have been meant to be. */
final class ClosestLines {
    private static final double LEAST = 0.5;
    private static final int ANCHORS = 3, SHOWN = 20, LONGEST_COMPARED = 300;

    private final List<String> wanted;
    private final List<String> there;

    private ClosestLines(List<String> lines, List<String> text) {
        this.wanted = lines.stream().map(ClosestLines::plain).toList();
        this.there = text.stream().map(ClosestLines::plain).toList();
    }

    /** As many lines of the text as are looked for, at most 20; empty when none are half alike. */
    static Optional<NumberedLines> to(List<String> lines, List<String> text) {
        var closest = new ClosestLines(lines, text);
        return closest.starts().stream().filter(start -> closest.alike(start) >= LEAST)
                .max(Comparator.<Integer>comparingDouble(closest::alike).thenComparing(Comparator.reverseOrder()))
                .map(start -> shown(Math.max(0, start), Math.min(text.size(), start + lines.size()), text));
    }

    private static NumberedLines shown(int from, int to, List<String> text) {
        var lines = text.subList(from, Math.min(to, from + SHOWN)).stream().map(String::stripTrailing).toList();
        return new NumberedLines(from + 1, lines);
    }

    /** Where the lines would begin if the longest of them are the lines of the text most like them. */
    private List<Integer> starts() {
        return IntStream.range(0, wanted.size()).boxed().sorted(Comparator.comparingInt(i -> -wanted.get(i).length()))
                .limit(ANCHORS).flatMap(i -> mostLike(wanted.get(i)).map(line -> line - i).stream()).toList();
    }

    private Optional<Integer> mostLike(String line) {
        var byLikeness = Comparator.<Integer>comparingDouble(i -> likeness(line, there.get(i)));
        return IntStream.range(0, there.size()).boxed().max(byLikeness.thenComparing(Comparator.reverseOrder()));
    }

    /** How alike the lines are to those of the text from that index on, which may be negative: 0 to 1. */
    private double alike(int start) {
        return IntStream.range(0, wanted.size()).filter(i -> !wanted.get(i).isEmpty())
                .mapToDouble(i -> likeness(wanted.get(i), at(start + i))).average().orElse(0);
    }

    private String at(int index) {
        return index >= 0 && index < there.size() ? there.get(index) : "";
    }

    private static String plain(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    /** From 0 to 1; lines of very different or very great length are not compared. */
    private static double likeness(String first, String second) {
        if (first.equals(second)) return 1;
        int longer = Math.max(first.length(), second.length());
        if (longer > LONGEST_COMPARED || longer > 2 * Math.min(first.length(), second.length())) return 0;
        return 1 - LevenshteinDistance.getDefaultInstance().apply(first, second) / (double) longer;
    }
}
