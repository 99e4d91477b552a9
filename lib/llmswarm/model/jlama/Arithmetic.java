package llmswarm.model.jlama;

import java.util.LinkedHashMap;
import java.util.Optional;

import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import llmswarm.model.architecture.Hyperparameters;

/** Who multiplies the matrices. Jlama decides that once for the whole process, when the first model is loaded. */
enum Arithmetic {
    /** Jlama's native library. */
    NATIVE,
    /** Java's vector instructions: right for all sizes, but several times slower. */
    JAVA;

    /** Numbers multiplied at once: eight, and at most sixteen, which is 512 bits. */
    private static final int NATIVE_VECTOR = 8, JAVA_VECTOR = 16;

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
     * leaves out a corner of other matrices, and the rest of rows that it does not multiply in whole vectors.
     */
    static boolean nativeRight(Hyperparameters model) {
        return uneven(model, NATIVE_VECTOR).isEmpty() && right(model.hidden()) && right(model.intermediate())
                && right(model.vocabulary())
                && right(model.headSize() * model.heads()) && right(model.headSize() * model.keyHeads());
    }

    /** Whether Java computes it rightly, with the longest vectors that a machine has: these leave out the rest, too. */
    static boolean javaRight(Hyperparameters model) {
        return uneven(model, JAVA_VECTOR).isEmpty();
    }

    /** What of a model that nobody here computes rightly is to blame; empty when somebody does. */
    static Optional<String> wrong(Hyperparameters model) {
        return nativeRight(model) ? Optional.empty() : uneven(model, JAVA_VECTOR).map(
                size -> "%s, and sizes that are no multiple of %d cannot be computed here".formatted(size, JAVA_VECTOR));
    }

    private static Optional<String> uneven(Hyperparameters model, int vector) {
        var sizes = new LinkedHashMap<String, Integer>();
        sizes.put("head_dim", model.headSize());
        sizes.put("hidden_size", model.hidden());
        sizes.put("intermediate_size", model.intermediate());
        return sizes.entrySet().stream().filter(size -> size.getValue() % vector != 0).findFirst()
                .map(size -> "'%s' is %d".formatted(size.getKey(), size.getValue()));
    }

    private static boolean right(int rows) {
        return rows <= 128 || rows % 128 == 0 || rows >= 16_384;
    }
}
