package answers.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds lines that differ a little from the text: an edit is made only where the lines it changes are there as they are, what
 * differs are lines it leaves alone, and nowhere else fits nearly as well.
 */
final class Drift {
    private static final double LEAST = 0.8, MARGIN = 0.15, LEAST_LINE = 0.5;
    private static final int LONGEST = 200, MOST = 400;

    private final SearchReplace edit;
    private final List<String> text;
    private final List<String> wanted;
    private final List<String> there;

    /** A stretch of the text and how well it fits, from 0 to 1. */
    private record Candidate(Occurrence place, double score) {
    }

    private Drift(SearchReplace edit, List<String> text) {
        this.edit = edit;
        this.text = text;
        this.wanted = edit.search().stream().map(Likeness::plain).toList();
        this.there = text.stream().map(Likeness::plain).toList();
    }

    /** Empty when no stretch of the text is meant for sure. */
    static Optional<EditOutcome> in(SearchReplace edit, List<String> text) {
        return edit.search().size() > LONGEST ? Optional.empty() : new Drift(edit, text).result();
    }

    private Optional<EditOutcome> result() {
        var candidates = candidates();
        int length = wanted.size();
        var best = candidates.stream().max(Comparator.comparingDouble(Candidate::score)
                .thenComparing(c -> -Math.abs(c.place.end() - c.place.start() - length)).thenComparing(c -> -c.place.start()));
        if (best.isEmpty() || best.get().score < LEAST) return Optional.empty();
        var place = best.get().place;
        if (elsewhere(place)) return Optional.empty();
        var edited = place.edited(edit, text);
        if (edited.isEmpty()) return edited;
        var rivals = candidates.stream().filter(c -> c.score > best.get().score - MARGIN).map(Candidate::place)
                .filter(other -> !other.overlaps(place) || other.edited(edit, text).filter(r -> !sameText(r, edited.get())).isPresent()).toList();
        if (rivals.isEmpty()) return edited;
        var lines = new ArrayList<>(List.of(place.line(), rivals.getFirst().line()));
        lines.sort(null);
        return Optional.of(new EditOutcome.Ambiguous(lines));
    }

    /** Whether a line that would have drifted is in the text as it is, or more have drifted than not. */
    private boolean elsewhere(Occurrence place) {
        var drifted = IntStream.range(0, wanted.size()).filter(i -> place.partners().get(i) == Occurrence.NONE && !wanted.get(i).isEmpty()).mapToObj(wanted::get).toList();
        return drifted.stream().anyMatch(there::contains) || 2 * drifted.size() > filled(wanted);
    }

    private static boolean sameText(EditOutcome one, EditOutcome other) {
        return one instanceof EditOutcome.Applied a && other instanceof EditOutcome.Applied b && a.lines().equals(b.lines());
    }

    private List<Candidate> candidates() {
        var known = new HashSet<>(wanted);
        known.remove("");
        long needed = filled(wanted);
        int slack = Math.max(1, wanted.size() / 5);
        var candidates = new ArrayList<Candidate>();
        for (int start = 0; start < there.size(); start++) {
            var reach = there.subList(start, Math.min(there.size(), start + wanted.size() + slack));
            if (2 * reach.stream().filter(known::contains).count() < needed) continue;
            for (int length = Math.max(1, wanted.size() - slack); length <= reach.size(); length++) {
                candidate(start, start + length).ifPresent(candidates::add);
            }
            // Text that repeats itself this much cannot be told apart.
            if (candidates.size() > MOST) return List.of();
        }
        return candidates;
    }

    private Optional<Candidate> candidate(int start, int end) {
        var window = there.subList(start, end);
        var partners = new ArrayList<Integer>();
        var alike = new ArrayList<Integer>();
        double score = 0;
        int at = 0;
        for (var change : LineDiff.between(wanted, window)) {
            for (; partners.size() < change.from(); alike.add(start + at++)) partners.add(start + at);
            for (int i = change.from(); i < change.to(); i++) {
                int other = i - change.from();
                double likeness = other < change.lines().size() ? Likeness.of(wanted.get(i), change.lines().get(other)) : 0;
                partners.add(Occurrence.NONE);
                alike.add(likeness >= LEAST_LINE && change.lines().size() == change.to() - change.from() ? start + at + other : Occurrence.NONE);
                if (likeness >= LEAST_LINE) score += likeness;
            }
            at += change.lines().size();
        }
        for (; partners.size() < wanted.size(); alike.add(start + at++)) partners.add(start + at);
        var given = new ArrayList<String>();
        var found = new ArrayList<String>();
        for (int i = 0; i < partners.size(); i++) {
            if (partners.get(i) < 0 || wanted.get(i).isEmpty()) continue;
            given.add(edit.search().get(i));
            found.add(text.get(partners.get(i)));
        }
        double whole = (score + given.size()) / Math.max(filled(wanted), filled(window));
        return IndentShift.between(given, found).map(indent -> new Candidate(new Occurrence(start, end, partners, alike, indent), whole));
    }

    private static long filled(List<String> lines) {
        return lines.stream().filter(line -> !line.isEmpty()).count();
    }
}
