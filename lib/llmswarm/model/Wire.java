package llmswarm.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
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
import llmswarm.model.habits.Habits;
import llmswarm.model.rate.RetryAfter;
import llmswarm.model.stream.Chunks;
import llmswarm.model.stream.EventReader;
import llmswarm.model.stream.LimitedStream;
import llmswarm.model.stream.LimitedStream.TooMuch;
import llmswarm.model.stream.StreamLimits;
import machine.Proxies;

/**
 * The HTTP layer under langchain4j's model, for one answer. Unlike the one it brings, this one works on the calling
 * thread, so that an interrupt closes the connection; it tells how long a refusing server asks to wait, reads no more
 * than the limits allow, and says whether an answer is whole. The headers of an answer are bounded by the JDK's client.
 *
 * @param habits   what to change in each request; may grow
 * @param key      never shown, even if the server repeats it
 * @param redactor likewise for other secrets, which a server may have from the prompts or elsewhere
 * @param sink     takes the answer, of which langchain4j sees nothing
 */
record Wire(java.net.http.HttpClient client, Habits habits, Optional<String> key, Redactor redactor,
        InstantSource clock, StreamLimits limits, AnswerSink sink) implements HttpClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REFUSAL_BYTES = 64 * 1024;
    private static final Pattern SPENT = Pattern.compile("(?i)insufficient[_ ](quota|balance|credits?|funds)|credit balance is too low"
            + "|reached your (\\w+ )?usage limit");
    /** Of a page, as proxies answer in place of a server, and what no reader of it sees. */
    private static final Pattern TAGS = Pattern.compile("(?is)<(script|style|title)\\b.*?</\\1>|</?[a-z!][^<>]*>");

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        throw new UnsupportedOperationException("answers are always streamed");
    }

    /** Returns when the sink has the answer; a {@link TryFailed} tells why there is none. */
    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        try {
            var response = sent(translated(request));
            sink.status(response.statusCode(), response.headers());
            try (var body = new BufferedInputStream(new LimitedStream(response.body(), limits, sink::alive))) {
                if (response.statusCode() / 100 != 2) throw new TryFailed(refusal(response, body));
                refuseEncoded(response);
                var type = response.headers().firstValue("content-type").orElse("");
                var answer = new AnswerStream(sink, limits.held(), this::printable);
                if (EventReader.begins(body, type.contains("event-stream"))) answer.read(body);
                else whole(body, answer);
            }
        } catch (TooMuch endless) {
            throw new TryFailed(new Fault.Endless(endless.getMessage()));
        } catch (IOException | InterruptedException broken) {
            throw new TryFailed(new Fault.Cut(""));
        }
    }

    /** As far as the status and the headers of the answer. */
    private HttpResponse<InputStream> sent(java.net.http.HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException failed) {
            throw new TryFailed(fault(failed));
        }
    }

    private java.net.http.HttpRequest translated(HttpRequest request) throws IOException {
        var edited = habits.edited((ObjectNode) JSON.readTree(request.body()));
        sink.sent(edited);
        var body = edited.toString();
        var translated = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .POST(BodyPublishers.ofString(body));
        request.headers().forEach((name, values) -> values.forEach(value -> translated.header(name, value)));
        return translated.build();
    }

    /** A server that does not stream sends one object. */
    private void whole(InputStream body, AnswerStream answer) throws IOException {
        var bytes = body.readNBytes(limits.held() + 1);
        if (bytes.length > limits.held()) throw LimitedStream.tooLong("an answer", limits.held());
        var text = new String(bytes, UTF_8);
        answer.whole(Chunks.in(text).orElseThrow(() -> new TryFailed(new Fault.Garbage(printable(text)))));
    }

    /** Nothing compressed is asked for, and nothing is unpacked: a few bytes could become any number. */
    private static void refuseEncoded(HttpResponse<?> response) {
        var encoding = response.headers().firstValue("content-encoding").orElse("identity");
        if (encoding.isBlank() || encoding.equalsIgnoreCase("identity")) return;
        throw new TryFailed(new Fault.Garbage("a body packed as %s, which was not asked for".formatted(Excerpt.of(encoding, 20))));
    }

    private Fault refusal(HttpResponse<?> response, BufferedInputStream body) throws IOException {
        var text = new String(unpacked(body).readNBytes(REFUSAL_BYTES), UTF_8);
        var object = AnswerStream.object(text);
        var told = object.flatMap(Wire::sentence)
                .or(() -> object.filter(one -> one.at("/error/message").isTextual()).map(one -> ""));
        var said = told.filter(sentence -> !sentence.isBlank())
                .or(() -> response.headers().firstValue("location").map(target -> "it redirects to " + target)).or(() -> told)
                .orElseGet(() -> TAGS.matcher(text).replaceAll(" "));
        var spent = SPENT.matcher(text).find() || response.statusCode() == 402;
        return new Fault.Status(response.statusCode(), printable(said), spent,
                RetryAfter.of(response.headers(), clock).or(() -> RetryAfter.in(text)));
    }

    /** Some proxies pack what a server says of a fault; of that only the beginning is unpacked. */
    private static InputStream unpacked(BufferedInputStream body) throws IOException {
        body.mark(2);
        boolean packed = (body.read() | body.read() << 8) == GZIPInputStream.GZIP_MAGIC;
        body.reset();
        return packed ? new GZIPInputStream(body) : body;
    }

    /** What an error says, wherever servers write it. */
    private static Optional<String> sentence(JsonNode object) {
        return AnswerStream.said(object.path("error")).or(() -> Stream.of(object.path("message"), object.path("detail"))
                .filter(JsonNode::isTextual).map(JsonNode::textValue).findFirst());
    }

    private String printable(String text) {
        var head = text.substring(0, Math.min(text.length(), REFUSAL_BYTES));
        return Excerpt.of(redactor.redact(key.map(secret -> head.replace(secret, "***")).orElse(head)).text(), 2000);
    }

    /** Why no answer began. */
    private static Fault fault(IOException failed) {
        return switch (failed) {
            case HttpConnectTimeoutException _ -> new Fault.Unreachable("");
            case Proxies.ProxyRefused e -> new Fault.Unreachable(e.getMessage());
            case ConnectException e when Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                    .anyMatch(UnresolvedAddressException.class::isInstance) -> Fault.NO_HOST;
            case ConnectException _ -> new Fault.Unreachable("");
            case SSLException e -> new Fault.Unreachable(Excerpt.of(String.valueOf(e.getMessage()), 100));
            case ProtocolException e -> new Fault.Garbage(Excerpt.of(String.valueOf(e.getMessage()), 200));
            default -> new Fault.Closed();
        };
    }
}
