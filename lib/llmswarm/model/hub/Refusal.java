package llmswarm.model.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

import llmswarm.guard.Stop;
import machine.Proxies;

/** The sentences in which a hub's refusals and a network's failures are told, each with its remedy. */
final class Refusal {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private Refusal() {
    }

    /**
     * What an answer without content means: a {@link Stop} is thrown, a {@link Busy} returned. The hub answers 401 also
     * for what does not exist, when it does not know who asks.
     */
    static Busy of(Hub hub, String repository, HttpResponse<?> response) {
        var code = response.statusCode();
        if (code == 408 || code == 425 || code == 429 || code >= 500) return new Busy(code, wait(response));
        var error = response.headers().firstValue("x-error-code").orElse("");
        var page = hub.shown() + "/" + repository;
        var known = hub.token().isPresent();
        if (error.equals("GatedRepo") || code == 403) {
            throw Stop.usage((known
                    ? "%s is gated, and the account of HF_TOKEN may not read it (%d): accept its licence at %s, and allow "
                    + "the token to read gated repositories."
                    : "%s is gated (%d): accept its licence at %s, then set HF_TOKEN to a token of your account.")
                    .formatted(repository, code, page));
        }
        if (code == 401 && known && !error.equals("RepoNotFound")) {
            throw Stop.usage("%s refuses the token in HF_TOKEN (401); check it.".formatted(hub.shown()));
        }
        if (code == 401) {
            throw Stop.usage("%s shows nobody a model %s (401): check its name, or, if it is private, set HF_TOKEN to a token of your account."
                    .formatted(hub.shown(), repository));
        }
        if (code == 404 || code == 410) {
            throw Stop.usage("%s has no model %s (%d); check owner and name.".formatted(hub.shown(), repository, code));
        }
        throw Stop.usage("%s answers %d when asked for %s; check HF_ENDPOINT.".formatted(hub.shown(), code,
                repository));
    }

    /** What a store behind the hub refuses is asked for anew at the hub, since the addresses it gives out expire. */
    static Busy elsewhere(HttpResponse<?> response) {
        return new Busy(response.statusCode(), wait(response));
    }

    /** In mid-sentence: what went wrong at the last try. */
    static String brief(IOException failed) {
        return switch (failed) {
            case Busy busy when busy.code() == 429 -> "the server is busy (429)";
            case Busy busy -> "the server failed (%d)".formatted(busy.code());
            case Proxies.ProxyRefused refused -> refused.getMessage();
            case ConnectException _ -> "there is no connection";
            case HttpConnectTimeoutException _ -> "there is no connection";
            default -> "the connection broke off";
        };
    }

    /** Told when no more tries are worth it. */
    static Stop stop(Hub hub, String repository, IOException failed, int tries) {
        return switch (failed) {
            case Busy busy -> Stop.unfinished("%s %s at all %d tries; wait a while and type the same again.%s"
                    .formatted(hub.shown(), busy.code() == 429 ? "was busy (429)"
                    : "failed (%d)".formatted(busy.code()), tries, hub.through()));
            case Proxies.ProxyRefused refused -> Stop.unfinished("There is no connection to %s: %s; ask whoever keeps the proxy, or name a mirror in HF_ENDPOINT."
                    .formatted(hub.shown(), refused.getMessage()));
            case ConnectException _ -> unreachable(hub);
            case HttpConnectTimeoutException _ -> unreachable(hub);
            case SSLHandshakeException e ->
                    Stop.usage("The connection to %s is not safe: %s. Check HF_ENDPOINT and the clock of this machine."
                    .formatted(hub.shown(), HubText.line(String.valueOf(e.getMessage()))), e);
            default -> Stop.unfinished("The connection to %s broke off at all %d tries; type the same again to go on with %s where it stands.%s"
                    .formatted(hub.shown(), tries, repository, hub.through()));
        };
    }

    private static Stop unreachable(Hub hub) {
        return Stop.unfinished("There is no connection to %s; check the network, or name a mirror in HF_ENDPOINT.%s".formatted(hub.shown(),
                hub.through()));
    }

    private static Optional<Duration> wait(HttpResponse<?> response) {
        return response.headers().firstValue("retry-after").filter(value -> value.strip().matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value.strip())))
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
}
