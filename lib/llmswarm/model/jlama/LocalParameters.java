package llmswarm.model.jlama;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;

/** What a local model can be asked for beyond the usual parameters. */
public final class LocalParameters extends DefaultChatRequestParameters {
    /** Nothing beyond the usual. */
    public static final LocalParameters NONE =
            new LocalParameters(EMPTY, OptionalLong.empty(), Optional.empty(), Optional.empty());

    private final OptionalLong seed;
    private final Optional<Duration> timeout;
    private final Optional<Function<Vocabulary, TokenMask>> mask;

    /**
     * @param usual    temperature, top-p, stop strings, most tokens of the answer
     * @param seed     the same request with the same seed gets the same answer; without one they differ
     * @param timeout  how long the answer may take, from when the model is free for it
     * @param mask     makes what allows tokens, for one answer by a model with that vocabulary
     */
    public LocalParameters(ChatRequestParameters usual, OptionalLong seed, Optional<Duration> timeout,
                           Optional<Function<Vocabulary, TokenMask>> mask) {
        super(builder().overrideWith(usual));
        this.seed = seed;
        this.timeout = timeout;
        this.mask = mask;
    }

    /** The parameters of a request, whoever made them. */
    static LocalParameters of(ChatRequestParameters parameters) {
        return NONE.overrideWith(parameters);
    }

    public OptionalLong seed() {
        return seed;
    }

    public Optional<Duration> timeout() {
        return timeout;
    }

    public Optional<Function<Vocabulary, TokenMask>> mask() {
        return mask;
    }

    /** These, but for what the others set. */
    @Override
    public LocalParameters overrideWith(ChatRequestParameters others) {
        var usual = builder().overrideWith(this).overrideWith(others).build();
        return others instanceof LocalParameters local
                ? new LocalParameters(usual, local.seed.isPresent() ? local.seed : seed,
                local.timeout.or(() -> timeout), local.mask.or(() -> mask))
                : new LocalParameters(usual, seed, timeout, mask);
    }

    /** The others, but for what these set. */
    @Override
    public LocalParameters defaultedBy(ChatRequestParameters others) {
        return of(others).overrideWith(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalParameters that && super.equals(that) && seed.equals(that.seed)
                && timeout.equals(that.timeout) && mask.equals(that.mask);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), seed, timeout, mask);
    }
}
