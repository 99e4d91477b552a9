package llmswarm.model.rate;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What a server says in the headers of an answer of how much it will take until when: {@code x-ratelimit-...} as
 * OpenAI, Groq, Mistral and others name them, {@code anthropic-ratelimit-...}, and {@code ratelimit-...} of the draft
 * of the IETF.
 *
 * @param remaining requests or tokens
 * @param limit     of which so many are allowed; empty where it is not said
 * @param reset     until there are as many again
 */
public record RateLimit(double remaining, OptionalDouble limit, Duration reset) {
    /** Below that part of a limit calls are spread; where no limit is said, below so many. */
    private static final double LOW = 0.2, FEW = 5;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long AN_EPOCH = 1_000_000_000L, IN_MILLISECONDS = 100_000_000_000L;

    /** Where each part of a limit stands. */
    private record Names(String remaining, String limit, String reset, boolean tokens) {
    }

    private static final List<Names> NAMES = Stream.of("requests", "tokens").flatMap(of -> Stream.of(
            new Names("x-ratelimit-remaining-" + of, "x-ratelimit-limit-" + of, "x-ratelimit-reset-" + of,
                    of.equals("tokens")),
            new Names("anthropic-ratelimit-%s-remaining".formatted(of), "anthropic-ratelimit-%s-limit".formatted(of),
                    "anthropic-ratelimit-%s-reset".formatted(of), of.equals("tokens"))))
            .toList();
    private static final List<Names> PLAIN = List.of(
            new Names("x-ratelimit-remaining", "x-ratelimit-limit", "x-ratelimit-reset", false),
            new Names("ratelimit-remaining", "ratelimit-limit", "ratelimit-reset", false));

    /**
     * How far apart the next calls have to be so that none is refused; zero while there is plenty.
     *
     * @param tokens that a call takes, as far as anybody knows; 0 where nobody does
     */
    public static Duration apart(HttpHeaders headers, InstantSource clock, long tokens) {
        return Stream.concat(NAMES.stream(), PLAIN.stream()).flatMap(names -> of(headers, names, clock)
                .filter(limit -> !names.tokens || tokens > 0)
                .map(limit -> limit.apart(names.tokens ? tokens : 1)).stream())
                .max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** The same where a call takes so many of what is limited. */
    Duration apart(double each) {
        var calls = remaining / each;
        boolean plenty = limit.isPresent() ? remaining > LOW * limit.getAsDouble() && calls >= 1 : calls > FEW;
        if (plenty || reset.isNegative()) return Duration.ZERO;
        var apart = calls < 1 ? reset : Duration.ofMillis((long) (reset.toMillis() / calls));
        return apart.compareTo(LONGEST) > 0 ? LONGEST : apart;
    }

    private static Optional<RateLimit> of(HttpHeaders headers, Names names, InstantSource clock) {
        var remaining = number(headers, names.remaining);
        var reset = headers.firstValue(names.reset).flatMap(value -> until(value.strip(), clock.instant()));
        return remaining.isEmpty() || reset.isEmpty() ? Optional.empty()
                : Optional.of(new RateLimit(remaining.getAsDouble(), number(headers, names.limit), reset.get()));
    }

    private static OptionalDouble number(HttpHeaders headers, String name) {
        try {
            var value = headers.firstValue(name).map(text -> Double.parseDouble(text.strip()));
            return value.filter(number -> number >= 0 && number < Double.POSITIVE_INFINITY).map(OptionalDouble::of)
                    .orElse(OptionalDouble.empty());
        } catch (NumberFormatException other) {
            return OptionalDouble.empty();
        }
    }

    /** A duration in words or seconds, or a moment: an instant, or seconds or milliseconds since 1970. */
    private static Optional<Duration> until(String value, Instant now) {
        try {
            if (value.contains("T")) return Optional.of(Duration.between(now, Instant.parse(value)));
            if (!value.matches("[0-9.]{1,18}")) return RetryAfter.in("try again in " + value);
            var number = Double.parseDouble(value);
            if (number < AN_EPOCH) return Optional.of(Duration.ofMillis((long) (number * 1000)));
            return Optional.of(Duration.between(now, Instant.ofEpochMilli((long) (number < IN_MILLISECONDS
                    ? number * 1000 : number))));
        } catch (NumberFormatException | DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
