//DEPS org.apache.commons:commons-text:1.15.0
package answers.edit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.commons.text.similarity.LevenshteinDistance;

/** The lines of a text that lines which are not in it may have been meant to be. */
final class ClosestLines {
    private static final double LEAST = 0.5;
    private static final int ANCHORS = 3, SHOWN = 20, LONGEST_COMPARED = 300;
    /**
     * Pairs of characters that are compared at most: less than a second's work, and enough for files of thousands of
     * lines.
     */
    private static final long MOST_WORK = 100_000_000;

    private final List<String> wanted;
    private final List<String> there;
    private long left = MOST_WORK;

    private ClosestLines(List<String> lines, List<String> text) {
        this.wanted = lines.stream().map(ClosestLines::plain).toList();
        this.there = text.stream().map(ClosestLines::plain).toList();
    }

    private record Place(int start, double alike) {
    }

    /**
     * As many lines of the text as are looked for, at most 20; empty when none are half alike, or when that takes too
     * long to say.
     */
    static Optional<NumberedLines> to(List<String> lines, List<String> text) {
        var closest = new ClosestLines(lines, text);
        var best = closest.starts().map(start -> new Place(start, closest.alike(start)))
                .filter(place -> place.alike >= LEAST)
                .max(Comparator.comparingDouble(Place::alike).thenComparing(Place::start, Comparator.reverseOrder()));
        return best.filter(place -> closest.left >= 0)
                .map(place -> shown(Math.max(0, place.start), Math.min(text.size(), place.start + lines.size()), text));
    }

    private static NumberedLines shown(int from, int to, List<String> text) {
        var lines = text.subList(from, Math.min(to, from + SHOWN)).stream().map(String::stripTrailing).toList();
        return new NumberedLines(from + 1, lines);
    }

    /** Where the lines would begin if the longest of them are the lines of the text most like them. */
    private Stream<Integer> starts() {
        return IntStream.range(0, wanted.size()).boxed().sorted(Comparator.comparingInt(i -> -wanted.get(i).length()))
                .limit(ANCHORS).flatMap(i -> mostLike(wanted.get(i)).stream().mapToObj(line -> line - i)).distinct();
    }

    /** The first of the lines most like it; none that is less than half alike. */
    private OptionalInt mostLike(String line) {
        var best = OptionalInt.empty();
        double alike = LEAST;
        for (int i = 0; i < there.size() && left >= 0; i++) {
            double found = likeness(line, there.get(i), alike);
            if (found > alike || found == alike && best.isEmpty()) {
                best = OptionalInt.of(i);
                alike = found;
            }
        }
        return best;
    }

    /** How alike the lines are to those of the text from that index on, which may be negative: 0 to 1. */
    private double alike(int start) {
        return IntStream.range(0, wanted.size()).filter(i -> !wanted.get(i).isEmpty())
                .mapToDouble(i -> likeness(wanted.get(i), at(start + i), 0)).average().orElse(0);
    }

    private String at(int index) {
        return index >= 0 && index < there.size() ? there.get(index) : "";
    }

    private static String plain(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    /**
     * From 0 to 1; 0 also below the least that is of interest. Lines of very different or very great length are not
     * compared.
     */
    private double likeness(String first, String second, double least) {
        if (first.equals(second)) return 1;
        int longer = Math.max(first.length(), second.length()), shorter = Math.min(first.length(), second.length());
        if (longer > LONGEST_COMPARED || longer > 2 * shorter) return 0;
        // From that distance on, the likeness is below the least; less of the two lines has to be compared then.
        int most = (int) Math.floor((1 - least) * longer + 1e-9);
        left -= (long) shorter * Math.min(longer, 2 * most + 1);
        if (left < 0) return 0;
        int distance = new LevenshteinDistance(most).apply(first, second);
        return distance < 0 ? 0 : 1 - distance / (double) longer;
    }
}
