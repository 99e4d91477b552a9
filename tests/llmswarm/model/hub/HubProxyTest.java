package llmswarm.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import llmswarm.StubProxy;
import machine.Proxies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is asked through the proxies of the environment. */
class HubProxyTest {
    @TempDir
    Path folder;

    private static Hub away(Map<String, String> environment) {
        return new Hub(URI.create("http://hub.example.invalid"), Optional.empty(), Duration.ofMillis(1),
                Duration.ofSeconds(20), new Proxies(environment));
    }

    @Test
    void aModelComesThroughTheProxy() {
        try (var hub = StubHub.withModel(); var proxy = new StubProxy(hub.address())) {
            assertEquals(3, new Puller(folder.resolve("models")).pull(away(proxy.environment("me:secret"))).files());
            assertTrue(proxy.heads().stream().allMatch(head -> head.contains("Proxy-Authorization: Basic ")));
        }
    }

    @Test
    void aProxyThatRefusesOrIsNotThereIsNamed() {
        var puller = new Puller(folder.resolve("models"));
        assertEquals("There is no connection to http://hub.example.invalid; check the network, or name a mirror in "
                + "HF_ENDPOINT. It was asked through the proxy http://127.0.0.1:1 of HTTP_PROXY.",
                puller.refused(away(Map.of("HTTP_PROXY", "me:secret@127.0.0.1:1"))).getMessage());
        try (var proxy = StubProxy.refusing("407 Proxy Authentication Required")) {
            assertEquals("There is no connection to http://hub.example.invalid: the proxy http://%s of HTTP_PROXY wants "
                    .formatted(proxy.place()) + "a user name and a password (407); ask whoever keeps the proxy, or name "
                    + "a mirror in HF_ENDPOINT.", puller.refused(away(proxy.environment(""))).getMessage());
        }
        assertTrue(puller.refused(away(Map.of("HTTP_PROXY", "socks5://p:1"))).getMessage()
                .startsWith("HTTP_PROXY names socks5://p:1, and only proxies that take plain HTTP can be used"));
    }
}
