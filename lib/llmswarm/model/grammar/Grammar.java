package llmswarm.model.grammar;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a whole answer may be, stretch by stretch: the shape of the next one, and the grammar of the rest, which may
 * depend on its text. A stretch ends as soon as nothing can follow in its shape, so the shape has to show its own end.
 *
 * @param unlike beginnings the stretch must not have; null when there are none
 * @param then   the rest, by the text of this stretch; empty when the answer ends with it
 */
record Grammar(Shape shape, Unlike unlike, Function<String, Optional<Grammar>> then) {
    /** An answer of that shape. */
    static Grammar of(Shape shape) {
        return new Grammar(shape, null, text -> Optional.empty());
    }

    /** An answer that begins with that shape. */
    static Grammar of(Shape shape, Function<String, Grammar> then) {
        return new Grammar(shape, null, text -> Optional.of(then.apply(text)));
    }

    /** The same, without those beginnings of its first stretch, whatever the case of their letters. */
    Grammar without(Collection<String> beginnings) {
        return new Grammar(shape, Unlike.of(beginnings), then);
    }
}
