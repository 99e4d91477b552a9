package llmswarm.model.stream;

import llmswarm.config.ModelSpec;

/**
 * How much a server may send for one answer: far more than any answer needs, and less than what fills the memory. A
 * token that comes in an event of its own takes 200 to 500 bytes in two or three lines.
 *
 * @param bytes in all
 * @param held  what is in memory at once: bytes of a line, characters of the text
 * @param lines in all
 */
public record StreamLimits(long bytes, int held, long lines) {
    /** The least that anybody is allowed leaves room for megabytes of thought; the model's context adds to it. */
    public static StreamLimits of(ModelSpec spec) {
        long context = spec.context();
        return new StreamLimits((128L << 20) + (context << 12), (int) Math.min(1 << 30, (8L << 20) + (context << 6)),
                8_000_000 + (context << 5));
    }
}
