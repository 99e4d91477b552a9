package llmswarm.model.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The types of model that Jlama 0.8.4 computes rightly and that answer in a chat, with what Transformers takes for keys
 * that config.json lacks (the {@code configuration_*.py} of each). Mixtral is not among them: Jlama adds up what the
 * experts say without the router's weights.
 */
public enum ModelArchitecture {
    GEMMA(16, 256, 0, 8192),
    GEMMA2(4, 256, 4096, 8192),
    GRANITE(0, 0, 0, 2048),
    LLAMA(0, 0, 0, 2048),
    MISTRAL(8, 0, 4096, 131_072),
    QWEN2(32, 0, 4096, 32_768);

    private final int keyHeads;
    private final int headSize;
    private final int window;
    private final int context;

    /** Zeros mean as many key heads as heads; the hidden size divided by the heads; no window. */
    ModelArchitecture(int keyHeads, int headSize, int window, int context) {
        this.keyHeads = keyHeads;
        this.headSize = headSize;
        this.window = window;
        this.context = context;
    }

    /** The one that config.json calls so, in capitals or not; empty when it is none of these. */
    public static Optional<ModelArchitecture> of(String modelType) {
        return Arrays.stream(values()).filter(each -> each.modelType().equals(modelType.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Their names in config.json. */
    public static List<String> modelTypes() {
        return Arrays.stream(values()).map(ModelArchitecture::modelType).toList();
    }

    /** Its name in config.json. */
    public String modelType() {
        return name().toLowerCase(Locale.ROOT);
    }

    int keyHeads(int heads) {
        return keyHeads > 0 ? keyHeads : heads;
    }

    int headSize(int hidden, int heads) {
        return headSize > 0 ? headSize : hidden / heads;
    }

    int window() {
        return window;
    }

    int context() {
        return context;
    }

    /** Whether it scales embeddings, adds one to the weights of its norms, and has no output layer of its own. */
    boolean gemma() {
        return this == GEMMA || this == GEMMA2;
    }
}
