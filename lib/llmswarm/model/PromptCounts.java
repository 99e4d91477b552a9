package llmswarm.model;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.model.habits.Messages;

/**
 * Finds by the counts of tokens that a server cuts prompts off, as some do without a word when a prompt is longer than
 * their context.
 */
final class PromptCounts {
    /** A prompt of so many characters can be judged by its count. Code with deep indents has 6 a token. */
    private static final int LONG = 8000, MOST_CHARACTERS_A_TOKEN = 10, USUAL = 4;
    /** Prompts of which one is so much longer have other counts. */
    private static final double LONGER = 1.1;

    private long lastCount;
    private int lastLength;
    private boolean told;

    /** What to tell a person, once. */
    synchronized Optional<String> cut(ObjectNode sent, Usage usage) {
        int length = Messages.length(sent);
        long count = usage.input();
        if (told || length <= LONG || count == 0 || usage.cachedInput() > 0) return Optional.empty();
        int shorter = Math.min(length, lastLength), longer = Math.max(length, lastLength);
        told = count < length / MOST_CHARACTERS_A_TOKEN || count == lastCount && longer > LONGER * shorter;
        lastCount = count;
        lastLength = length;
        return told ? Optional.of(("the server counted %,d tokens of a prompt of about %,d, so it seems to cut prompts off; "
                + "start it with a larger context (Ollama: OLLAMA_CONTEXT_LENGTH), and say what it has as 'context' in "
                + "models.yaml").formatted(count, longer / USUAL)) : Optional.empty();
    }
}
