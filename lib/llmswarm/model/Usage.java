package llmswarm.model;

import java.util.Locale;

import llmswarm.config.ModelSpec.Price;

/**
 * Tokens of one or more calls.
 *
 * @param input       of the prompt, cached ones included
 * @param cachedInput of the prompt, not computed anew
 */
public record Usage(long input, long cachedInput, long output) {
    public static final Usage NONE = new Usage(0, 0, 0);

    /** No call has more tokens: a server that says so counts wrongly. */
    private static final long MOST = 100_000_000;

    /** What a server says of one call; {@link #NONE} where it says what cannot be. */
    static Usage counted(long input, long cachedInput, long output) {
        var possible = input >= 0 && input <= MOST && output >= 0 && output <= MOST;
        return possible ? new Usage(input, Math.clamp(cachedInput, 0, input), output) : NONE;
    }

    public Usage plus(Usage other) {
        return new Usage(input + other.input, cachedInput + other.cachedInput, output + other.output);
    }

    /** As a person is told it. */
    String told() {
        if (equals(NONE)) return "tokens not counted";
        var cached = cachedInput == 0 ? "" : String.format(Locale.ROOT, " (%,d cached)", cachedInput);
        return String.format(Locale.ROOT, "%,d tokens in%s, %,d out", input, cached, output);
    }

    /** US dollars at that price. */
    public double cost(Price price) {
        return ((input - cachedInput) * price.input() + cachedInput * price.cachedInput()
                + output * price.output()) / 1e6;
    }
}
