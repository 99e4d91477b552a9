package llmswarm.model;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.Messages;

/**
 * Finds by the counts of tokens that a server has a smaller context than is asked for. Some cut a prompt off without a
 * word, and others the answer.
 */
final class PromptCounts {
    /** A prompt of so many characters can be judged by its count. Code with deep indents has 6 a token. */
    private static final int LONG = 8000, MOST_CHARACTERS_A_TOKEN = 10, USUAL = 4, MANY = 5;
    /** No context is smaller: a server that counts less counts otherwise, such as without what it had cached. */
    private static final int SMALLEST = 500;
    /** Contexts are multiples of this; a prompt that was cut to one has as many tokens, give or take a few. */
    private static final int ROUND = 1024, FEW = 4;
    /** Prompts of which one is so much longer have other counts. */
    private static final double LONGER = 1.1;
    /** An answer that met the limit that was asked for has at least that part of it. */
    private static final double NEARLY = 0.9;

    private long lastCount;
    private int lastLength;
    private boolean told;

    /** What to tell a person, once. */
    synchronized Optional<String> cut(ObjectNode sent, Reply reply) {
        int length = Messages.length(sent), limit = Habit.limit(sent);
        long count = reply.usage().input(), output = reply.usage().output();
        if (told || count < SMALLEST) return Optional.empty();
        if (reply.cutOff() && output < NEARLY * limit) {
            return once("the server ended an answer after %,d of %,d tokens, so its context seems to be no larger than these and the "
                    + "prompt's %,d", output, limit, count);
        }
        if (reply.usage().cachedInput() > 0) return Optional.empty();
        int shorter = Math.min(length, lastLength), longer = Math.max(length, lastLength);
        boolean same = length > LONG && count == lastCount && longer > LONGER * shorter;
        boolean far = length > LONG && count < length / MOST_CHARACTERS_A_TOKEN;
        boolean round = count < length / MANY && Math.floorMod(count + FEW, ROUND) <= 2 * FEW;
        if (length > LONG) {
            lastCount = count;
            lastLength = length;
        }
        return same || far || round ? once("the server counted %,d tokens of a prompt of about %,d, so it seems to cut prompts off", count,
                (same ? longer : length) / USUAL) : Optional.empty();
    }

    private Optional<String> once(String sentence, Object... numbers) {
        told = true;
        return Optional.of(String.format(Locale.ROOT, sentence, numbers) + "; start it with a larger context (Ollama: OLLAMA_CONTEXT_LENGTH), and say what it "
                + "has as 'context' in models.yaml");
    }
}
