package llmswarm.pack.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import llmswarm.guard.Stop;
import machine.Proxies;
import machine.Reason;
import text.Bounds;

/** Fetches a file by https, with bounds; by http only from this machine. */
final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(15), WHOLE = Duration.ofMinutes(5);
    private static final int REDIRECTS = 5;

    private final Map<String, String> env;

    Download(Map<String, String> env) {
        this.env = env;
    }

    /** Whether the address may be asked at all. */
    static boolean isAllowed(URI address) {
        return address.getHost() != null && address.getUserInfo() == null && ("https".equals(address.getScheme())
                || "http".equals(address.getScheme()) && List.of("localhost", "127.0.0.1", "[::1]")
                .contains(address.getHost()));
    }

    /** The bytes; {@link Stop} when they cannot be had. */
    byte[] of(URI address, long most) throws InterruptedException {
        try (var client = new Proxies(env).client(HttpClient.newBuilder().connectTimeout(CONNECT)
                .followRedirects(Redirect.NEVER))) {
            var at = address;
            for (int hops = 0; hops <= REDIRECTS; hops++) {
                var next = asked(client, at, most);
                if (next.body() != null) return next.body();
                if (!isAllowed(next.further()) || at.getScheme().equals("https") && !next.further().getScheme().equals("https")) {
                    throw Stop.usage("%s redirects to %s, which is not asked; name an address of https.".formatted(address, next.further()));
                }
                at = next.further();
            }
            throw Stop.usage("%s redirects in circles.".formatted(address));
        }
    }

    private record Asked(byte[] body, URI further) {
    }

    private static Asked asked(HttpClient client, URI at, long most) throws InterruptedException {
        var answer = client.sendAsync(HttpRequest.newBuilder(at).header("User-Agent", "llm-swarm").build(),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), most));
        try {
            var response = answer.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
            var code = response.statusCode();
            if (code == 200) return new Asked(response.body(), at);
            var further = response.headers().firstValue("location");
            if (code / 100 == 3 && further.isPresent()) return new Asked(null, at.resolve(further.get()));
            throw Stop.usage("%s cannot be fetched: the server answers with status %d.".formatted(at, code));
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof IOException network)) throw new IllegalStateException(failed.getCause());
            throw Stop.usage("%s cannot be fetched: %s.".formatted(at, reason(network, most)), network);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw Stop.usage("%s cannot be fetched within %s.".formatted(at, Bounds.text(WHOLE)), slow);
        } catch (IllegalArgumentException noAddress) {
            throw Stop.usage("%s redirects to no address.".formatted(at), noAddress);
        }
    }

    private static String reason(IOException network, long most) {
        return String.valueOf(network.getMessage()).contains("exceeds") ? "it is larger than " + Bounds.size(most)
                : Reason.of(network);
    }
}
