package llmswarm.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import llmswarm.guard.RequestLog;
import llmswarm.guard.Stop;
import machine.Proxies;

/** Asks a hub; follows redirects itself, since the token must not follow them to another host. */
final class HubClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final int MOST_REDIRECTS = 10;

    private final Hub hub;
    private final RequestLog log;
    private final HttpClient client;

    HubClient(Hub hub, RequestLog log) {
        this.hub = hub;
        this.log = log;
        hub.proxies().to(hub.address()).flatMap(Proxies.Way::trouble).ifPresent(sentence -> {
            throw Stop.usage(sentence + ".");
        });
        client = hub.proxies().client(HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(Redirect.NEVER)
                .version("https".equalsIgnoreCase(hub.address().getScheme()) ? Version.HTTP_2 : Version.HTTP_1_1));
    }

    /**
     * The answer to a GET, with status 200, 206 or 416; its body must be closed.
     *
     * @throws Busy        when the same request may succeed a little later
     * @throws IOException when the connection fails, likewise
     */
    HttpResponse<InputStream> get(String repository, URI address, Map<String, String> headers) throws IOException,
            InterruptedException {
        var target = address;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            var response = begun(request(target, headers));
            var code = response.statusCode();
            if (code == 200 || code == 206 || code == 416) return response;
            response.body().close();
            if (code / 100 != 3) throw hub.owns(target) ? Refusal.of(hub, repository, response)
                    : Refusal.elsewhere(response);
            target = next(target, response);
        }
        throw Stop.usage("%s redirects in circles; check HF_ENDPOINT.".formatted(hub.shown()));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** Waits for the head of an answer. A request's own timeout would count the body, too, from Java 26 on. */
    private HttpResponse<InputStream> begun(HttpRequest request) throws IOException, InterruptedException {
        var sent = System.nanoTime();
        try {
            return head(request, sent);
        } catch (IOException failed) {
            told(request, 0, sent, Refusal.brief(failed));
            throw failed;
        } catch (InterruptedException cancelled) {
            told(request, 0, sent, "cancelled");
            throw cancelled;
        }
    }

    private HttpResponse<InputStream> head(HttpRequest request, long sent) throws IOException, InterruptedException {
        var answer = client.<InputStream>sendAsync(request, head ->
                BodySubscribers.mapping(BodySubscribers.ofInputStream(),
                body -> new CountedStream(body, bytes ->
                told(request, head.statusCode(), sent, HubText.bytes(bytes)))));
        try {
            return answer.get(hub.idle().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException network) throw network;
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException silent) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer");
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            throw interrupted;
        }
    }

    private void told(HttpRequest request, int status, long sent, String ended) {
        log.request(request.method(), request.uri(), status, Duration.ofNanos(System.nanoTime() - sent), ended);
    }

    private HttpRequest request(URI target, Map<String, String> headers) {
        // a compressed answer could not be gone on with
        var request = HttpRequest.newBuilder(target).header("Accept-Encoding", "identity")
                .header("User-Agent", "llm-swarm");
        headers.forEach(request::header);
        if (hub.owns(target)) hub.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request.build();
    }

    private URI next(URI from, HttpResponse<?> response) {
        try {
            var next = from.resolve(response.headers().firstValue("location")
                    .orElseThrow(IllegalArgumentException::new));
            var secure = "https".equalsIgnoreCase(next.getScheme());
            if (next.getHost() == null || !secure
                    && !"http".equalsIgnoreCase(next.getScheme())) throw new IllegalArgumentException();
            if (!secure && "https".equalsIgnoreCase(from.getScheme())) {
                throw Stop.usage("%s redirects to %s, which is not encrypted; that is not followed.".formatted(hub.shown(), next.getHost()));
            }
            return next;
        } catch (IllegalArgumentException noAddress) {
            throw Stop.usage("%s redirects to no address (%d); check HF_ENDPOINT.".formatted(hub.shown(),
                    response.statusCode()));
        }
    }
}
