package llmswarm;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import llmswarm.StubAnswer.Cut;
import llmswarm.StubAnswer.Garbage;
import llmswarm.StubAnswer.Hang;
import llmswarm.StubAnswer.Status;
import llmswarm.StubAnswer.Text;

/**
 * A real HTTP server on loopback that speaks the OpenAI chat protocol, streaming and not; a script gives the answers.
 */
public final class StubServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // else the kernel holds small writes back for up to 40 ms; read when the first server of this JVM starts
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What a client sent; header names as the server normalises them: {@code Content-type}. */
    public record Request(String path, Map<String, List<String>> headers, JsonNode body) {
        /** The first value of that header, or null. */
        public String header(String name) {
            return headers.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase(name))
                    .map(e -> e.getValue().getFirst()).findFirst().orElse(null);
        }
    }

    private final Function<JsonNode, StubAnswer> script;
    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger thinking = new AtomicInteger();
    private final AtomicInteger busiest = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Listens on a free port of 127.0.0.1; the script is called with each request's body, from many threads at once.
     */
    public StubServer(Function<JsonNode, StubAnswer> script) {
        this.script = script;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::chat);
        server.createContext("/v1/models", exchange -> send(exchange, 200, "application/json",
                "{\"object\": \"list\", \"data\": [{\"id\": \"stub\", \"object\": \"model\"}]}"));
        server.start();
    }

    /** A server that gives these answers in turn, and the last one for ever. */
    public static StubServer answering(StubAnswer... answers) {
        var next = new AtomicInteger();
        return new StubServer(request -> answers[Math.min(next.getAndIncrement(), answers.length - 1)]);
    }

    /** For {@code base-url}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort()));
    }

    /** Every chat request so far, in the order they arrived. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /**
     * The most requests that waited for their answer to begin at the same time: after that the client may be quicker
     * than the count.
     */
    public int busiest() {
        return busiest.get();
    }

    /** Ends every request under way. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void chat(HttpExchange exchange) throws IOException {
        var arrived = System.nanoTime();
        try (var in = exchange.getRequestBody()) {
            var body = JSON.readTree(in);
            requests.add(new Request(exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()),
                    body));
            answer(exchange, body, thoughtOut(body, arrived));
        }
    }

    private StubAnswer thoughtOut(JsonNode request, long arrived) {
        busiest.accumulateAndGet(thinking.incrementAndGet(), Math::max);
        try {
            var answer = script.apply(request);
            if (answer instanceof Text text) waitUntil(arrived + text.latency().toNanos());
            return answer;
        } catch (RuntimeException | AssertionError broken) {
            // a closed connection would look like a server that is down, and a run waits long for such a one
            return new Status(400, Map.of(), "the script of this server failed: " + broken);
        } finally {
            thinking.decrementAndGet();
        }
    }

    private void answer(HttpExchange exchange, JsonNode request, StubAnswer answer) throws IOException {
        switch (answer) {
            case Text text -> {
                if (text.streams() && request.path("stream").asBoolean()) {
                    try (var out = open(exchange)) {
                        stream(out, text, text.text().length());
                        event(out, text.end());
                        if (request.path("stream_options").path("include_usage").asBoolean()) event(out,
                                text.counted());
                        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
                    }
                } else {
                    send(exchange, 200, "application/json", text.whole());
                }
            }
            case Cut cut -> {
                var out = open(exchange);
                stream(out, cut.of(), cut.after());
                if (!cut.politely()) throw new IOException("the connection is to be dropped");
                out.close();
            }
            case Status status -> {
                status.headers().forEach(exchange.getResponseHeaders()::set);
                send(exchange, status.code(), "application/json", status.body());
            }
            case Garbage garbage -> send(exchange, 200, garbage.contentType(), garbage.body());
            case Hang _ -> hang();
        }
    }

    private static OutputStream open(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void stream(OutputStream out, Text text, int most) throws IOException {
        for (var piece : text.pieces(most)) event(out, text.delta(piece));
    }

    private static void event(OutputStream out, JsonNode event) throws IOException {
        out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void send(HttpExchange exchange, int code, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static void waitUntil(long nanoTime) {
        for (var left = nanoTime - System.nanoTime(); left > 0; left =
                nanoTime - System.nanoTime()) LockSupport.parkNanos(left);
    }

    private void hang() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the server is closed");
    }
}
