package llmswarm.model.rate;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long a server asks to wait: {@code retry-after-ms}, or {@code Retry-After} in seconds or as an HTTP date (RFC
 * 9110).
 */
public final class RetryAfter {
    private static final Duration MOST = Duration.ofDays(365);

    /** As OpenAI, Groq, Azure and Gemini word it: {@code 1h10m33.6s}, {@code 150ms}, {@code 20 seconds}. */
    private static final Pattern ASKED = Pattern.compile("(?i)\\b(?:try again|retry) (?:in|after) ((?:\\d+(?:\\.\\d+)? ?"
            + "(?:ms|milliseconds?|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)\\b ?|\\d+[dhm](?=\\d)){1,6})");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(ms|mil|[smhd])", Pattern.CASE_INSENSITIVE);

    private RetryAfter() {
    }

    /** What the words of a refusal say; empty when they say nothing of it. */
    public static Optional<Duration> in(String text) {
        var asked = ASKED.matcher(text);
        if (!asked.find()) return Optional.empty();
        var wait = PART.matcher(asked.group(1)).results().mapToDouble(part -> Double.parseDouble(part.group(1))
                * switch (part.group(2).toLowerCase(Locale.ROOT)) {
                    case "ms", "mil" -> 1;
                    case "s" -> 1000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                }).sum();
        return Optional.of(Duration.ofMillis((long) Math.ceil(Math.min(wait, MOST.toMillis()))));
    }

    /** Never negative; empty when there is no such header or it cannot be read. */
    public static Optional<Duration> of(HttpHeaders headers, InstantSource clock) {
        return headers.firstValue("retry-after-ms").flatMap(value -> number(value, 1))
                .or(() -> headers.firstValue("retry-after")
                        .flatMap(value -> number(value, 1000).or(() -> date(value, clock))));
    }

    private static Optional<Duration> number(String value, int milliseconds) {
        try {
            var number = Double.parseDouble(value.strip()) * milliseconds;
            if (!(number >= 0)) return Optional.empty();
            return Optional.of(Duration.ofMillis((long) Math.ceil(Math.min(number, MOST.toMillis()))));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String value, InstantSource clock) {
        try {
            var until = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            var wait = Duration.between(clock.instant(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait.compareTo(MOST) > 0 ? MOST : wait);
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
