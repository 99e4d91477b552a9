package llmswarm.model;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import llmswarm.config.ModelSpec.Price;

/**
 * Tokens of one or more calls.
 *
 * @param input       of the prompt, cached ones included
 * @param cachedInput of the prompt, not computed anew
 * @param output      of the answer, thinking included
 * @param thinking    of the answer, before its text; 0 where a server does not tell
 * @param guessed     of all these, as no server counted them
 */
public record Usage(long input, long cachedInput, long output, long thinking,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long guessed) {
    public static final Usage NONE = new Usage(0, 0, 0);

    /** All counted by a server. */
    public Usage(long input, long cachedInput, long output, long thinking) {
        this(input, cachedInput, output, thinking, 0);
    }

    /** Of a model that does not think apart. */
    public Usage(long input, long cachedInput, long output) {
        this(input, cachedInput, output, 0);
    }

    /** No call has more tokens: a server that says so counts wrongly. */
    private static final long MOST = 100_000_000;

    /** What a server says of one call; {@link #NONE} where it says what cannot be. */
    static Usage counted(long input, long cachedInput, long output, long thinking) {
        var possible = input >= 0 && input <= MOST && output >= 0 && output <= MOST;
        return possible ? new Usage(input, Math.clamp(cachedInput, 0, input), output, Math.clamp(thinking, 0, output))
                : NONE;
    }

    public Usage plus(Usage other) {
        return new Usage(input + other.input, cachedInput + other.cachedInput, output + other.output,
                thinking + other.thinking, guessed + other.guessed);
    }

    /** Of prompt and answer together. */
    public long tokens() {
        return input + output;
    }

    /** As a person is told it. */
    String told() {
        if (equals(NONE)) return "tokens not counted";
        var cached = cachedInput == 0 ? "" : String.format(Locale.ROOT, " (%,d cached)", cachedInput);
        var thought = thinking == 0 ? "" : String.format(Locale.ROOT, " (%,d thinking)", thinking);
        return String.format(Locale.ROOT, "%,d tokens in%s, %,d out%s", input, cached, output, thought);
    }

    /** US dollars for one call at that price. */
    public double cost(Price usual) {
        var price = usual.at(input);
        return ((input - cachedInput) * price.input() + cachedInput * price.cachedInput()
                + output * price.output()) / 1e6;
    }
}
