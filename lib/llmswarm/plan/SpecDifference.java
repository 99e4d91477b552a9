package llmswarm.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import llmswarm.plan.SpecPiece.Fate;

/** What an edit of a specification keeps, changes, adds and withdraws, piece by piece. */
public final class SpecDifference {
    /** Words that two pieces have in common, of all their words, for one to be the other with changes. */
    private static final double ALIKE = 0.5;

    private final List<SpecLines.Stated> before, now;
    private final int[] partner;

    private SpecDifference(SpecLines before, SpecLines now) {
        this.before = before.stated();
        this.now = now.stated();
        this.partner = new int[this.now.size()];
        Arrays.fill(partner, -1);
    }

    /** The pieces as they stand now, in their order, then those that were withdrawn. */
    public static List<SpecPiece> of(SpecLines before, SpecLines now) {
        var difference = new SpecDifference(before, now);
        difference.same();
        difference.alike();
        return difference.pieces();
    }

    /** A piece is another one below other headings: there it may mean another thing. */
    private void same() {
        var left = new HashMap<List<String>, List<Integer>>();
        for (int i = 0; i < before.size(); i++) left.computeIfAbsent(key(before.get(i)), key -> new ArrayList<>())
                .add(i);
        for (int i = 0; i < now.size(); i++) {
            var found = left.getOrDefault(key(now.get(i)), List.of());
            if (!found.isEmpty()) partner[i] = found.removeFirst();
        }
    }

    private static List<String> key(SpecLines.Stated piece) {
        return List.of(piece.headings(), piece.text().replaceAll("\\s+", " ").strip());
    }

    private record Pair(int before, int now, double likeness) {
    }

    private void alike() {
        var pairs = new ArrayList<Pair>();
        var words = now.stream().map(piece -> words(piece.text())).toList();
        for (int i : free()) {
            var was = words(before.get(i).text());
            for (int k = 0; k < now.size(); k++) {
                if (partner[k] >= 0) continue;
                double likeness = likeness(was, words.get(k));
                if (likeness >= ALIKE) pairs.add(new Pair(i, k, likeness));
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::likeness).reversed());
        for (var pair : pairs) {
            if (partner[pair.now] < 0 && free().contains(pair.before)) partner[pair.now] = pair.before;
        }
    }

    /** The pieces of before that are none of now. */
    private List<Integer> free() {
        var taken = Arrays.stream(partner).boxed().collect(Collectors.toSet());
        var free = new ArrayList<Integer>();
        for (int i = 0; i < before.size(); i++) if (!taken.contains(i)) free.add(i);
        return free;
    }

    private static Map<String, Integer> words(String text) {
        var words = new TreeMap<String, Integer>();
        for (var word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) words.merge(word, 1, Integer::sum);
        }
        return words;
    }

    private static double likeness(Map<String, Integer> one, Map<String, Integer> other) {
        int common = one.entrySet().stream()
                .mapToInt(word -> Math.min(word.getValue(), other.getOrDefault(word.getKey(), 0))).sum();
        int all = one.values().stream().mapToInt(count -> count).sum()
                + other.values().stream().mapToInt(count -> count).sum();
        return all == 0 ? 0 : 2.0 * common / all;
    }

    private List<SpecPiece> pieces() {
        var pieces = new ArrayList<SpecPiece>();
        for (int i = 0; i < now.size(); i++) {
            var piece = now.get(i);
            if (partner[i] < 0) {
                pieces.add(new SpecPiece(Fate.ADDED, piece.lines(), "", piece.text(), ""));
                continue;
            }
            var was = before.get(partner[i]);
            boolean kept = key(was).equals(key(piece));
            pieces.add(new SpecPiece(kept ? Fate.KEPT : Fate.CHANGED, piece.lines(), was.lines(), piece.text(),
                    was.text()));
        }
        for (int i : free()) pieces.add(new SpecPiece(Fate.WITHDRAWN, "", before.get(i).lines(), "",
                before.get(i).text()));
        return List.copyOf(pieces);
    }
}
