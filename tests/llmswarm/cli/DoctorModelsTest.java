package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import llmswarm.model.LocalServer;
import llmswarm.model.hub.Folders;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
/** What {@code doctor} tells of models, servers and keys. */
@Order(1)
class DoctorModelsTest extends DoctorRoom {
    @Test
    void theProxiesOfTheEnvironmentAreNamedWithoutTheirPasswords() throws Exception {
        shop.env.putAll(Map.of("HTTPS_PROXY", "http://me:hunter2@p.example:3128", "NO_PROXY", ".corp.example"));
        doctor(200, List.of());
        assertTrue(at.out().contains("ok proxy              models and hubs elsewhere are asked through the proxy "
                + "http://p.example:3128 of HTTPS_PROXY, but for those in NO_PROXY: .corp.example\n"), at.out());
        shop.env.put("HTTPS_PROXY", "socks5://me:hunter2@p.example:1080");
        doctor(200, List.of());
        assertTrue(at.out().contains("-- proxy              HTTPS_PROXY names socks5://p.example:1080, and only"),
                at.out());
        assertFalse(at.out().contains("hunter2"));
    }

    @Test
    void aKeyIsNeverShownAndAModelThatStandsInIsEnough() throws Exception {
        shop.env.put("A_KEY", "sk-s3cret");
        shop.env.put("PATH", System.getenv("PATH"));
        var exit = doctor(80, List.of());
        assertTrue(at.out().contains("""
                ok model planner      gpt-x at https://m.example/v1, the key in A_KEY is set
                -- model coder        acme/tiny: not on disk; ./jbang swarm.java models pull
                                      coder; until then planner is used
                """), at.out());
        assertFalse(at.out().contains("s3cret"));
        assertEquals(at.out().contains("!! ") ? 3 : 0, exit, at.out());
    }

    @Test
    void aLocalModelAndALocalServerAreSeen() throws Exception {
        Folders.model(folder.resolve("models/acme/tiny"), Folders.CONFIG, "BF16", 2_500_000);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/v1/models", exchange -> {
            var body = "{\"data\": [{\"id\": \"small\"}]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            doctor(200, List.of(LocalServer.OLLAMA.at(server.getAddress().getPort())));
        } finally {
            server.stop(0);
        }
        assertTrue(at.out().contains("""
                !! model planner      gpt-x: A_KEY is not set; export A_KEY=..., or let it use Ollama in .swarm/models.yaml
                ok model coder        acme/tiny is on disk
                ok servers            Ollama at http://127.0.0.1:%d/v1 with small
                """.formatted(server.getAddress().getPort())), at.out());
    }

    @Test
    void aServerOfThisMachineThatDoesNotRunIsTold() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
            shop.file("config/models.yaml", """
                    models:
                      planner: {provider: openai, model: big, base-url: "http://localhost:%1$d/v1", context: 128000}
                      coder: {provider: openai, model: small, base-url: "http://127.0.0.1:%1$d/v1", context: 16384, absent: planner}
                    """.formatted(free));
            doctor(200, List.of());
            assertTrue(at.out().contains("""
                    ok model planner      big at http://localhost:%1$d/v1, wants no key
                    ok model coder        small at http://127.0.0.1:%1$d/v1, wants no key
                    """.formatted(free)), at.out());
        }
        assertEquals(3, doctor(200, List.of()));
        assertTrue(at.out().contains("""
                !! model planner      big: nothing answers at http://localhost:%1$d/v1; start the server there
                !! model coder        small: nothing answers at http://127.0.0.1:%1$d/v1; start the server there
                """.formatted(free)), at.out());
    }
}
