package llmswarm.model.grammar;

import java.util.stream.IntStream;

import llmswarm.guard.Stop;
import llmswarm.model.jlama.TokenMask;

/**
 * Holds one answer to a grammar. Where the text is fixed only the longest token along it is allowed, so that nothing
 * has to be computed for it.
 */
final class GrammarMask implements TokenMask {
    private final TokenTrie trie;
    private final TokenSets sets;
    private final Reading reading;

    GrammarMask(Grammar grammar, TokenTrie trie) {
        IntStream.rangeClosed(' ', '~').filter(b -> !trie.isToken(b)).findFirst().ifPresent(b -> {
            throw Stop.usage("the model's vocabulary has no token for '%c', so its answers cannot be held to a form; use another model"
                    .formatted(b));
        });
        this.trie = trie;
        this.sets = new TokenSets(trie);
        this.reading = new Reading(grammar);
    }

    @Override
    public long[] allowed() {
        int fixed = fixed();
        if (fixed >= 0) return only(fixed);
        if (reading.over()) return ending(trie.none());
        var set = sets.of(reading.state());
        if (reading.unlike() != null) set = sets.without(reading.unlike(), reading.state(), set);
        return reading.mayEnd() ? ending(set.clone()) : set;
    }

    @Override
    public void accept(int token) {
        for (var b : trie.vocabulary().bytes(token)) {
            if (!reading.take(b & 0xFF)) throw new IllegalStateException("the token %d was not allowed".formatted(token));
        }
    }

    @Override
    public boolean done() {
        return reading.over();
    }

    private long[] only(int token) {
        var set = trie.none();
        set[token >> 6] = 1L << token;
        return set;
    }

    private long[] ending(long[] set) {
        trie.vocabulary().ends().forEach(token -> set[token >> 6] |= 1L << token);
        return set;
    }

    /**
     * The longest token along the text that must come; negative when there is none, or when it ends where the model has
     * a choice again, as a longer one may reach into what it chooses.
     */
    private int fixed() {
        if (reading.state().only() < 0) return -1;
        var ahead = reading.copy();
        int token = -1;
        for (int node = 0; ; ) {
            int b = ahead.over() ? -1 : ahead.state().only();
            if (b < 0 || !ahead.take(b)) return ahead.over() ? token : -1;
            node = trie.child(node, b);
            if (node == 0) return token;
            if (trie.token(node) >= 0) token = trie.token(node);
        }
    }
}
