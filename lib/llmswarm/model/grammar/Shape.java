package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What a stretch of text may look like, byte by byte. */
sealed interface Shape {
    /** Nothing at all. */
    Shape EMPTY = new Sequence(List.of());

    /**
     * Exactly this.
     *
     * @param bytes each as one character
     * @param at    how many of them are there already
     */
    record Literal(String bytes, int at) implements Shape {
        int next() {
            return bytes.charAt(at);
        }
    }

    /**
     * Text by a regular expression.
     *
     * @param state where in it the text is
     * @param room  how many more characters there may be
     */
    record Text(Dfa dfa, int state, int room) implements Shape {
        /** The same after one more byte; null when the byte cannot come or leaves no room to end. */
        Text step(int b) {
            int to = dfa.step(state, b);
            int left = dfa.whole(state) ? room - 1 : room;
            return to < 0 || left < dfa.need(to) ? null : new Text(dfa, to, left);
        }

        boolean ends() {
            return dfa.ends(state);
        }
    }

    /** One after the other. */
    record Sequence(List<Shape> parts) implements Shape {
    }

    /** One of them; they may begin alike. */
    record Choice(List<Shape> options) implements Shape {
    }

    /** So many times. */
    record Repeat(Shape shape, int least, int most) implements Shape {
    }

    /**
     * Any of the items, each at most once and in this order, with commas between.
     *
     * @param begun whether there is an item already
     */
    record Selection(List<String> items, boolean begun) implements Shape {
    }

    static Shape literal(String text) {
        return text.isEmpty() ? EMPTY : new Literal(new String(text.getBytes(UTF_8), ISO_8859_1), 0);
    }

    /** Text by a regular expression, of at most so many characters. */
    static Shape text(Dfa dfa, int most) {
        return new Text(dfa, 0, most);
    }

    static Shape sequence(Shape... parts) {
        return new Sequence(List.of(parts));
    }

    static Shape choice(Shape... options) {
        return new Choice(List.of(options));
    }

    /** One of the names. */
    static Shape oneOf(List<String> names) {
        return new Choice(names.stream().map(Shape::literal).toList());
    }

    /** A JSON list of some of the names, which hold nothing that JSON would escape. */
    static Shape listOf(List<String> names) {
        return sequence(literal("["), new Selection(names.stream().map(name -> '"' + name + '"').toList(), false),
                literal("]"));
    }

    /** As many of that as the bounds say, with commas between. */
    static Shape commaSeparated(Shape shape, int least, int most) {
        if (most == 0) return EMPTY;
        var some = sequence(shape, new Repeat(sequence(literal(","), shape), Math.max(0, least - 1), most - 1));
        return least > 0 ? some : choice(EMPTY, some);
    }
}
