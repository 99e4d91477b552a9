package llmswarm.model.jlama;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;

/** Who multiplies the matrices. Jlama decides that once for the whole process, when the first model is loaded. */
enum Arithmetic {
    /** Jlama's native library. */
    NATIVE,
    /** Java's vector instructions: right for all sizes, but several times slower. */
    JAVA;

    /** Read by Jlama when its arithmetic is first used, and never again. */
    private static final String FORCE_JAVA = "jlama.force_panama_tensor_operations";

    /**
     * What is in force from now on; asks for Java's if the native one would be wrong, which is too late if it is in
     * force.
     */
    static synchronized Arithmetic start(boolean nativeRight) {
        var asked = forced();
        if (!nativeRight) System.setProperty(FORCE_JAVA, "true");
        var now = TensorOperationsProvider.get().name().startsWith("Native") ? NATIVE : JAVA;
        if (now == NATIVE && !asked) System.clearProperty(FORCE_JAVA);
        return now;
    }

    /** Whether Java's was asked for, so that a native library was not even looked for. */
    static boolean forced() {
        return Boolean.getBoolean(FORCE_JAVA);
    }

    /**
     * Whether the native library computes a model of that configuration rightly: tried with jlama-native 0.8.4, which
     * leaves out a corner of other matrices.
     */
    static boolean nativeRight(JsonNode config) {
        int heads = config.path("num_attention_heads").asInt(1);
        int head = config.path("head_dim").asInt(config.path("hidden_size").asInt() / Math.max(1, heads));
        return right(config.path("hidden_size").asInt()) && right(config.path("intermediate_size").asInt())
                && right(config.path("vocab_size").asInt()) && right(head * heads)
                && right(head * config.path("num_key_value_heads").asInt(heads));
    }

    private static boolean right(int rows) {
        return rows <= 128 || rows % 128 == 0 || rows >= 16_384;
    }
}
