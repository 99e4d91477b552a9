package llmswarm.model.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmswarm.model.grammar.Shape.Text;

/** Which tokens may come in a state of one answer's grammar; the last ones found are kept. */
final class TokenSets {
    private static final int KEPT = 64;

    private final TokenTrie trie;
    private final Map<List<ParseStack>, long[]> known = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<ParseStack>, long[]> eldest) {
            return size() > KEPT;
        }
    };

    TokenSets(TokenTrie trie) {
        this.trie = trie;
    }

    /**
     * The tokens whose bytes can all come one after the other; those that run past the end of a stretch are not among
     * them.
     */
    long[] of(State state) {
        var key = new ArrayList<ParseStack>();
        for (var stack : state.stacks()) key.add(plain(stack));
        return known.computeIfAbsent(key, missing -> found(state.stacks()));
    }

    /** Stacks with more room than any token fills are the same for all tokens. */
    private ParseStack plain(ParseStack stack) {
        if (!(stack.top() instanceof Text(var dfa, var at, var room))) return stack;
        int longest = trie.inside(dfa, at).longest();
        return room <= longest ? stack : new ParseStack(new Text(dfa, at, longest), stack.below());
    }

    private long[] found(List<ParseStack> stacks) {
        var set = trie.none();
        for (var stack : stacks) {
            if (stack.top() instanceof Text text) text(text, stack.below().opened(), set);
            else walk(0, new State(List.of(stack), false), set);
        }
        return set;
    }

    private void text(Text text, State after, long[] set) {
        var inside = trie.inside(text.dfa(), text.state());
        inside.add(text.room(), set);
        for (int b = 0; b < 256; b++) {
            var stepped = after.step(b);
            if (stepped == null) continue;
            var exits = inside.exits(b);
            for (int i = 0; i < exits.nodes().length; i++) {
                if (exits.characters()[i] <= text.room()) visit(exits.nodes()[i], stepped, set);
            }
        }
    }

    private void walk(int node, State state, long[] set) {
        for (int child = trie.below(node); child < trie.behind(node); child = trie.behind(child)) {
            var stepped = state.step(trie.letter(child));
            if (stepped != null) visit(child, stepped, set);
        }
    }

    private void visit(int node, State state, long[] set) {
        if (trie.bytewise() || state.whole()) trie.add(node, set);
        if (!state.over()) walk(node, state, set);
    }

    /** The set without the tokens that make the stretch, which is in that state, begin as it must not. */
    long[] without(Unlike unlike, State state, long[] set) {
        var rest = set.clone();
        remove(0, unlike, state, rest);
        return rest;
    }

    private void remove(int node, Unlike unlike, State state, long[] set) {
        for (int child = trie.below(node); child < trie.behind(node); child = trie.behind(child)) {
            var next = unlike.next(trie.letter(child));
            var stepped = next == null ? null : state.step(trie.letter(child));
            if (stepped == null) continue;
            if (next.dead(stepped)) trie.removeAll(child, set);
            else remove(child, next, stepped, set);
        }
    }
}
