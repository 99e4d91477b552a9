package llmswarm.model.hub;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model folder as its own files describe it.
 *
 * @param folder       absolute
 * @param architecture as config.json names it, such as {@code LlamaForCausalLM}; empty when it names none
 * @param type         config.json's {@code model_type}, such as {@code qwen2}; empty when it names none
 * @param parameters   counted in the weight files; empty when none can be read
 * @param context      tokens the model was made for; 0 when config.json does not say
 * @param quantisation the type of most weights, such as {@code BF16} or {@code Q4}; empty when no weight file can be
 *                     read
 * @param bytes        of all files
 * @param cacheBytes   of keys and values for one token of one session, kept as 32-bit floats; 0 when not known
 * @param digest       tells this model from others: of config.json and the heads of the weight files, not of the
 *                     weights
 */
public record LocalModel(Path folder, String architecture, String type, OptionalLong parameters, int context,
                         Optional<String> quantisation, long bytes, long cacheBytes, String digest) {
    /**
     * The program itself and the buffers of an instance or two; 49 MB of heap were measured for an instance of 0.5B.
     */
    private static final long BESIDES = 512L << 20;

    /**
     * Bytes of memory wanted to answer at full speed: the weights, which all instances share, and the cache of each.
     *
     * @param tokens   of prompt and answer together
     * @param parallel instances at work at once
     */
    public long memory(int tokens, int parallel) {
        var most = context > 0 ? Math.min(tokens, context) : tokens;
        // in floating point, since a file's numbers could overflow
        return (long) ((double) bytes + (double) cacheBytes * most * parallel + BESIDES);
    }
}
