package llmswarm.config;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What calls of models may take together. Each bound holds by itself; an empty one is none.
 *
 * @param dollars US dollars
 * @param tokens  of prompts and answers
 * @param calls   requests that are sent, failed ones included
 */
public record Budget(OptionalDouble dollars, OptionalLong tokens, OptionalLong calls) {
    /** No bound at all. */
    public static final Budget NONE = new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** A bound that is no number is none. */
    public Budget {
        if (dollars.isPresent() && !(dollars.getAsDouble() < Double.POSITIVE_INFINITY)) dollars = OptionalDouble.empty();
        if (tokens.isPresent() && tokens.getAsLong() == Long.MAX_VALUE) tokens = OptionalLong.empty();
        if (calls.isPresent() && calls.getAsLong() == Long.MAX_VALUE) calls = OptionalLong.empty();
    }

    /** Of each bound the smaller one. */
    public Budget tightened(Budget other) {
        return new Budget(dollars.isEmpty() ? other.dollars
                : OptionalDouble.of(Math.min(dollars.getAsDouble(), other.dollars.orElse(Double.MAX_VALUE))),
                least(tokens, other.tokens), least(calls, other.calls));
    }

    private static OptionalLong least(OptionalLong one, OptionalLong other) {
        return one.isEmpty() ? other : OptionalLong.of(Math.min(one.getAsLong(), other.orElse(Long.MAX_VALUE)));
    }

    /** As a person reads it, such as {@code $5.00 or 3,000,000 tokens}; "no bound" where there is none. */
    public String told() {
        var bounds = Stream.of(Optional.of(dollars).filter(OptionalDouble::isPresent)
                .map(most -> String.format(Locale.ROOT, "$%,.2f", most.getAsDouble())), amount(tokens, "tokens"),
                amount(calls, "calls")).flatMap(Optional::stream).collect(Collectors.joining(" or "));
        return bounds.isEmpty() ? "no bound" : bounds;
    }

    private static Optional<String> amount(OptionalLong most, String noun) {
        return most.isEmpty() ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%,d %s", most.getAsLong(), noun));
    }
}
