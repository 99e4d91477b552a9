package answers.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The lines of a text that lines which are not in it may have been meant to be. */
final class ClosestLines {
    private static final double LEAST = 0.5;
    private static final int ANCHORS = 3, VOTES = 10, SHOWN = 20, COMMON = 30;

    private final List<String> wanted;
    private final List<String> there;

    private ClosestLines(List<String> lines, List<String> text) {
        this.wanted = lines.stream().map(Likeness::plain).toList();
        this.there = text.stream().map(Likeness::plain).toList();
    }

    static Optional<NumberedLines> to(List<String> lines, List<String> text) {
        var nearest = new ClosestLines(lines, text);
        var starts = nearest.voted();
        starts.addAll(nearest.anchored());
        return starts.stream().filter(start -> nearest.alike(start) >= LEAST)
                .max(Comparator.<Integer>comparingDouble(nearest::alike).thenComparing(Comparator.reverseOrder()))
                .map(start -> excerpt(Math.max(0, start), Math.min(text.size(), start + lines.size()), text));
    }

    private static NumberedLines excerpt(int from, int to, List<String> text) {
        return new NumberedLines(from + 1, text.subList(from, Math.min(to, from + SHOWN)).stream().map(String::stripTrailing).toList());
    }

    /** Where the text would begin if equal lines are the same lines: the starts that most of them speak for. */
    private Set<Integer> voted() {
        var where = new HashMap<String, List<Integer>>();
        for (int i = 0; i < there.size(); i++) where.computeIfAbsent(there.get(i), line -> new ArrayList<>()).add(i);
        var votes = new HashMap<Integer, Integer>();
        for (int i = 0; i < wanted.size(); i++) {
            var places = wanted.get(i).isEmpty() ? List.<Integer>of() : where.getOrDefault(wanted.get(i), List.of());
            if (places.size() > COMMON) continue;
            for (int place : places) votes.merge(place - i, 1, Integer::sum);
        }
        var best = new HashSet<Integer>();
        votes.entrySet().stream().sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(VOTES).forEach(vote -> best.add(vote.getKey()));
        return best;
    }

    /** Where it would begin if its longest lines are the lines most like them. */
    private List<Integer> anchored() {
        return IntStream.range(0, wanted.size()).boxed().sorted(Comparator.comparingInt(i -> -wanted.get(i).length())).limit(ANCHORS)
                .flatMap(i -> IntStream.range(0, there.size()).boxed()
                        .max(Comparator.<Integer>comparingDouble(j -> Likeness.of(wanted.get(i), there.get(j))).thenComparing(Comparator.reverseOrder()))
                        .map(j -> j - i).stream()).toList();
    }

    private double alike(int start) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).isEmpty()) continue;
            count++;
            int at = start + i;
            if (at >= 0 && at < there.size()) sum += Likeness.of(wanted.get(i), there.get(at));
        }
        return sum / Math.max(1, count);
    }
}
