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
        return ((input - cachedInput) * price.input() + cachedInput * price.cachedInput() + output * price.output()) / 1e6;
    }
}
