package llmswarm.model.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

class RetryAfterTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void wordsWithoutEndAreRead() {
        assertEquals(Optional.of(Duration.ofSeconds(6)), RetryAfter.in("try again in " + "1s ".repeat(20_000)));
    }

    @Test
    void secondsMillisecondsAndDatesAreRead() {
        assertEquals(Optional.of(Duration.ofSeconds(20)), wait(Map.of("Retry-After", "20")));
        assertEquals(Optional.of(Duration.ofMillis(1500)), wait(Map.of("retry-after", " 1.5 ")));
        assertEquals(Optional.of(Duration.ofMillis(251)), wait(Map.of("Retry-After-Ms", "250.2", "Retry-After", "1")));
        assertEquals(Optional.of(Duration.ofSeconds(90)), wait(Map.of("Retry-After", "Sun, 01 Mar 2026 12:01:30 GMT")));
        assertEquals(Optional.of(Duration.ZERO), wait(Map.of("Retry-After", "Sat, 28 Feb 2026 12:00:00 GMT")));
    }

    @Test
    void whatCannotBeMeantIsIgnoredOrBounded() {
        assertEquals(Optional.empty(), wait(Map.of()));
        assertEquals(Optional.empty(), wait(Map.of("Retry-After", "soon")));
        assertEquals(Optional.empty(), wait(Map.of("Retry-After", "-3")));
        assertEquals(Optional.empty(), wait(Map.of("Retry-After", "NaN")));
        assertEquals(Optional.of(Duration.ofDays(365)), wait(Map.of("Retry-After", "1e300")));
        assertEquals(Optional.of(Duration.ofDays(365)), wait(Map.of("Retry-After", "Mon, 01 Mar 9999 12:00:00 GMT")));
    }

    @Test
    void wordsAreReadToo() {
        assertEquals(Optional.of(Duration.ofMillis(4_233_600)), RetryAfter.in("Please try again in 1h10m33.6s. Visit"));
        assertEquals(Optional.of(Duration.ofMillis(179_560)), RetryAfter.in("try again in 2m59.56s."));
        assertEquals(Optional.of(Duration.ofMillis(7)), RetryAfter.in("Try again in 7 milliseconds"));
        assertEquals(Optional.of(Duration.ofMillis(34_070)), RetryAfter.in("Please retry in 34.07s.\", \"status\""));
        assertEquals(Optional.of(Duration.ofSeconds(80)), RetryAfter.in("retry after 1 minute 20 seconds"));
        for (var other : List.of("", "try again in a while", "try again in 5 parts", "retry in 3", "Limit 30s")) {
            assertEquals(Optional.empty(), RetryAfter.in(other), other);
        }
    }

    private static Optional<Duration> wait(Map<String, String> headers) {
        var lists = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue())));
        return RetryAfter.of(HttpHeaders.of(lists, (name, value) -> true), InstantSource.fixed(NOON));
    }
}
