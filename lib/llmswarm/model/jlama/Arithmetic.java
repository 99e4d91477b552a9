package llmswarm.model.jlama;

import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import llmswarm.model.architecture.Hyperparameters;

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
    static boolean nativeRight(Hyperparameters model) {
        return right(model.hidden()) && right(model.intermediate()) && right(model.vocabulary())
                && right(model.headSize() * model.heads()) && right(model.headSize() * model.keyHeads());
    }

    private static boolean right(int rows) {
        return rows <= 128 || rows % 128 == 0 || rows >= 16_384;
    }
}
