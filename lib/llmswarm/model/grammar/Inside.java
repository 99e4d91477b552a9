package llmswarm.model.grammar;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that stay inside a regular expression from one of its states on, whatever follows it: most of a vocabulary
 * for free text, and the same at every place where such text is written. How many characters of room each needs is
 * kept, so that the bound on a text's length costs no second search.
 */
final class Inside {
    /** No token is as long, but for some that nobody misses. */
    private static final int MOST = 255;

    private final TokenTrie trie;
    private final Dfa dfa;
    private final int state;
    private final long[] tokens;
    private final byte[] room;
    private final Map<Integer, Exits> exits = new ConcurrentHashMap<>();
    private int longest;

    /**
     * The nodes at which a token has left the expression by one byte.
     *
     * @param characters of the expression's own text before that
     */
    record Exits(int[] nodes, int[] characters) {
    }

    Inside(TokenTrie trie, Dfa dfa, int state) {
        this.trie = trie;
        this.dfa = dfa;
        this.state = state;
        tokens = trie.none();
        room = new byte[trie.vocabulary().size()];
        fill(0, state, 0);
    }

    private void fill(int node, int at, int characters) {
        for (int child = trie.below(node); child < trie.behind(node); child = trie.behind(child)) {
            int to = dfa.step(at, trie.letter(child));
            if (to < 0) continue;
            int then = dfa.whole(at) ? characters + 1 : characters;
            int needed = then + dfa.need(to);
            if (needed <= MOST && (trie.bytewise() || dfa.whole(to))) {
                trie.add(child, tokens);
                trie.forEach(child, token -> room[token] = (byte) needed);
                longest = Math.max(longest, needed);
            }
            fill(child, to, then);
        }
    }

    /** Room beyond this makes no difference. */
    int longest() {
        return longest;
    }

    /** Adds the tokens for which there is room for so many characters. */
    void add(int characters, long[] set) {
        if (characters >= longest) {
            for (int i = 0; i < set.length; i++) set[i] |= tokens[i];
            return;
        }
        for (int i = 0; i < set.length; i++) {
            for (long left = tokens[i]; left != 0; left &= left - 1) {
                int token = i * 64 + Long.numberOfTrailingZeros(left);
                if ((room[token] & 0xFF) <= characters) set[i] |= 1L << token;
            }
        }
    }

    /** Where tokens leave the expression by that byte, in states in which it may end; found at the first call. */
    Exits exits(int b) {
        var known = exits.get(b);
        return known != null ? known : exits.computeIfAbsent(b, missing -> new Search(b).exits());
    }

    private final class Search {
        private final int b;
        private int[] nodes = new int[64], characters = new int[64];
        private int found;

        Search(int b) {
            this.b = b;
        }

        Exits exits() {
            search(0, state, 0);
            return new Exits(Arrays.copyOf(nodes, found), Arrays.copyOf(characters, found));
        }

        private void search(int node, int at, int count) {
            var ends = dfa.ends(at);
            for (int child = trie.below(node); child < trie.behind(node); child = trie.behind(child)) {
                int letter = trie.letter(child);
                if (ends && letter == b) add(child, count);
                int to = dfa.step(at, letter);
                if (to >= 0) search(child, to, dfa.whole(at) ? count + 1 : count);
            }
        }

        private void add(int node, int count) {
            if (found == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * found);
                characters = Arrays.copyOf(characters, 2 * found);
            }
            nodes[found] = node;
            characters[found++] = count;
        }
    }
}
