package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts answers into the tokens of a scripted model, so that it says them although a mask holds it to their form. Such a
 * model knows only its last token: each comes once in all the texts, but for the first ones. None crosses the end of a
 * stretch or begins where the form leaves no choice and ends before there is one again, as the mask would choose there.
 */
public final class Script {
    private static final int MOST = 200;

    /** Where a token may end. */
    private enum Cut { NEVER, POSSIBLE, GOOD, NEEDED }

    private final Set<String> known = new HashSet<>();
    private final List<List<byte[]>> texts = new ArrayList<>();

    /** Adds a text. Throws {@link IllegalArgumentException} with the place where it is not of that form. */
    public Script say(String text, Form form) {
        var bytes = text.getBytes(UTF_8);
        var pieces = new ArrayList<byte[]>();
        if (!cut(bytes, cuts(bytes, form), 0, pieces)) throw new IllegalArgumentException("no way to cut " + text);
        texts.add(pieces);
        return this;
    }

    /** The pieces of each text. */
    public List<List<byte[]>> texts() {
        return texts;
    }

    private static Cut[] cuts(byte[] text, Form form) {
        var cuts = new Cut[text.length + 1];
        var grammar = Masks.grammar(form);
        var state = State.of(grammar.shape());
        var stretch = new ByteArrayOutputStream();
        for (int i = 0; i < text.length; i++) {
            var next = state == null ? null : state.step(text[i] & 0xFF);
            if (next == null) throw new IllegalArgumentException("not of its form from here: "
                    + new String(text, i, Math.min(80, text.length - i), UTF_8));
            stretch.write(text[i]);
            state = next;
            cuts[i + 1] = state.over() ? Cut.NEEDED : !state.whole() || state.only() >= 0 ? Cut.NEVER
                    : i + 1 < text.length && text[i + 1] <= ' ' && text[i + 1] >= 0 ? Cut.GOOD : Cut.POSSIBLE;
            if (!state.over()) continue;
            var then = grammar.then().apply(stretch.toString(UTF_8));
            stretch.reset();
            grammar = then.orElse(null);
            state = grammar == null ? null : State.of(grammar.shape());
        }
        if (cuts[text.length] == Cut.NEVER) throw new IllegalArgumentException("not whole in its form");
        cuts[text.length] = Cut.NEEDED;
        return cuts;
    }

    private boolean cut(byte[] text, Cut[] cuts, int from, List<byte[]> pieces) {
        if (from == text.length) return true;
        int end = from + 1;
        while (cuts[end] != Cut.NEEDED) end++;
        for (var good : new boolean[] {true, false}) {
            for (int to = from + 2; to <= Math.min(end, from + MOST); to++) {
                if (good != cuts[to].compareTo(Cut.GOOD) >= 0 || cuts[to] == Cut.NEVER) continue;
                var piece = new String(text, from, to - from, ISO_8859_1);
                var added = known.add(piece);
                if (!added && from > 0) continue;
                pieces.add(piece.getBytes(ISO_8859_1));
                if (cut(text, cuts, to, pieces)) return true;
                pieces.removeLast();
                if (added) known.remove(piece);
            }
        }
        return false;
    }
}
