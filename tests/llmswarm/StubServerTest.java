package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.LongStream;

import llmswarm.model.Usage;
import org.junit.jupiter.api.Test;

class StubServerTest {
    @Test
    void aStreamHasPiecesAnEndAndTheUsageThatWasAskedFor() throws Exception {
        var answer = StubAnswer.text("a🌍b").inPiecesOf(2).counting(new Usage(5, 1, 2));
        try (var server = StubServer.answering(answer); var client = HttpClient.newHttpClient()) {
            var head = "data: {\"id\":\"stub-1\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"stub\",\"choices\":[";
            assertEquals(head + """
                    {"index":0,"delta":{"role":"assistant","content":"a🌍"},"finish_reason":null}]}

                    """ + head + """
                    {"index":0,"delta":{"role":"assistant","content":"b"},"finish_reason":null}]}

                    """ + head + """
                    {"index":0,"delta":{},"finish_reason":"stop"}]}

                    """ + head + """
                    ],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":1}}}

                    data: [DONE]

                    """, post(client, server, "{\"stream\": true, \"stream_options\": {\"include_usage\": true}}").body());
        }
    }

    @Test
    void aDroppedConnectionIsSeenAsOne() throws Exception {
        try (var server = StubServer.answering(StubAnswer.cutAfter(3, "abcdef")); var client =
                HttpClient.newHttpClient()) {
            assertThrows(IOException.class, () -> post(client, server, "{\"stream\": true}"));
        }
    }

    @Test
    void latenciesAreKept() throws Exception {
        var latency = Duration.ofMillis(25);
        try (var server = StubServer.answering(StubAnswer.text("x".repeat(400)).after(latency)); var client =
                HttpClient.newHttpClient()) {
            var times = LongStream.range(0, 15).map(call -> measured(client, server)).sorted().toArray();
            var over = Duration.ofNanos(times[7]).minus(latency);
            assertTrue(!over.isNegative() && over.toMillis() < 15, "the median answer came %s late".formatted(over));
        }
    }

    private static long measured(HttpClient client, StubServer server) {
        try {
            var start = System.nanoTime();
            post(client, server, "{\"stream\": true}");
            return System.nanoTime() - start;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static HttpResponse<String> post(HttpClient client, StubServer server, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/chat/completions"))
                .version(HttpClient.Version.HTTP_1_1).POST(BodyPublishers.ofString(body)).build();
        return client.send(request, BodyHandlers.ofString());
    }
}
