package llmswarm.run.steps;

import llmswarm.model.Payer;
import llmswarm.model.Usage;
import llmswarm.prompt.Tokens;

/**
 * What a request may take, and what it is taken to have taken: what the server counted where that is possible, else an
 * estimate that is never zero for what was sent.
 *
 * @param prompt   UTF-8 bytes of the prompt
 * @param most     tokens of the answer that were asked for at most
 * @param thinking tokens of them that are kept for thinking, of which no text arrives
 * @param context  tokens that the model takes together
 */
record RequestUsage(long prompt, long most, long thinking, long context) {
    /** No tokenizer has so many bytes in a token, on the average of a text; code with deep indents has six. */
    private static final int MOST_BYTES_A_TOKEN = 12;
    /** What a server may put around a prompt. */
    private static final int AROUND = 4096;

    /** Tokens of the prompt at most. */
    long input() {
        return Tokens.most(prompt);
    }

    /**
     * What it took in the end.
     *
     * @param bytes of the answer's text that arrived
     */
    Usage of(Payer.End end, Usage counted, long bytes) {
        if (end == Payer.End.REFUSED || end == Payer.End.UNSENT) return Usage.NONE;
        boolean in = possible(counted.input(), prompt, prompt + AROUND);
        // what a server counts while it writes is not all it has written when the connection breaks
        boolean out = possible(counted.output(), bytes, Math.max(context, bytes))
                && (end != Payer.End.BROKEN || counted.output() >= most);
        long input = in ? counted.input() : Tokens.estimate(prompt);
        long output = out ? counted.output() : end == Payer.End.SILENT ? 0 : answer(end, bytes);
        return new Usage(input, in ? counted.cachedInput() : 0, output, out ? counted.thinking() : 0,
                (in ? 0 : input) + (out ? 0 : output));
    }

    /** Nobody knows what was thought before a text, or what was written and did not arrive. */
    private long answer(Payer.End end, long bytes) {
        long text = Tokens.estimate(bytes);
        if (end == Payer.End.BROKEN || bytes == 0) return Math.max(text, most);
        return Math.max(text, Math.min(most, text + thinking));
    }

    private static boolean possible(long count, long bytes, long most) {
        return count > 0 && count * MOST_BYTES_A_TOKEN >= bytes && count <= most;
    }
}
