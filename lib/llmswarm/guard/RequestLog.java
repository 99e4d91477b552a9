package llmswarm.guard;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Is told of each request that goes to a server, when it is over: what was sent where, for who wants to know. */
@FunctionalInterface
public interface RequestLog {
    /** Tells nobody. */
    RequestLog SILENT = line -> { };

    /** One line for a person. */
    void line(String line);

    /**
     * A request that is over. Of its address only what holds no secret is told: no user, and of a query that there is
     * one.
     *
     * @param status of the answer; 0 where none came
     * @param took   until its last byte
     * @param ended  what came of it
     */
    default void request(String method, URI address, int status, Duration took, String ended) {
        line("sent  %s %s  %s  %s s  %s".formatted(method, shown(address), status == 0 ? "no answer" : status,
                String.format(Locale.ROOT, "%.1f", took.toNanos() / 1e9), ended));
    }

    private static String shown(URI address) {
        var port = address.getPort() < 0 ? "" : ":" + address.getPort();
        var query = address.getRawQuery() == null ? "" : "?...";
        return "%s://%s%s%s%s".formatted(address.getScheme(), address.getHost(), port,
                Optional.ofNullable(address.getRawPath()).orElse(""), query);
    }
}
