package llmswarm.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A program that serves models on this machine, and the port it usually listens on. */
public record LocalServer(String name, int port) {
    /** Ports from the programs' own manuals. */
    public static final List<LocalServer> USUAL =
            List.of(new LocalServer("Ollama", 11434), new LocalServer("LM Studio", 1234),
            new LocalServer("llama.cpp", 8080));

    private static final int LONGEST = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(1), ANSWER = Duration.ofSeconds(2);

    /** A server that answered, and a model it can chat with. */
    public record Found(LocalServer server, String model) {
    }

    /**
     * Those that list a model right now; all are asked at once, so this takes two seconds at worst, whatever they
     * send.
     */
    public static List<Found> running(List<LocalServer> servers) {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var probes = servers.stream().<Callable<Optional<Found>>>map(server -> () -> server.probe(client)).toList();
            return threads.invokeAll(probes, ANSWER.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .filter(answer -> answer.state() == Future.State.SUCCESS)
                    .flatMap(answer -> answer.resultNow().stream()).toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            client.shutdownNow();
        }
    }

    /**
     * Whether an address is one of this machine and nothing listens there; false for every other address, which is left
     * alone.
     */
    public static boolean isSilent(URI address) {
        var host = Optional.ofNullable(address.getHost()).orElse("");
        if (!host.equals("localhost") && !host.equals("[::1]") && !host.startsWith("127.")) return false;
        int port = address.getPort() >= 0 ? address.getPort() : address.getScheme().equals("https") ? 443 : 80;
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .noneMatch(found -> listens(new InetSocketAddress(found, port)));
        } catch (UnknownHostException noName) {
            return true;
        }
    }

    private static boolean listens(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, (int) ANSWER.toMillis());
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** What {@code base-url} of models.yaml must say. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:%d/v1".formatted(port));
    }

    private Optional<Found> probe(HttpClient client) throws InterruptedException {
        try (var body = client.send(HttpRequest.newBuilder(URI.create(baseUrl() + "/models")).build(),
                BodyHandlers.ofInputStream()).body()) {
            return firstModel(body.readNBytes(LONGEST)).map(model -> new Found(this, model));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstModel(byte[] body) {
        try {
            var models = new ObjectMapper().readTree(body).path("data");
            return StreamSupport.stream(models.spliterator(), false).map(model -> model.path("id"))
                    .filter(JsonNode::isTextual).map(id -> Excerpt.of(id.textValue(), 100))
                    .filter(id -> !id.contains("embed")).findFirst();
        } catch (IOException another) {
            return Optional.empty();
        }
    }
}
