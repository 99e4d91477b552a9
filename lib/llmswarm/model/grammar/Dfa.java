//DEPS dk.brics:automaton:1.12-4
package llmswarm.model.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

import dk.brics.automaton.RegExp;
import dk.brics.automaton.State;

/**
 * A regular expression as a table over bytes. A character outside ASCII counts as {@link #OTHER} in the expression, and
 * its bytes must be right. A state is a place in the expression times how much of a character is there.
 */
final class Dfa {
    /** Stands in an expression for any character outside ASCII. */
    static final String OTHER = "\u0080";
    private static final int ASCII = 128;
    private static final Utf8 UTF8 = new Utf8();

    private final int[][] next;
    private final int[] need;

    private Dfa(int[][] next, int[] need) {
        this.next = next;
        this.need = need;
    }

    /**
     * Compiles an expression; {@code ~} is complement and {@code &} intersection, all else as usual, without anchors.
     */
    static Dfa of(String expression) {
        var automaton = new RegExp(expression, RegExp.COMPLEMENT | RegExp.INTERSECTION).toAutomaton(true);
        automaton.determinize();
        automaton.removeDeadTransitions();
        var order = new HashMap<State, Integer>();
        var states = new ArrayList<State>();
        var open = new ArrayDeque<State>(List.of(automaton.getInitialState()));
        while (!open.isEmpty()) {
            var state = open.remove();
            if (order.putIfAbsent(state, states.size()) != null) continue;
            states.add(state);
            for (int c = 0; c <= ASCII; c++) if (state.step((char) c) != null) open.add(state.step((char) c));
        }
        var next = new int[states.size()][ASCII + 1];
        for (int s = 0; s < next.length; s++) {
            for (int c = 0; c <= ASCII; c++) {
                var to = states.get(s).step((char) c);
                next[s][c] = to == null ? -1 : order.get(to);
            }
        }
        return new Dfa(next, needs(next, states));
    }

    private static int[] needs(int[][] next, List<State> states) {
        var need = new int[next.length];
        Arrays.setAll(need, s -> states.get(s).isAccept() ? 0 : Integer.MAX_VALUE / 2);
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int s = 0; s < need.length; s++) {
                for (int to : next[s]) {
                    if (to < 0 || need[to] + 1 >= need[s]) continue;
                    need[s] = need[to] + 1;
                    changed = true;
                }
            }
        }
        return need;
    }

    /** The state after one more byte, from state 0 on; negative when the byte cannot come. */
    int step(int state, int b) {
        int at = state % next.length;
        int kind = state / next.length;
        if (kind == Utf8.WHOLE && b < ASCII) return next[at][b];
        int to = kind == Utf8.WHOLE ? next[at][ASCII] : at;
        int then = to < 0 ? -1 : kind == Utf8.WHOLE ? UTF8.lead(b) : UTF8.next(kind, b);
        return then < 0 ? -1 : then * next.length + to;
    }

    /** Whether no character is half done. */
    boolean whole(int state) {
        return state < next.length;
    }

    /** Whether the text may end here. */
    boolean ends(int state) {
        return whole(state) && need[state] == 0;
    }

    /** The fewest characters with which the text can end, not counting one that is half done. */
    int need(int state) {
        return need[state % next.length];
    }
}
