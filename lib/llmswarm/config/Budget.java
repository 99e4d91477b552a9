package llmswarm.config;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import text.Dollars;

/**
 * What calls of models may take together. Each bound holds by itself; an empty one is none, and so is one without end,
 * which a person may give in place of a usual one.
 *
 * @param dollars US dollars
 * @param tokens  of prompts and answers
 * @param calls   requests that are sent, failed ones included
 */
public record Budget(OptionalDouble dollars, OptionalLong tokens, OptionalLong calls) {
    /** No bound at all. */
    public static final Budget NONE = new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty());

    /**
     * What a person gave in place of what is usual. Whoever gives money is not held to the usual number of tokens
     * beside it.
     */
    public Budget over(Budget usual) {
        var usualTokens = dollars.isPresent() ? OptionalLong.empty() : usual.tokens;
        return new Budget(dollars.isPresent() ? dollars : usual.dollars, tokens.isPresent() ? tokens : usualTokens,
                calls.isPresent() ? calls : usual.calls);
    }

    /** Each bound that is not given as it was before. */
    public Budget orElse(Budget before) {
        return new Budget(dollars.isPresent() ? dollars : before.dollars, tokens.isPresent() ? tokens : before.tokens,
                calls.isPresent() ? calls : before.calls);
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

    /** Of each bound the larger one. */
    public Budget loosened(Budget other) {
        return new Budget(dollars.isEmpty() || other.dollars.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(dollars.getAsDouble(), other.dollars.getAsDouble())),
                most(tokens, other.tokens), most(calls, other.calls));
    }

    private static OptionalLong most(OptionalLong one, OptionalLong other) {
        return one.isEmpty() || other.isEmpty() ? OptionalLong.empty()
                : OptionalLong.of(Math.max(one.getAsLong(), other.getAsLong()));
    }

    /** As a person reads it, such as {@code $5.00 or 3,000,000 tokens}; "no bound" where there is none. */
    public String told() {
        var bounds = Stream.of(Optional.of(dollars)
                .filter(most -> most.orElse(Double.POSITIVE_INFINITY) < Double.POSITIVE_INFINITY)
                .map(most -> Dollars.told(most.getAsDouble())), amount(tokens, "tokens"),
                amount(calls, "calls")).flatMap(Optional::stream).collect(Collectors.joining(" or "));
        return bounds.isEmpty() ? "no bound" : bounds;
    }

    private static Optional<String> amount(OptionalLong most, String noun) {
        return most.orElse(Long.MAX_VALUE) == Long.MAX_VALUE ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%,d %s", most.getAsLong(), noun));
    }
}
