package llmswarm.config;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import llmswarm.config.layer.Layer;

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
 * @param effort     how long the model thinks first, where an agent does not say; empty leaves it to the server
 * @param layer      where it was defined; decides whether the user's key may be sent to its address
 */
public record ModelSpec(String alias, Provider provider, String model, Optional<URI> baseUrl,
        Optional<String> apiKeyEnv, int context, int parallel, Duration timeout, boolean jsonSchema, Price price,
                        Optional<String> absent, Optional<String> escalate, Optional<Boolean> small,
                        Optional<Effort> effort, Layer layer) {
    /** One whose size decides how it is asked, and whose server how long it thinks. */
    public ModelSpec(String alias, Provider provider, String model, Optional<URI> baseUrl, Optional<String> apiKeyEnv,
            int context, int parallel, Duration timeout, boolean jsonSchema, Price price, Optional<String> absent,
                     Optional<String> escalate, Layer layer) {
        this(alias, provider, model, baseUrl, apiKeyEnv, context, parallel, timeout, jsonSchema, price, absent,
                escalate, Optional.empty(), Optional.empty(), layer);
    }

    /**
     * Tokens kept for an agent's answer, without thinking: at most half of the context, so that a small one leaves room
     * for a prompt.
     */
    public int forAnswer(Agent agent) {
        return Math.min(agent.maxTokens(), context / 2);
    }

    /** Tokens a prompt may have beside such an answer and the thinking before it. */
    public int forPrompt(Agent agent) {
        return context - forAnswer(agent) - toThink(agent);
    }

    /** Tokens kept for thinking before the answer, at most a quarter of the context. */
    public int toThink(Agent agent) {
        return effort(agent).map(effort -> Math.min(effort.room(), context / 4)).orElse(0);
    }

    /** How long the model thinks for this agent; none where its server decides. */
    public Optional<Effort> effort(Agent agent) {
        return provider == Provider.JLAMA ? Optional.empty() : agent.effort().or(() -> effort);
    }

    /**
     * What tokens cost; empty where nobody knows. Where models.yaml says nothing, a model of this machine or its
     * private network costs none.
     */
    public Optional<Price> cost() {
        return price.known() ? Optional.of(price) : nearby() ? Optional.of(Price.FREE) : Optional.empty();
    }

    /** Whether it is computed on this machine or its private network, told from the address alone. */
    public boolean nearby() {
        return provider == Provider.JLAMA || baseUrl.filter(ModelSpec::isNearby).isPresent();
    }

    /** The same of any address, without asking a name server. */
    public static boolean isNearby(URI address) {
        try {
            var host = InetAddress.ofLiteral(Optional.ofNullable(address.getHost()).orElse(""));
            return host.isLoopbackAddress() || host.isSiteLocalAddress();
        } catch (IllegalArgumentException aName) {
            return "localhost".equals(address.getHost());
        }
    }

    /** Who computes the answer. */
    public enum Provider { OPENAI, JLAMA }

    /**
     * US dollars per million tokens.
     *
     * @param above what a call with a long prompt costs instead
     * @param known false where models.yaml says nothing, and all is zero
     */
    public record Price(double input, double cachedInput, double output, Optional<Step> above, boolean known) {
        public static final Price NONE = new Price(0, 0, 0, Optional.empty(), false), FREE = new Price(0, 0, 0);

        /** A price that somebody has said. */
        public Price(double input, double cachedInput, double output, Optional<Step> above) {
            this(input, cachedInput, output, above, true);
        }

        /** One price for all prompts. */
        public Price(double input, double cachedInput, double output) {
            this(input, cachedInput, output, Optional.empty());
        }

        /** The price of a call whose prompt has so many tokens. */
        public Price at(long promptTokens) {
            return above.filter(step -> promptTokens > step.tokens()).map(Step::price).orElse(this);
        }

        /** The price of all tokens of a call whose prompt has more than so many. */
        public record Step(int tokens, Price price) {
        }
    }
}
