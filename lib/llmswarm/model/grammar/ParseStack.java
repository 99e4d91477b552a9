package llmswarm.model.grammar;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

import llmswarm.model.grammar.Shape.Choice;
import llmswarm.model.grammar.Shape.Literal;
import llmswarm.model.grammar.Shape.Repeat;
import llmswarm.model.grammar.Shape.Selection;
import llmswarm.model.grammar.Shape.Sequence;
import llmswarm.model.grammar.Shape.Text;

/**
 * A shape that is due and what is due after it. Two are equal when their tops are and what lies below is the same one.
 */
final class ParseStack {
    /** Below the last shape. */
    static final ParseStack END = new ParseStack(Shape.EMPTY, null);

    private final Shape top;
    private final ParseStack below;
    private State opened;

    ParseStack(Shape top, ParseStack below) {
        this.top = top;
        this.below = below;
    }

    Shape top() {
        return top;
    }

    ParseStack below() {
        return below;
    }

    /**
     * The literals and texts with which the top may begin, and with which what is below may where the top may be empty.
     */
    State opened() {
        if (opened == null) {
            var found = new LinkedHashSet<ParseStack>();
            var end = this == END || open(top, below, found);
            opened = new State(List.copyOf(found), end);
        }
        return opened;
    }

    /** Adds them to the found ones; returns whether everything may end here. */
    private static boolean open(Shape shape, ParseStack below, SequencedSet<ParseStack> found) {
        return switch (shape) {
            case Literal literal -> {
                found.add(new ParseStack(literal, below));
                yield false;
            }
            case Text text -> {
                if (text.room() > 0 || !text.dfa().whole(text.state())) found.add(new ParseStack(text, below));
                yield text.ends() && pop(below, found);
            }
            case Sequence(var parts) when parts.isEmpty() -> pop(below, found);
            case Sequence(var parts) when parts.size() == 1 -> open(parts.getFirst(), below, found);
            case Sequence(var parts) -> open(parts.getFirst(),
                    new ParseStack(new Sequence(parts.subList(1, parts.size())), below), found);
            case Choice(var options) -> {
                var end = false;
                for (var option : options) end |= open(option, below, found);
                yield end;
            }
            case Repeat(var item, var least, var most) -> {
                var end = least == 0 && pop(below, found);
                yield most == 0 ? end
                        : open(item, new ParseStack(new Repeat(item, Math.max(0, least - 1), most - 1), below),
                        found) | end;
            }
            case Selection(var items, var begun) -> {
                var end = pop(below, found);
                for (int i = 0; i < items.size(); i++) {
                    var rest = new ParseStack(new Selection(items.subList(i + 1, items.size()), true), below);
                    open(Shape.literal((begun ? "," : "") + items.get(i)), rest, found);
                }
                yield end;
            }
        };
    }

    private static boolean pop(ParseStack below, SequencedSet<ParseStack> found) {
        found.addAll(below.opened().stacks());
        return below.opened().end();
    }

    /** What may be due after one more byte; null when the byte cannot come. Only for what {@link #opened} returns. */
    State step(int b) {
        return switch (top) {
            case Literal literal when literal.next() != b -> null;
            case Literal(var bytes, var at) when at + 1 == bytes.length() -> below.opened();
            case Literal(var bytes, var at) -> new State(List.of(new ParseStack(new Literal(bytes, at + 1), below)),
                    false);
            case Text text -> {
                var stepped = text.step(b);
                yield stepped == null ? null : stepped(stepped);
            }
            case Sequence _, Choice _, Repeat _, Selection _ -> throw new IllegalStateException("not opened");
        };
    }

    private State stepped(Text text) {
        var stacks = new ArrayList<ParseStack>();
        if (text.room() > 0 || !text.dfa().whole(text.state())) stacks.add(new ParseStack(text, below));
        if (!text.ends()) return new State(stacks, false);
        stacks.addAll(below.opened().stacks());
        return new State(stacks, below.opened().end());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParseStack that && below == that.below && top.equals(that.top);
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(below) + top.hashCode();
    }
}
