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
        return (int) estimate(text.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Estimated tokens of a text of so many bytes of UTF-8. */
    public static long estimate(long bytes) {
        return (long) Math.ceil(bytes / BYTES_A_TOKEN);
    }

    /** What no text of so many bytes has more of, whatever tokenizer counts; base64 and Chinese come near. */
    public static long most(long bytes) {
        return (bytes + 1) / 2;
    }
}
