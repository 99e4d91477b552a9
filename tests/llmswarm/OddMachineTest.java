package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, started in environments that are right and seldom seen, or wrong in a way of their own. */
class OddMachineTest {
    @TempDir
    Path temp;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(temp);
    }

    @Test
    void aTunnelThroughAProxyIsAskedForWithItsPassword() {
        shop.models(URI.create("https://llm.example.invalid/v1"));
        try (var proxy = new StubProxy(URI.create("http://127.0.0.1:1"))) {
            var result = Command.run(shop, proxy.environment("me:hunter22hunter22"), "ask", "backend", "Hello?",
                    "--config", "config");
            assertEquals(3, result.exit(), result::err);
            assertTrue(proxy.heads().getFirst().startsWith("CONNECT llm.example.invalid:443 "), proxy.heads()::toString);
            assertTrue(proxy.heads().getFirst().contains("Proxy-Authorization: Basic "), proxy.heads()::toString);
            assertTrue(result.err().contains("of HTTPS_PROXY refuses to connect (403)"), result::err);
            assertTrue(!result.err().contains("hunter22"), result::err);
        }
    }
}
