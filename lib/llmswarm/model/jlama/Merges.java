package llmswarm.model.jlama;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

import com.fasterxml.jackson.databind.JsonNode;

/** Byte pair encoding: neighbours are merged as long as a rule fits, always by the earliest rule, from the left. */
final class Merges {
    private record Rule(int rank, int token) {
    }

    private record Candidate(Rule rule, int at, int left, int right) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int earlier = Integer.compare(rule.rank, other.rule.rank);
            return earlier != 0 ? earlier : Integer.compare(at, other.at);
        }
    }

    private final Map<Long, Rule> rules = new HashMap<>();

    /** Reads the rules, each {@code "left right"} or {@code ["left", "right"]}; one that names no token is left out. */
    Merges(JsonNode merges, Map<String, Integer> ids) {
        int rank = 0;
        for (var merge : merges) {
            var space = merge.asText().indexOf(' ', 1);
            var left = merge.isArray() ? merge.path(0).asText() : space < 0 ? "" : merge.asText().substring(0, space);
            var right = merge.isArray() ? merge.path(1).asText() : merge.asText().substring(space + 1);
            var whole = ids.get(left + right);
            if (whole != null && ids.containsKey(left) && ids.containsKey(right)) {
                rules.putIfAbsent(pair(ids.get(left), ids.get(right)), new Rule(rank, whole));
            }
            rank++;
        }
    }

    /** Merges in time of n log n, as tokenizers without pieces hand over whole texts. */
    int[] apply(int[] tokens) {
        int n = tokens.length;
        var token = tokens.clone();
        var next = new int[n];
        var previous = new int[n];
        var candidates = new PriorityQueue<Candidate>();
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
            offer(candidates, token, i, i + 1);
        }
        for (var best = candidates.poll(); best != null; best = candidates.poll()) {
            int at = best.at;
            int gone = next[at];
            if (token[at] != best.left || gone >= n || token[gone] != best.right) continue;
            token[at] = best.rule.token;
            token[gone] = -1;
            next[at] = next[gone];
            if (next[at] < n) previous[next[at]] = at;
            if (previous[at] >= 0) offer(candidates, token, previous[at], at);
            offer(candidates, token, at, next[at]);
        }
        return Arrays.stream(token).filter(id -> id >= 0).toArray();
    }

    private void offer(PriorityQueue<Candidate> candidates, int[] token, int left, int right) {
        if (right >= token.length) return;
        var rule = rules.get(pair(token[left], token[right]));
        if (rule != null) candidates.add(new Candidate(rule, left, token[left], token[right]));
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }
}
