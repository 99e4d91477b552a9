package llmswarm.prompt;

import java.nio.charset.StandardCharsets;

/** Token counts without a model's own tokenizer: an estimate that errs on the high side for code and for prose. */
public final class Tokens {
    /** Common byte-pair tokenizers average about four bytes a token on English and code; a margin is taken off. */
    private static final double BYTES_A_TOKEN = 3.3;

    private Tokens() {
    }

    /** Estimated tokens of a text. */
    public static int estimate(String text) {
        return (int) Math.ceil(text.getBytes(StandardCharsets.UTF_8).length / BYTES_A_TOKEN);
    }
}
