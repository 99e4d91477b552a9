package llmswarm.serve.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may ask: a browser that opened the printed link once, on this machine, from the page itself. The link's token is
 * good for one use, the cookie it becomes for as long as {@link Sessions} keep it.
 */
public final class PageAccess {
    private static final int BYTES = 32;
    private static final String NOT_HERE = "this server answers its own page on this machine only";

    private final Sessions sessions;
    private final int port;
    private Optional<String> token = Optional.of(random());

    public PageAccess(Sessions sessions, int port) {
        this.sessions = sessions;
        this.port = port;
    }

    public static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** To be opened once. */
    public synchronized String link() {
        return "http://127.0.0.1:%d/?once=%s".formatted(port, token.orElse(""));
    }

    /** Refuses what no browser that shows the page would send: names made to mean this machine, other pages. */
    public void requireHere(Call call) {
        var hosts = List.of("127.0.0.1:" + port, "localhost:" + port);
        if (call.exchange().getRequestHeaders().getOrDefault("Host", List.of()).size() != 1
                || !hosts.contains(call.header("Host").orElse(""))) throw Problem.of(403, NOT_HERE);
        var origin = call.header("Origin");
        if (origin.isPresent() && !origin.get().equals("http://" + call.header("Host").get())) throw Problem.of(403, NOT_HERE);
        var site = call.header("Sec-Fetch-Site");
        if (site.filter(from -> !from.equals("same-origin") && !from.equals("none")).isPresent()) throw Problem.of(403, NOT_HERE);
    }

    /** Takes the token, after which it is worth nothing, and gives the cookie; refuses any other. */
    public synchronized String enter(String said) {
        if (token.isEmpty() || !same(token.get(), said)) throw Problem.of(401,
                "this link was used, or belongs to an earlier start; serve prints a new one whenever it is started");
        token = Optional.empty();
        return sessions.begin();
    }

    public String cookie(String value) {
        return "%s=%s; Path=/; HttpOnly; SameSite=Strict".formatted(name(), value);
    }

    /** By port: a browser sends the cookies of all servers of a machine to each of them. */
    private String name() {
        return "swarm-" + port;
    }

    public void requireSession(Call call) {
        var known = call.exchange().getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> Stream.of(line.split(";"))).map(String::strip)
                .filter(pair -> pair.startsWith(name() + "=")).map(pair -> pair.substring(name().length() + 1))
                .anyMatch(sessions::knows);
        if (!known) throw Problem.of(401, "open the link that serve printed when it was started");
    }

    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
