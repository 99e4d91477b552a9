package llmswarm.model.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import llmswarm.guard.Digest;
import machine.Proxies;

/**
 * A real HTTP server on loopback that keeps one model as a hub does, with ranges and tags; answers can be made to fail.
 */
public final class StubHub implements AutoCloseable {
    public static final String REPOSITORY = "acme/tiny";
    private static final JsonMapper JSON = new JsonMapper();

    /** What came in; {@code headers} by lower-case name. */
    public record Request(String path, Map<String, String> headers) {
    }

    /** What a file's request is answered with instead of the file. */
    public sealed interface Answer {
    }

    /** The connection ends after so many bytes. */
    public record Cut(int after) implements Answer {
    }

    /** Nothing comes at all. */
    public record Silence() implements Answer {
    }

    /** After so many bytes nothing more comes, or only one now and then. */
    public record Stall(int after, boolean drips) implements Answer {
    }

    /** Only a status and headers. */
    public record Status(int code, Map<String, String> headers) implements Answer {
    }

    /** Other content, as a whole. */
    public record Other(byte[] content) implements Answer {
    }

    private final HttpServer server;
    private final Map<String, ObjectNode> listed = new LinkedHashMap<>();
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Answer> always = Optional.empty();
    public volatile int pageSize = 1000;

    public StubHub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    /** A model of the files that matter, one that does not, and 5,000 bytes of weights. */
    public static StubHub withModel() {
        return new StubHub().small("config.json", "{\"model_type\": \"llama\"}").small("tokenizer.json", "{}")
                .small(".gitattributes", "* lfs")
                .small("onnx/config.json", "{}").large("model.safetensors", weights(5000))
                .large("pytorch_model.bin", new byte[9]);
    }

    /** Bytes that are all different enough for a wrong order to show. */
    public static byte[] weights(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (i * 31 + i / 256);
        return bytes;
    }

    /** Lists and keeps a file that git itself holds. */
    public StubHub small(String path, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var blob = ("blob %d\0".formatted(bytes.length) + text).getBytes(StandardCharsets.UTF_8);
        list(path, bytes.length).put("oid", sha1(blob));
        contents.put(path, bytes);
        return this;
    }

    /** Lists and keeps a file that git only points to. */
    public StubHub large(String path, byte[] bytes) {
        return large(path, bytes, Digest.of(bytes));
    }

    public StubHub large(String path, byte[] bytes, String sha256) {
        list(path, bytes.length).put("oid", "0".repeat(40)).putObject("lfs").put("oid", sha256)
                .put("size", bytes.length).put("pointerSize", 132);
        contents.put(path, bytes);
        return this;
    }

    /** The next requests for that file are answered so. */
    public StubHub next(String path, Answer... these) {
        answers.computeIfAbsent(path, _ -> new ArrayDeque<>()).addAll(List.of(these));
        return this;
    }

    /** Every request is answered so, the list's too. */
    public StubHub always(Answer answer) {
        always = Optional.of(answer);
        return this;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The hub as a client sees it that has no patience. */
    public Hub hub() {
        return hub(Optional.empty());
    }

    public Hub hub(Optional<String> token) {
        return new Hub(address(), token, Duration.ofMillis(1), Duration.ofSeconds(20), new Proxies(Map.of()));
    }

    /** Those for that file. */
    public List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path.endsWith("/resolve/main/" + path)).toList();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private ObjectNode list(String path, long size) {
        var entry = JSON.createObjectNode().put("type", "file").put("size", size).put("path", path);
        listed.put(path, entry);
        return entry;
    }

    private void serve(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var headers = new ConcurrentHashMap<String, String>();
        exchange.getRequestHeaders().forEach((name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        var request = new Request(path, headers);
        requests.add(request);
        try (exchange) {
            if (always.isPresent()) failing(exchange, always.get(), new byte[0], 0);
            else if (path.equals("/api/models/%s/tree/main".formatted(REPOSITORY))) page(exchange);
            else if (path.startsWith("/%s/resolve/main/".formatted(REPOSITORY))) file(exchange, request,
                    path.substring(path.indexOf("/main/") + 6));
            else exchange.sendResponseHeaders(404, -1);
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        var query = exchange.getRequestURI().getQuery();
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1")) : 0;
        var page = listed.values().stream().skip(from).limit(pageSize).toList();
        if (from + pageSize < listed.size()) {
            exchange.getResponseHeaders()
                    .set("Link", "<%s%s?recursive=true&cursor=%d>; rel=\"next\"".formatted(address(),
                    exchange.getRequestURI().getPath(), from + pageSize));
        }
        send(exchange, 200, JSON.writeValueAsBytes(page));
    }

    private void file(HttpExchange exchange, Request request, String path) throws IOException {
        var content = contents.get(path);
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        var tag = "\"" + Digest.of(content).substring(0, 8) + "\"";
        var range = Optional.ofNullable(request.headers.get("range"))
                .filter(_ -> request.headers.getOrDefault("if-range", tag).equals(tag));
        int from = range.map(text -> Integer.parseInt(text.replaceAll("bytes=(\\d+)-", "$1"))).orElse(0);
        exchange.getResponseHeaders().set("ETag", tag);
        var next = answers.getOrDefault(path, new ArrayDeque<>()).poll();
        if (range.isPresent()) exchange.getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        if (next != null) failing(exchange, next, content, from);
        else send(exchange, range.isPresent() ? 206 : 200, Arrays.copyOfRange(content, from, content.length));
    }

    private void failing(HttpExchange exchange, Answer answer, byte[] content, int from) throws IOException {
        switch (answer) {
            case Cut(var after) -> begin(exchange, content, from, after);
            case Silence() -> await();
            case Stall(var after, var drips) -> {
                begin(exchange, content, from, after);
                for (int next = from + after; drips && next < content.length; next++) {
                    LockSupport.parkNanos(20_000_000);
                    write(exchange, content, next, 1);
                }
                await();
            }
            case Status(var code, var headers) -> {
                headers.forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(code, -1);
            }
            case Other(var other) -> send(exchange, 200, other);
        }
    }

    private static void begin(HttpExchange exchange, byte[] content, int from, int after) throws IOException {
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        write(exchange, content, from, after);
    }

    private static void write(HttpExchange exchange, byte[] content, int from, int length) throws IOException {
        exchange.getResponseBody().write(content, from, length);
        exchange.getResponseBody().flush();
    }

    private static void send(HttpExchange exchange, int code, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
