package llmswarm.model;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How long a server asks to wait: {@code retry-after-ms}, or {@code Retry-After} in seconds or as an HTTP date (RFC
 * 9110).
 */
final class RetryAfter {
    private static final Duration MOST = Duration.ofDays(365);

    private RetryAfter() {
    }

    /** Never negative; empty when there is no such header or it cannot be read. */
    static Optional<Duration> of(HttpHeaders headers, InstantSource clock) {
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
