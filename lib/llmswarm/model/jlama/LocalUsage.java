package llmswarm.model.jlama;

import java.util.Objects;

import dev.langchain4j.model.output.TokenUsage;

/** Tokens of one answer, with how many of the prompt's were not computed anew. */
public final class LocalUsage extends TokenUsage {
    private final int cached;

    LocalUsage(int prompt, int cached, int output) {
        super(prompt, output);
        this.cached = cached;
    }

    /** Tokens of the prompt whose keys and values were still there from an earlier one. */
    public int cached() {
        return cached;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalUsage that && super.equals(that) && cached == that.cached;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), cached);
    }
}
