package llmswarm.model.stream;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a server says that an answer ended ({@code finish_reason}), by the words of the servers' public documents. Only a
 * word that is known ends an answer: what else stands there, such as {@code error} or {@code abort}, tells that it
 * broke off.
 */
public enum Ending {
    /** The model came to its end. */
    WHOLE("stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete", "tool_calls", "function_call",
            "tool_use"), /** It met the limit of tokens. */
    CUT_OFF("length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded"),
    /** The server's filter took it back. */
    WITHHELD("content_filter", "safety", "sensitive", "recitation", "prohibited_content", "blocklist", "spii",
            "refusal"), BROKEN;

    private final Set<String> words;

    Ending(String... words) {
        this.words = Set.of(words);
    }

    /** What the reason means; empty for one that says nothing yet. */
    public static Optional<Ending> of(String reason) {
        var word = reason.strip().toLowerCase(Locale.ROOT);
        if (word.isEmpty() || word.equals("null")) return Optional.empty();
        return Optional.of(Arrays.stream(values()).filter(ending -> ending.words.contains(word)).findFirst()
                .orElse(BROKEN));
    }
}
