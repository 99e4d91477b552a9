package llmswarm.model.jlama;

import java.util.Arrays;
import java.util.Optional;

import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.tensor.AbstractTensor;

/**
 * One working copy of a model, for one borrower at a time: it shares the weights with the others, not its intermediate
 * results.
 */
@SuppressWarnings("rawtypes") // the parameters of tensors name a module that javac would have to be given
final class Instance implements AutoCloseable {
    /**
     * Sizes in which prompts are computed. All are multiples of five, as jlama-native 0.8.4 leaves the rest of a longer
     * batch uncomputed; few, as Jlama keeps memory for each size; and short, as only in between can an answer be
     * cancelled.
     */
    private static final int[] BATCHES = {30, 10, 5};

    /** Asked between batches; throws to end the answer. */
    interface Watch {
        void look() throws InterruptedException;
    }

    /** That a model cannot be computed with its weights. */
    static final class Damaged extends RuntimeException {
        private Damaged(Throwable cause) {
            super(cause);
        }
    }

    private final AbstractModel model;
    private final AbstractTensor logits;
    private AbstractTensor state;

    Instance(AbstractModel model) {
        this.model = model;
        this.logits = model.makeDenseTensor(model.getConfig().vocabularySize);
    }

    /** Computes tokens after those of the sequence, and appends them to it; the state after the last one is kept. */
    void forward(Sequence sequence, int[] tokens, Watch watch) throws InterruptedException {
        for (int from = 0; from < tokens.length;) {
            watch.look();
            int count = batch(tokens.length - from);
            free();
            state = computed(sequence, Arrays.copyOfRange(tokens, from, from + count));
            sequence.append(tokens, from, count);
            from += count;
        }
    }

    private AbstractTensor computed(Sequence sequence, int[] tokens) {
        try {
            return tokens.length == 1
                    ? model.forward(tokens[0], sequence.length(), sequence.memory(), Optional.empty())
                    : model.batchForward(tokens, sequence.length(), sequence.memory());
        } catch (RuntimeException | AssertionError wrong) {
            throw new Damaged(wrong);
        }
    }

    /** The most likely token after the last one; leaves the others' figures in {@link #logits()}. */
    int best() {
        var last = state.shape().first() == 1 ? state : state.slice(state.shape().first() - 1);
        int best = model.sample(last, 0, 0, logits);
        if (best < 0) throw new Damaged(new IllegalStateException("the model computes no numbers"));
        return best;
    }

    /** How likely each token is, as unscaled logarithms. */
    AbstractTensor logits() {
        return logits;
    }

    /** Gives the memory of intermediate results back, before the instance is put aside. */
    void free() {
        if (state != null) state.close();
        state = null;
    }

    @Override
    public void close() {
        free();
        logits.close();
        model.close();
    }

    private static int batch(int left) {
        for (int size : BATCHES) {
            if (left >= size) return size;
        }
        return left;
    }
}
