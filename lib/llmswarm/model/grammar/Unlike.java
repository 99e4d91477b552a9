package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Beginnings that a stretch of text must not have, whatever the case of its letters: a tree of their bytes. Where a
 * text has left the tree, nothing is forbidden any more.
 */
final class Unlike {
    private final Map<Integer, Unlike> next = new HashMap<>();
    private boolean forbidden;

    private Unlike() {
    }

    /** The tree of those beginnings; null when there are none. */
    static Unlike of(Collection<String> beginnings) {
        if (beginnings.isEmpty()) return null;
        var root = new Unlike();
        for (var beginning : beginnings) {
            var node = root;
            for (var b : beginning.getBytes(UTF_8)) node =
                    node.next.computeIfAbsent(folded(b & 0xFF), key -> new Unlike());
            node.forbidden = true;
        }
        return root;
    }

    /** Where one more byte leads; null where nothing is forbidden. */
    Unlike next(int b) {
        return next.get(folded(b));
    }

    /** Whether a text that is here and in that state is forbidden, or can only become so. */
    boolean dead(State state) {
        if (forbidden) return true;
        if (state.end()) return false;
        for (int b = 0; b < 256; b++) {
            var stepped = state.step(b);
            if (stepped == null) continue;
            var then = next(b);
            if (then == null || !then.dead(stepped)) return false;
        }
        return true;
    }

    private static int folded(int b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
