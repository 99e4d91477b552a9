package llmswarm.model.jlama;

import java.util.BitSet;
import java.util.Set;

/**
 * The tokens of a model and the bytes each of them adds to a text; one that begins or ends a character holds a part of
 * it.
 */
public final class Vocabulary {
    private static final byte[] NOTHING = {};

    private final byte[][] pieces;
    private final BitSet control;
    private final Set<Integer> ends;

    /**
     * @param pieces  by token; null for a token that stands for nothing
     * @param control tokens that steer, such as the marks of a chat; never part of an answer
     * @param ends    those of them that end an answer
     */
    public Vocabulary(byte[][] pieces, BitSet control, Set<Integer> ends) {
        this.pieces = pieces.clone();
        this.control = (BitSet) control.clone();
        this.ends = Set.copyOf(ends);
    }

    /** How many tokens there are; they are numbered from 0. */
    public int size() {
        return pieces.length;
    }

    /** What the token adds to the text, as UTF-8; nothing for a control token and for one that only fills the table. */
    public byte[] bytes(int token) {
        return pieces[token] == null || control.get(token) ? NOTHING : pieces[token].clone();
    }

    /** Tokens that end an answer. */
    public Set<Integer> ends() {
        return ends;
    }
}
