package machine;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Tells a proxy its password with each request: an {@link Authenticator} would do so only when asked, and fail for each
 * server that answers 401 in its own way. What the proxy itself refuses is a {@link Proxies.ProxyRefused}.
 */
final class ProxiedClient extends HttpClient {
    private static final int PASSWORD_WANTED = 407;

    private final HttpClient client;
    private final Proxies proxies;

    ProxiedClient(HttpClient client, Proxies proxies) {
        this.client = client;
        this.proxies = proxies;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException,
            InterruptedException {
        try {
            return accepted(client.send(known(request), handler));
        } catch (IOException failed) {
            throw told(failed, request);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return told(client.sendAsync(known(request), handler), request);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler,
            PushPromiseHandler<T> promises) {
        return told(client.sendAsync(known(request), handler, promises), request);
    }

    private HttpRequest known(HttpRequest request) {
        return proxies.to(request.uri()).flatMap(Proxies.Way::password)
                .map(header -> HttpRequest.newBuilder(request, (_, _) -> true)
                .setHeader("Proxy-Authorization", header).build()).orElse(request);
    }

    private <T> CompletableFuture<HttpResponse<T>> told(CompletableFuture<HttpResponse<T>> answer,
            HttpRequest request) {
        var told = answer.<HttpResponse<T>>handle((response, failed) -> {
            try {
                if (failed == null) return accepted(response);
                var cause = failed instanceof CompletionException ? failed.getCause() : failed;
                throw cause instanceof IOException network ? told(network, request) : cause;
            } catch (Throwable wrong) {
                throw new CompletionException(wrong);
            }
        });
        // Who gives up means the request.
        told.whenComplete((_, _) -> {
            if (told.isCancelled()) answer.cancel(true);
        });
        return told;
    }

    private <T> HttpResponse<T> accepted(HttpResponse<T> response) throws IOException {
        var way = proxies.to(response.request().uri());
        if (response.statusCode() != PASSWORD_WANTED || way.isEmpty()) return response;
        if (response.body() instanceof AutoCloseable body) closed(body);
        throw new Proxies.ProxyRefused(way.get(), way.get().password().isEmpty()
                ? "wants a user name and a password (407)" : "refuses the user name or the password (407)", null);
    }

    private static void closed(AutoCloseable body) throws IOException {
        try {
            body.close();
        } catch (IOException failed) {
            throw failed;
        } catch (Exception other) {
            throw new IOException(other);
        }
    }

    /** The JDK's own words are {@code Tunnel failed, got: 403}. */
    private IOException told(IOException failed, HttpRequest request) {
        var said = String.valueOf(failed.getMessage());
        var way = proxies.to(request.uri()).filter(_ -> said.startsWith("Tunnel failed"));
        return way.isEmpty() ? failed : new Proxies.ProxyRefused(way.get(),
                "refuses to connect (%s)".formatted(said.replaceAll("\\D+", "")), failed);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    @Override
    public void shutdown() {
        client.shutdown();
    }

    @Override
    public void shutdownNow() {
        client.shutdownNow();
    }

    @Override
    public boolean isTerminated() {
        return client.isTerminated();
    }

    @Override
    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return client.awaitTermination(duration);
    }

    @Override
    public void close() {
        client.close();
    }
}
