package llmswarm.model.grammar;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import llmswarm.model.jlama.Vocabulary;

/**
 * The tokens of a model as a tree of their bytes, node 0 its root, every node before those below it. It is built once
 * for a model and shared by all threads.
 */
final class TokenTrie {
    private final Vocabulary vocabulary;
    private final int[] tokens;
    private final byte[] letter;
    private final int[] behind;
    private final int[] first;
    private final boolean bytewise;
    private final Map<Place, Inside> insides = new ConcurrentHashMap<>();
    private int size = 1;

    /** A place in a regular expression. */
    private record Place(Dfa dfa, int state) {
    }

    TokenTrie(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        var bytes = IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::bytes).toArray(byte[][]::new);
        tokens = IntStream.range(0, bytes.length).filter(token -> bytes[token].length > 0).boxed()
                .sorted(Comparator.comparing(token -> bytes[token], Arrays::compareUnsigned))
                .mapToInt(Integer::intValue).toArray();
        int most = 1 + Arrays.stream(bytes).mapToInt(each -> each.length).sum();
        var letters = new byte[most];
        var ends = new int[most];
        var starts = new int[most + 1];
        int longest = Arrays.stream(bytes).mapToInt(each -> each.length).max().orElse(0);
        var path = new int[longest + 1];
        var before = new byte[0];
        for (int i = 0; i < tokens.length; i++) {
            var token = bytes[tokens[i]];
            int same = Arrays.mismatch(before, token);
            if (same < 0) continue;
            for (int depth = before.length; depth > same; depth--) ends[path[depth]] = size;
            for (int depth = same; depth < token.length; depth++) {
                letters[size] = token[depth];
                starts[size] = i;
                path[depth + 1] = size++;
            }
            before = token;
        }
        for (int depth = before.length; depth >= 0; depth--) ends[path[depth]] = size;
        starts[size] = tokens.length;
        letter = Arrays.copyOf(letters, size);
        behind = Arrays.copyOf(ends, size);
        first = Arrays.copyOf(starts, size + 1);
        bytewise = IntStream.range(0x80, 0xF5).filter(b -> b < 0xC0 || b > 0xC1).allMatch(this::isToken);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** An empty set of tokens. */
    long[] none() {
        return new long[Math.ceilDiv(vocabulary.size(), 64)];
    }

    /** Whether every byte of a character is a token, so that a half one can always be completed. */
    boolean bytewise() {
        return bytewise;
    }

    /** Whether the byte alone is a token. */
    boolean isToken(int b) {
        int child = child(0, b);
        return child > 0 && first[child] < first[child + 1];
    }

    /** The first node below; equal to {@link #behind} of the node when there is none. */
    int below(int node) {
        return node + 1;
    }

    /** The node behind everything below this one: the next of its siblings, or the {@code behind} of its parent. */
    int behind(int node) {
        return behind[node];
    }

    int letter(int node) {
        return letter[node] & 0xFF;
    }

    /** The node below for that byte; 0 when there is none. */
    int child(int node, int b) {
        for (int child = node + 1; child < behind[node]; child = behind[child]) {
            if (letter(child) == b) return child;
        }
        return 0;
    }

    /** Adds the tokens that end at the node. */
    void add(int node, long[] set) {
        for (int i = first[node]; i < first[node + 1]; i++) set[tokens[i] >> 6] |= 1L << tokens[i];
    }

    /** Takes away the tokens that end at the node or below. */
    void removeAll(int node, long[] set) {
        for (int i = first[node]; i < first[behind[node]]; i++) set[tokens[i] >> 6] &= ~(1L << tokens[i]);
    }

    /** One token that ends at the node; negative when none does. */
    int token(int node) {
        return first[node] < first[node + 1] ? tokens[first[node]] : -1;
    }

    /** Calls for every token that ends at the node. */
    void forEach(int node, IntConsumer consumer) {
        for (int i = first[node]; i < first[node + 1]; i++) consumer.accept(tokens[i]);
    }

    /** Which tokens stay inside that regular expression from that state on; made at the first call. */
    Inside inside(Dfa dfa, int state) {
        var place = new Place(dfa, state);
        var known = insides.get(place);
        return known != null ? known : insides.computeIfAbsent(place, missing -> new Inside(this, dfa, state));
    }
}
