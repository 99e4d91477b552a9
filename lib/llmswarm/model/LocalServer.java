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
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A program that serves models on this machine, and the port it usually listens on.
 *
 * @param larger how it is started with a context of {@link #ROOM} tokens; a stock one has 4,096 or, where there is
 *               memory for it, more
 */
public record LocalServer(String name, int port, String larger) {
    /** Tokens of a context that prompts and answers of this program fit into. */
    public static final int ROOM = 32_768;

    /** Ports and settings from the programs' own manuals; docs/models.md names them. */
    public static final LocalServer OLLAMA = new LocalServer("Ollama", 11434,
            "OLLAMA_CONTEXT_LENGTH=%d ollama serve".formatted(ROOM));
    public static final LocalServer LM_STUDIO = new LocalServer("LM Studio", 1234,
            "lms load MODEL --context-length %d".formatted(ROOM));
    public static final LocalServer LLAMA_CPP = new LocalServer("llama.cpp", 8080,
            "llama-server --parallel 1 --ctx-size %d".formatted(ROOM));
    public static final LocalServer VLLM = new LocalServer("vLLM", 8000,
            "vllm serve MODEL --max-model-len %d".formatted(ROOM));
    public static final List<LocalServer> USUAL =
            List.of(OLLAMA, LM_STUDIO, LLAMA_CPP, LLAMA_CPP.at(9931), VLLM);

    private static final int LONGEST = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(1), ANSWER = Duration.ofSeconds(2);

    /**
     * A server that answered, and a model it can chat with.
     *
     * @param context of the model in tokens, where the server tells it
     */
    public record Found(LocalServer server, String model, OptionalInt context) {
    }

    /** The same program on another port. */
    public LocalServer at(int port) {
        return new LocalServer(name, port, larger);
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
            return firstModel(body.readNBytes(LONGEST));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private Optional<Found> firstModel(byte[] body) {
        try {
            var models = new ObjectMapper().readTree(body).path("data");
            return StreamSupport.stream(models.spliterator(), false).filter(model -> model.path("id").isTextual()
                    && !model.path("id").textValue().contains("embed")).findFirst()
                    .map(model -> new Found(this, Excerpt.of(model.path("id").textValue(), 100), context(model)));
        } catch (IOException another) {
            return Optional.empty();
        }
    }

    /** As vLLM tells it of each model. */
    private static OptionalInt context(JsonNode model) {
        int tokens = model.path("max_model_len").asInt();
        return tokens > 0 ? OptionalInt.of(tokens) : OptionalInt.empty();
    }
}
