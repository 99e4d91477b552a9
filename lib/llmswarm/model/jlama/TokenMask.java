package llmswarm.model.jlama;

/**
 * Says which tokens may come next in one answer; asked before and told after every token, by one thread. A mask is used
 * for one answer only.
 */
public interface TokenMask {
    /**
     * The tokens that may come next: bit {@code id % 64} of word {@code id / 64}; end-of-text tokens count like all
     * others. Words beyond the array's end are taken for zero. Null means that every token may come. The array belongs
     * to the mask, is only read, and is good until the next {@link #accept}.
     */
    long[] allowed();

    /**
     * The token that was taken, always one of {@link #allowed()}; not called for the end-of-text that ends the answer.
     */
    void accept(int token);

    /**
     * Whether the answer is complete and nothing more can follow; generation then ends without waiting for end-of-text.
     */
    boolean done();
}
