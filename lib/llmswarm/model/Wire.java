package llmswarm.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import llmswarm.guard.Redactor;
import llmswarm.model.Fault.TryFailed;

/**
 * The HTTP layer under langchain4j's model. Unlike the one it brings, this one works on the calling thread, so that an
 * interrupt closes the connection; it tells how long a refusing server asks to wait, and whether an answer is whole.
 *
 * @param quirks   what to change in each request; may grow
 * @param key      never shown, even if the server repeats it
 * @param redactor likewise for other secrets, which a server may have from the prompts or elsewhere
 */
record Wire(java.net.http.HttpClient client, Set<Quirk> quirks, Optional<String> key, Redactor redactor, InstantSource clock)
        implements HttpClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REFUSAL_BYTES = 64 * 1024, ANSWER_BYTES = 64 * 1024 * 1024;

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("answers are always streamed");
    }

    /** Returns when the answer has been handed over; a {@link TryFailed} tells why there is none. */
    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try {
            var response = client.send(translated(request), BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() / 100 != 2) throw new TryFailed(refusal(response, body));
                var type = response.headers().firstValue("content-type").orElse("");
                if (type.contains("event-stream")) {
                    new AnswerStream(listener, this::printable).read(body, parser);
                } else {
                    whole(body, new AnswerStream(listener, this::printable));
                }
            }
        } catch (IOException failed) {
            throw new TryFailed(fault(failed));
        } catch (InterruptedException cancelled) {
            throw new TryFailed(new Fault.Cut());
        }
    }

    private java.net.http.HttpRequest translated(HttpRequest request) throws IOException {
        var body = request.body();
        if (!quirks.isEmpty()) {
            var edited = (ObjectNode) JSON.readTree(body);
            quirks.forEach(quirk -> quirk.edit(edited));
            body = edited.toString();
        }
        var translated = java.net.http.HttpRequest.newBuilder(URI.create(request.url())).POST(BodyPublishers.ofString(body));
        request.headers().forEach((name, values) -> values.forEach(value -> translated.header(name, value)));
        return translated.build();
    }

    /** A server that does not stream sends one object, with {@code message} where the pieces of a stream have {@code delta}. */
    private void whole(InputStream body, AnswerStream answer) throws IOException {
        var text = new String(body.readNBytes(ANSWER_BYTES), UTF_8);
        var object = AnswerStream.object(text).orElseThrow(() -> new TryFailed(new Fault.Garbage(printable(text))));
        for (var choice : object.path("choices")) {
            if (choice instanceof ObjectNode fields && fields.has("message")) fields.set("delta", fields.remove("message"));
        }
        answer.whole(object);
    }

    private Fault refusal(HttpResponse<?> response, InputStream body) throws IOException {
        var text = new String(body.readNBytes(REFUSAL_BYTES), UTF_8);
        var error = AnswerStream.object(text).map(object -> object.path("error"));
        var said = error.map(e -> e.isTextual() ? e : e.path("message")).filter(JsonNode::isTextual).map(JsonNode::textValue);
        var spent = text.contains("insufficient_quota") || response.statusCode() == 402;
        return new Fault.Status(response.statusCode(), printable(said.orElse(text)), spent,
                RetryAfter.of(response.headers(), clock));
    }

    private String printable(String text) {
        var head = text.substring(0, Math.min(text.length(), REFUSAL_BYTES));
        return Excerpt.of(redactor.redact(key.map(secret -> head.replace(secret, "***")).orElse(head)).text(), 2000);
    }

    private static Fault fault(IOException failed) {
        return switch (failed) {
            case HttpConnectTimeoutException _ -> new Fault.Unreachable("");
            case ConnectException _ -> new Fault.Unreachable("");
            case SSLException e -> new Fault.Unreachable(Excerpt.of(String.valueOf(e.getMessage()), 100));
            case ProtocolException e -> new Fault.Garbage(Excerpt.of(String.valueOf(e.getMessage()), 200));
            default -> new Fault.Cut();
        };
    }
}
