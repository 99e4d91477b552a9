package llmswarm.serve;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.guard.Trust;
import llmswarm.serve.http.PageAccess;
import llmswarm.serve.http.Call;
import llmswarm.serve.http.Problem;
import llmswarm.serve.http.HttpReply;
import llmswarm.serve.http.Routes;
import llmswarm.serve.http.Sessions;

/** The server of a working folder's page, on loopback. It can be ended and started again whatever its runs do. */
public final class Serve implements AutoCloseable {
    private static final Map<String, String> ALWAYS = Map.ofEntries(
            Map.entry("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            Map.entry("X-Content-Type-Options", "nosniff"), Map.entry("X-Frame-Options", "DENY"),
            Map.entry("Referrer-Policy", "no-referrer"), Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
            Map.entry("Cross-Origin-Opener-Policy", "same-origin"), Map.entry("Cache-Control", "no-store"));
    private static final List<String> METHODS = List.of("GET", "POST", "PUT");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final PageAccess access;
    private final Routes routes;
    private final Consumer<Throwable> faults;

    /**
     * Starts it.
     *
     * @param port   0 for the one of before, or any that is free
     * @param faults is told what is a fault of the program
     */
    public static Serve start(Path folder, Map<String, String> env, int port, Consumer<Throwable> faults) {
        // A request that never ends is ended after half a minute; a small answer goes out at once.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var state = Trust.stateFolder(env);
        var sessions = new Sessions(state.resolve("serve").resolve(Digest.of(List.of(folder.toString())).substring(0, 16)));
        var server = bound(port, sessions.port());
        sessions.port(server.getAddress().getPort());
        Launch.tidy(sessions.folder(), Duration.ofDays(30));
        return new Serve(server, sessions, new Around(folder, env, state, sessions.folder()), faults);
    }

    private Serve(HttpServer server, Sessions sessions, Around around, Consumer<Throwable> faults) {
        this.server = server;
        this.faults = faults;
        this.access = new PageAccess(sessions, port());
        this.routes = Api.routes(around, port());
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static HttpServer bound(int wanted, int before) {
        try {
            return bound(wanted == 0 ? before : wanted);
        } catch (BindException taken) {
            if (wanted != 0) throw Stop.usage("the port %d is taken; name another one with --port, or none".formatted(wanted));
            try {
                return bound(0);
            } catch (IOException none) {
                throw Stop.usage("no port of this machine can be had: %s".formatted(none.getMessage()), none);
            }
        } catch (IOException none) {
            throw Stop.usage("the port %d cannot be had: %s".formatted(wanted, none.getMessage()), none);
        }
    }

    private static HttpServer bound(int port) throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** To be opened once in a browser. */
    public String link() {
        return access.link();
    }

    /** Method and path of all that is answered below /api, as openapi.yaml names it. */
    public List<String> routes() {
        return routes.names();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            HttpReply reply;
            try {
                reply = reply(exchange);
            } catch (InterruptedException ended) {
                // The server ends while a run is waited for, which is no fault.
                throw ended;
            } catch (Throwable fault) {
                var refusal = Problem.of(fault);
                if (refusal.status() == 500) faults.accept(fault);
                reply = refusal.reply();
            }
            send(exchange, reply);
        } catch (IOException gone) {
            // The client does not listen any more.
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpReply reply(HttpExchange exchange) throws Exception {
        var call = new Call(exchange, Map.of());
        access.requireHere(call);
        var method = exchange.getRequestMethod();
        if (!METHODS.contains(method)) throw Problem.of(405, "%s is not done here".formatted(method));
        var path = exchange.getRequestURI().getRawPath();
        if (path == null || !path.startsWith("/")) throw Problem.of(404, "there is no such path here");
        var token = path.equals("/") && method.equals("GET") ? call.query("once") : Optional.<String>empty();
        if (token.isPresent()) return new HttpReply.Whole(303, "", new byte[0], Map.of("Location", "/", "Set-Cookie",
                access.cookie(access.enter(token.get()))));
        access.requireSession(call);
        if (path.equals("/api") || path.startsWith("/api/")) {
            var match = routes.find(method, path);
            return match.handler().answer(new Call(exchange, match.variables()));
        }
        if (!method.equals("GET")) throw Problem.of(405, "%s is not done here".formatted(method));
        return Page.reply(path);
    }

    private static void send(HttpExchange exchange, HttpReply reply) throws IOException, InterruptedException {
        var headers = exchange.getResponseHeaders();
        ALWAYS.forEach(headers::set);
        switch (reply) {
            case HttpReply.Whole whole -> {
                if (!whole.type().isEmpty()) headers.set("Content-Type", whole.type());
                whole.headers().forEach(headers::set);
                exchange.sendResponseHeaders(whole.status(), whole.body().length == 0 ? -1 : whole.body().length);
                if (whole.body().length > 0) exchange.getResponseBody().write(whole.body());
                // The end waits for what is left of the request, which may never come.
                exchange.getResponseBody().flush();
            }
            case HttpReply.Flow flow -> {
                headers.set("Content-Type", flow.type());
                exchange.sendResponseHeaders(200, 0);
                try (var out = exchange.getResponseBody()) {
                    flow.source().writeTo(out);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
