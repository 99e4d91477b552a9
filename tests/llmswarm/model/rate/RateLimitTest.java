package llmswarm.model.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing is said                        | | 0
            plenty                                 | x-ratelimit-remaining-requests: 900; x-ratelimit-limit-requests: 1000; x-ratelimit-reset-requests: 6s | 0
            few are left until then                | x-ratelimit-remaining-requests: 10; x-ratelimit-limit-requests: 100; x-ratelimit-reset-requests: 6s | 600
            none is left                           | x-ratelimit-remaining-requests: 0; x-ratelimit-limit-requests: 100; x-ratelimit-reset-requests: 1m2.5s | 62500
            OpenAI's milliseconds                  | x-ratelimit-remaining-requests: 1; x-ratelimit-limit-requests: 100; x-ratelimit-reset-requests: 120ms | 120
            tokens for four calls                  | x-ratelimit-remaining-tokens: 4000; x-ratelimit-limit-tokens: 100000; x-ratelimit-reset-tokens: 8s | 2000
            tokens for less than one call          | x-ratelimit-remaining-tokens: 400; x-ratelimit-limit-tokens: 500; x-ratelimit-reset-tokens: 8s | 8000
            the tighter of two                     | x-ratelimit-remaining-requests: 10; x-ratelimit-limit-requests: 100; x-ratelimit-reset-requests: 1s; x-ratelimit-remaining-tokens: 1000; x-ratelimit-limit-tokens: 9000; x-ratelimit-reset-tokens: 9s | 9000
            Anthropic's moments                    | anthropic-ratelimit-requests-remaining: 2; anthropic-ratelimit-requests-limit: 50; anthropic-ratelimit-requests-reset: 2026-03-01T12:00:10Z | 5000
            no limit and few left                  | x-ratelimit-remaining: 2; x-ratelimit-reset: 10 | 5000
            no limit and more left                 | x-ratelimit-remaining: 20; x-ratelimit-reset: 10 | 0
            seconds since 1970                     | x-ratelimit-remaining: 1; x-ratelimit-reset: 1772366410 | 10000
            milliseconds since 1970                | x-ratelimit-remaining: 1; x-ratelimit-reset: 1772366410000 | 10000
            the draft of the IETF                  | ratelimit-remaining: 1; ratelimit-limit: 60; ratelimit-reset: 30 | 30000
            no more than two minutes               | x-ratelimit-remaining: 0; x-ratelimit-reset: 3600 | 120000
            a moment that is over                  | anthropic-ratelimit-requests-remaining: 0; anthropic-ratelimit-requests-reset: 2026-03-01T11:00:00Z | 0
            until when is not said                 | x-ratelimit-remaining-requests: 0 | 0
            no numbers                             | x-ratelimit-remaining: many; x-ratelimit-reset: soon | 0
            """)
    void callsAreKeptApartBeforeTheyAreRefused(String what, String headers, long milliseconds) {
        assertEquals(milliseconds, RateLimit.apart(headers(headers), NOON, 1000).toMillis(), what);
    }

    private static HttpHeaders headers(String text) {
        Map<String, List<String>> all = text == null ? Map.of() : Arrays.stream(text.split("; "))
                .map(line -> line.split(": ")).collect(Collectors.toMap(pair -> pair[0], pair -> List.of(pair[1])));
        return HttpHeaders.of(all, (name, value) -> true);
    }
}
