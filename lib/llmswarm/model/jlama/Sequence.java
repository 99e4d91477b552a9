package llmswarm.model.jlama;

import java.util.Arrays;

import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache.KvBuffer;

/**
 * Tokens whose keys and values are computed. One borrower at a time appends; others may meanwhile copy from its
 * beginning, which does not change while it is lent.
 */
final class Sequence {
    private final KvBuffer memory;
    private final int[] tokens;
    private volatile int length;

    Sequence(KvBuffer memory, int context) {
        this.memory = memory;
        this.tokens = new int[context];
    }

    KvBuffer memory() {
        return memory;
    }

    int length() {
        return length;
    }

    /** How many tokens both begin with. */
    int common(int[] others) {
        int same = Arrays.mismatch(tokens, 0, Math.min(length, others.length), others, 0, others.length);
        return same < 0 ? others.length : same;
    }

    /** Forgets all but the first tokens. */
    void keep(int first) {
        length = first;
    }

    /** Records tokens after their keys and values were computed. */
    void append(int[] computed, int from, int count) {
        System.arraycopy(computed, from, tokens, length, count);
        length += count;
    }

    /** Becomes the first tokens of the other one, at the price of copying memory instead of computing. */
    void copy(Sequence other, int first, int layers) {
        for (int layer = 0; layer < layers; layer++) {
            for (int at = 0; at < first; at++) {
                copy(other.memory.getKeyTensorForPosition(layer, at), memory.getKeyTensorForPosition(layer, at));
                copy(other.memory.getValTensorForPosition(layer, at), memory.getValTensorForPosition(layer, at));
            }
        }
        System.arraycopy(other.tokens, 0, tokens, 0, first);
        length = first;
    }

    @SuppressWarnings("rawtypes") // see Instance
    private static void copy(AbstractTensor from, AbstractTensor to) {
        to.copyFrom(from, from.getOffset(0, 0), to.getOffset(0, 0), (int) from.size());
    }

    void close() {
        memory.close();
    }
}
