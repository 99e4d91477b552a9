package llmswarm.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What a model alias means.
 *
 * @param baseUrl    of an OpenAI-compatible server, without {@code /chat/completions}; empty for jlama
 * @param apiKeyEnv  name of the environment variable that holds the key; empty for a server that wants none
 * @param context    tokens of prompt and answer together
 * @param parallel   calls under way at once
 * @param timeout    of one call, from sending to the last token
 * @param jsonSchema whether the server takes a JSON schema for its answer
 * @param absent     the alias used while this model is not usable
 * @param escalate   the alias asked once more when the attempts with this one are used up
 * @param small      whether the model is asked in the manner of small ones; empty where its size decides
 * @param layer      where it was defined; decides whether the user's key may be sent to its address
 */
public record ModelSpec(String alias, Provider provider, String model, Optional<URI> baseUrl,
        Optional<String> apiKeyEnv, int context, int parallel, Duration timeout, boolean jsonSchema, Price price,
                        Optional<String> absent, Optional<String> escalate, Optional<Boolean> small, Layer layer) {
    /** One whose size decides how it is asked. */
    public ModelSpec(String alias, Provider provider, String model, Optional<URI> baseUrl, Optional<String> apiKeyEnv,
            int context, int parallel, Duration timeout, boolean jsonSchema, Price price, Optional<String> absent,
                     Optional<String> escalate, Layer layer) {
        this(alias, provider, model, baseUrl, apiKeyEnv, context, parallel, timeout, jsonSchema, price, absent,
                escalate, Optional.empty(), layer);
    }

    /**
     * Tokens kept for an answer that may have so many: at most half of the context, so that a small one leaves room for
     * a prompt.
     */
    public int forAnswer(int maxTokens) {
        return Math.min(maxTokens, context / 2);
    }

    /** Tokens a prompt may have beside such an answer. */
    public int forPrompt(int maxTokens) {
        return context - forAnswer(maxTokens);
    }

    /** Who computes the answer. */
    public enum Provider { OPENAI, JLAMA }

    /** US dollars per million tokens; all zero when unknown or local. */
    public record Price(double input, double cachedInput, double output) {
        public static final Price NONE = new Price(0, 0, 0);
    }
}
