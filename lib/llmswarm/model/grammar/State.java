package llmswarm.model.grammar;

import java.util.LinkedHashSet;
import java.util.List;

import llmswarm.model.grammar.Shape.Literal;
import llmswarm.model.grammar.Shape.Text;

/**
 * Where a text is in a shape: all that may come next.
 *
 * @param stacks each with a literal or a text on top
 * @param end    whether the text may end here
 */
record State(List<ParseStack> stacks, boolean end) {
    /** The beginning of a shape. */
    static State of(Shape shape) {
        return new ParseStack(shape, ParseStack.END).opened();
    }

    /** The state after one more byte; null when the byte cannot come. */
    State step(int b) {
        if (stacks.size() == 1) return stacks.getFirst().step(b);
        State only = null;
        LinkedHashSet<ParseStack> all = null;
        var ends = false;
        for (var stack : stacks) {
            var next = stack.step(b);
            if (next == null) continue;
            ends |= next.end;
            if (only == null) only = next;
            else {
                if (all == null) all = new LinkedHashSet<>(only.stacks);
                all.addAll(next.stacks);
            }
        }
        return all == null ? only : new State(List.copyOf(all), ends);
    }

    /** Whether nothing can follow. */
    boolean over() {
        return stacks.isEmpty();
    }

    /** Whether no character is half done. */
    boolean whole() {
        return stacks.stream().allMatch(stack -> !(stack.top() instanceof Text text) || text.dfa().whole(text.state()));
    }

    /** The one byte that can follow; negative when there are several or none, or the text may end. */
    int only() {
        int only = -1;
        for (var stack : stacks) {
            if (!(stack.top() instanceof Literal literal) || only >= 0 && only != literal.next()) return -1;
            only = literal.next();
        }
        return end ? -1 : only;
    }
}
